import { assertEquals } from "@std/assert";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { readText } from "../../tests/harness/processes.ts";
import { probeIsolation } from "../grade/sandbox/probe.ts";
import { asUid, pickUid, UID_RANGES } from "../grade/sandbox/uids.ts";
import { isSealed } from "./is_sealed.ts";

const boxes = await probeIsolation(false, "bwrap");
const accounts = await probeIsolation(false, "uid+landlock");

/** Runs a program that prints one byte and then waits for end-of-file, and asks about all processes under it, top down. */
async function ask([program, ...args]: readonly [string, ...string[]]): Promise<boolean[]> {
  const child = new Deno.Command(program, {
    args: [...args, "sh", "-c", "echo; exec cat"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  try {
    assertEquals((await reader.read()).done, false, `${program} does not work here`);
    return listChain(child.pid).map(isSealed);
  } finally {
    await child.stdin.close();
    await reader.cancel();
    await child.status;
  }
}

/** A process, its child, the child of that, and so on. */
function listChain(pid: number): number[] {
  const child = Number(readText(`/proc/${pid}/task/${pid}/children`)?.split(" ")[0] ?? 0);
  return child > 0 ? [pid, ...listChain(child)] : [pid];
}

Deno.test({
  name: "isSealed() knows who is in a sandbox from its init and from who has started it",
  ignore: isLeftOut(import.meta, "problem" in boxes ? boxes.problem : undefined),
  async fn() {
    assertEquals(await ask(["env"]), [false]);
    const box = ["bwrap", "--unshare-pid", "--dev-bind", "/", "/"] as const;
    assertEquals(await ask(box), [false, false, true]);
  },
});

Deno.test({
  name: "isSealed() knows who has an account of its own and can get no other",
  ignore: isLeftOut(import.meta, "problem" in accounts ? accounts.problem : undefined),
  async fn() {
    const [range = { first: 1, count: 1 }] = UID_RANGES;
    const [setpriv = "", ...args] = asUid(pickUid(range));
    assertEquals(await ask([setpriv, ...args]), [true]);
    const mayGetAnother = args.filter((arg) => arg !== "--no-new-privs");
    assertEquals(await ask([setpriv, ...mayGetAnother]), [false]);
  },
});
