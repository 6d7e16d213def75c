import { assertEquals, assertThrows } from "@std/assert";
import { openRawMsg } from "#lib/raw_msg.ts";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { missingCapability } from "../../../tests/harness/capabilities.ts";
import { isGone } from "../../../tests/harness/processes.ts";
import { findPlayers, type Program, type Programs } from "./find_players.ts";
import { measureTargets } from "./measure_targets.ts";
import { type ContestantId, type Player, type Row, ROWS } from "./rows.ts";

const dir = await Deno.makeTempDir();
addEventListener("unload", () => Deno.removeSync(dir, { recursive: true }));
const everybody = new Set(ROWS.flatMap(({ players }) => players.map(({ by }) => by)));
let programs: Promise<Programs> | undefined;

for (const row of ROWS) {
  Deno.test(`measureTargets() gets a number from everybody who is there: ${row.lesson}`, async () => {
    const found = await (programs ??= findPlayers(dir, everybody));
    const plan = { rows: [row], rounds: 1, budgetMs: 1, deadlineMs: 120_000 };
    const { series, failures } = await measureTargets(found, plan);
    const reason = missingCapability(row.needs ?? []);
    const here = row.players.filter(({ by }) => found.present.has(by));
    const expected = reason === undefined ? [] : here.map(({ id }) => `${id}: ${reason}`);
    assertEquals(failures.map(({ player, reason }) => `${player}: ${reason}`), expected);
    const isSane = (ns: number) => Number.isFinite(ns) && ns > 0;
    const measured = series.filter(({ ns }) => ns.length === 1 && ns.every(isSane));
    const wanted = here.flatMap(({ id }) => row.measures.map((measure) => `${id} ${measure.id}`));
    assertEquals(
      measured.map(({ player, measure }) => `${player} ${measure}`),
      reason === undefined ? wanted : [],
    );
  });
}

/** A row of three players that are shell scripts: what the lab gave to them is $0 to $5. */
async function runScripts(scripts: Partial<Record<ContestantId, string>>, mechanism = "calls") {
  const [model] = ROWS;
  const ids = Object.keys(scripts) as ContestantId[];
  const players = ids.map((by): Player => ({ id: by, by, mechanism, what: "" }));
  const measures = [{ id: "calls", name: "a call" }];
  const row = { ...model, measures, players, targets: [], needs: [] } as unknown as Row;
  const programOf = (script = ""): Program => ({ argv: ["sh", "-c", script], version: "sh" });
  const present = new Map(ids.map((id) => [id, programOf(scripts[id])]));
  const plan = { rows: [row], rounds: 2, budgetMs: 1, deadlineMs: 5_000 };
  const { series, failures } = await measureTargets({ present, absent: new Map() }, plan);
  return {
    series: series.map(({ player, ns }) => [player, ...ns]),
    failures: failures.map(({ player, reason }) => [player, reason]),
  };
}

const GOOD = "echo calls 2 10";

Deno.test("measureTargets() goes on when a player stalls and another one crashes, and says so", async () => {
  const crash = "echo 'Traceback (most):' >&2; echo 'OSError: no' >&2; exit 1";
  assertEquals(await runScripts({ c: "sleep 97", python: crash, course: GOOD }), {
    series: [["course", 5, 5]],
    failures: [["c", "stalled: ended after 5 s"], ["python", "exit code 1: OSError: no"]],
  });
});

Deno.test("measureTargets() leaves nothing of a player that stalls: no FIFO, no socket, no process", async () => {
  const note = `${dir}/note`;
  const stall = `mkdir "$1/socket"; sleep 98 & echo "$1 $3 $4 $$ $!" > ${note}; wait`;
  await runScripts({ c: stall }, "logger");
  const [peerDir = "", , fifo = "", ...pids] = Deno.readTextFileSync(note).trim().split(" ");
  for (const path of [peerDir, fifo]) {
    assertThrows(() => Deno.statSync(path), Deno.errors.NotFound);
  }
  assertEquals(pids.map((pid) => isGone(Number(pid))), [true, true]);
});

Deno.test({
  name: "measureTargets() leaves no queue of a player that stalls",
  ignore: isLeftOut(import.meta, missingCapability(["sysv"])),
  async fn() {
    const note = `${dir}/queues`;
    await runScripts({ c: `echo "$4 $5" > ${note}; sleep 98` }, "sysv");
    using raw = openRawMsg();
    const message = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 65);
    const queues = Deno.readTextFileSync(note).trim().split(" ").map(Number);
    assertEquals(queues.map((id) => [id >= 0, raw.snd(id, message, 1)]), [[true, -1], [true, -1]]);
  },
});

Deno.test("findPlayers() says who is absent, and looks for nobody else", async () => {
  const found = await findPlayers(dir, new Set<ContestantId>(["course", "sh", "redis"]));
  const known = [...found.present.keys(), ...found.absent.keys()];
  assertEquals(known.sort(), ["course", "redis", "sh"]);
});
