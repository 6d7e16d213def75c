import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fakeResults } from "./fake_results.ts";
import { findPlayers } from "./find_players.ts";
import { parseCalls, perUnit, profilePlayer } from "./profile.ts";
import { profileMissed, renderProfiles } from "./profile_missed.ts";
import { findRow, type Row } from "./rows.ts";

const QUEUE = findRow("10") as Row;

Deno.test("perUnit() takes start and end of the programs away, and what is rare", () => {
  const start = { execve: 2, brk: 90 };
  const run = (count: number, calls: Record<string, number>) => ({
    count,
    elapsedNs: 500,
    userNs: 5e6 + 2 * count * 100,
    systemNs: 1e6 + 2 * count * 300,
    calls: new Map(Object.entries({ ...start, ...calls })),
  });
  const profile = perUnit(
    run(1000, { write: 2000, futex: 10 }),
    run(5000, { write: 10_000, futex: 12 }),
  );
  assertEquals(profile, { elapsedNs: 500, userNs: 100, systemNs: 300, calls: [["write", 1]] });
});

Deno.test("parseCalls() reads the names and counts of strace -c", () => {
  const text =
    "    calls syscall\n--------- ----------------\n     1234 msgsnd\n        1 exit_group\n" +
    "--------- ----------------\n     1235 total\n";
  assertEquals(parseCalls(text).get("msgsnd"), 1234);
  assertEquals(parseCalls(text).size, 2);
});

Deno.test({
  name: "profilePlayer() counts the calls of a C program for each message",
  ignore: await isMissing("strace") || await isMissing("cc"),
  async fn() {
    const dir = await Deno.makeTempDir();
    try {
      const { present } = await findPlayers(dir, new Set(["c"]));
      const program = present.get("c");
      const [measure] = QUEUE.measures;
      const player = QUEUE.players.find(({ by }) => by === "c");
      assert(program !== undefined && measure !== undefined && player !== undefined);
      // so far apart that the longer one does more on a busy machine, too
      const profile = await profilePlayer(program, player, measure, [20, 800]);
      assert("calls" in profile, JSON.stringify(profile));
      const counts = new Map(profile.calls);
      const [sent = 0, received = 0] = ["msgsnd", "msgrcv"].map((name) => counts.get(name));
      // how many a message takes depends on how fast the warm-up was; how many of one for each of the other does not
      assert(sent > 0.1 && received / sent > 0.9 && received / sent < 1.1, `${sent}, ${received}`);
      assert(profile.systemNs > 0, "msgsnd(2) takes time in the kernel");
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});

Deno.test("profileMissed() profiles nobody when all is met, and says whom it could not", async () => {
  const nobody = { present: new Map(), absent: new Map() };
  const met = fakeResults({ ours: [10e6, 10e6, 10e6], theirs: [5e6, 5e6, 5e6] });
  assertEquals(renderProfiles(await profileMissed(met, nobody, () => {})), "");
  const missed = fakeResults({ ours: [100e6, 100e6, 100e6], theirs: [5e6, 5e6, 5e6] });
  const present = new Map([["sh" as const, { argv: ["/no/lab"] as const, version: "" }]]);
  const text = renderProfiles(await profileMissed(missed, { ...nobody, present }, () => {}));
  assertStringIncludes(text, "05 pipeline: head | cat | cat | wc\n");
  assertStringIncludes(text, "there is no /no/lab on this machine");
});

async function isMissing(program: string): Promise<boolean> {
  const found = await new Deno.Command("sh", { args: ["-c", `command -v ${program}`] }).output();
  if (!found.success) {
    console.log(`skipped: a test of profilePlayer(): there is no ${program} here`);
  }
  return !found.success;
}
