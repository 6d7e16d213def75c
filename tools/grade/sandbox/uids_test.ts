import { assert, assertEquals } from "@std/assert";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { endUid, listIds, listOfUid, pickUid, removeQueues, UID_RANGES } from "./uids.ts";

const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;
const ignore = isLeftOut(import.meta, isRoot ? undefined : "needs root, on Linux");
const [RANGE = { first: 0, count: 1 }] = UID_RANGES;

Deno.test("listIds() finds what belongs to an account, wherever its column stands", () => {
  const queues = "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid\n" +
    "         7         12   600           0          0     0     0  1900      0\n" +
    "         8       1900   600           0          0     0     0     0   1900\n";
  const memory = "       key      shmid perms                  size  cpid  lpid nattch   uid\n" +
    "         7         13   600                  4096     1     1      0  1900\n";
  assertEquals([queues, memory, "", "one line"].map((table) => listIds(table, 1900)), [
    ["12"],
    ["13"],
    [],
    [],
  ]);
});

/** Starts a program as an account of its own, with nothing by which it could be found. */
function startAs(uid: number, script: string): Deno.ChildProcess {
  const args = [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "sh", "-c", script];
  const streams = { stdin: "null", stdout: "piped", stderr: "null" } as const;
  return new Deno.Command("setpriv", { args, ...streams, clearEnv: true }).spawn();
}

Deno.test({
  name: "endUid() ends a daemon that has left its group and its session, and says its name",
  ignore,
  async fn() {
    const uid = pickUid(RANGE);
    const script = "trap '' TERM HUP; setsid sh -c 'echo; exec sleep 987' & wait";
    await using child = startAs(uid, script);
    const reader = child.stdout.getReader();
    await reader.read(); // it runs
    const names = await endUid(uid);
    assertEquals(names.filter((name) => name === "sleep 987").length, 1);
    assertEquals(listOfUid(uid), []);
    await reader.cancel();
  },
});

Deno.test({
  name: "endUid() gives who ends by itself the time to do so",
  ignore,
  async fn() {
    const uid = pickUid(RANGE);
    await using child = startAs(uid, "echo; sleep 0.05");
    const reader = child.stdout.getReader();
    await reader.read();
    assertEquals(await endUid(uid), []);
    assert((await child.status).success);
    await reader.cancel();
  },
});

Deno.test({
  name: "removeQueues() removes what an account has left in the kernel, and nothing else",
  ignore,
  async fn() {
    const [uid, other] = [pickUid(RANGE), pickUid(RANGE)];
    for (const one of [uid, other]) {
      await using child = startAs(one, "ipcmk -Q && ipcmk -S 1 && ipcmk -M 4096");
      assert((await child.status).success);
      await child.stdout.cancel();
    }
    await removeQueues(uid);
    const count = (of: number) =>
      ["msg", "sem", "shm"].flatMap((kind) =>
        listIds(Deno.readTextFileSync(`/proc/sysvipc/${kind}`), of)
      ).length;
    assertEquals([count(uid), count(other)], [0, 3]);
    await removeQueues(other);
    assertEquals(count(other), 0);
  },
});
