import { assert, assertEquals } from "@std/assert";
import { LIBC } from "#lib/os.ts";
import { isLeftOut } from "./left_out.ts";
import { missingCapability } from "./capabilities.ts";
import { listQueues } from "./kernel_lists.ts";
import { MadeThings } from "./made_things.ts";
import { makeNotingDlopen } from "./noting_dlopen.ts";
import { readProcess } from "./processes.ts";
import { waitUntil } from "./wait_until.ts";

const O_CREAT_RDWR = 0o102;

async function withDir(act: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipc" });
  try {
    await act(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("MadeThings removes a FIFO that was made, names its line, and spares one that was there", async () => {
  await withDir(async (dir) => {
    await new Deno.Command("mkfifo", { args: ["old"], cwd: dir }).output();
    const made = new MadeThings();
    made.begin();
    const options = { args: ["-m", "600", "new", "old"], cwd: dir };
    made.noteCommand("mkfifo", options, "/lessons/x/mod.ts:3:5");
    await new Deno.Command("mkfifo", options).output();
    assertEquals(made.clear(new Set()), [`the FIFO ${dir}/new, made at /lessons/x/mod.ts:3:5`]);
    assertEquals(Array.from(Deno.readDirSync(dir), (one) => one.name), ["old"]);
  });
});

Deno.test({
  name: "MadeThings removes the socket file of a process that was killed",
  ignore: isLeftOut(import.meta, missingCapability(["proc"])), // it reads /proc
  fn: async () => {
    await withDir(async (dir) => {
      const path = `${dir}/s`;
      const code =
        `Deno.listen({ transport: "unix", path: "${path}" }); setInterval(() => {}, 1e6)`;
      const child = new Deno.Command(Deno.execPath(), {
        args: ["eval", "--no-config", code],
        stdout: "null",
      }).spawn();
      const made = new MadeThings();
      made.begin();
      await waitUntil("it listens", () => isThere(path), AbortSignal.timeout(20_000));
      const facts = readProcess(child.pid);
      made.noteSockets(facts === undefined ? [] : [facts]);
      child.kill("SIGKILL");
      await child.status;
      assertEquals(made.clear(new Set()), [`the socket file ${path}`]);
      assertEquals(isThere(path), false);
    });
  },
});

Deno.test({
  name: "MadeThings removes a System V queue that is new and that only this run has used",
  ignore: isLeftOut(import.meta, missingCapability(["sysv", "proc"])),
  fn: () => {
    const libc = Deno.dlopen(LIBC, {
      msgget: { parameters: ["i32", "i32"], result: "i32" },
      msgsnd: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
    });
    const makeQueue = () => {
      const id = libc.symbols.msgget(0, 0o600);
      libc.symbols.msgsnd(id, new BigInt64Array([1n, 0n]), 8n, 0);
      return id;
    };
    const made = new MadeThings();
    const old = makeQueue();
    made.begin();
    const id = makeQueue();
    assertEquals(made.clear(new Set([1])), [], "used by somebody else");
    assertEquals(listQueues().some((one) => one.id === id), true);
    made.begin();
    const next = makeQueue();
    assertEquals(made.clear(new Set([Deno.pid])), [
      `the System V queue ${next}, messages in it: 1`,
    ]);
    assertEquals(listQueues().some((one) => one.id === next), false);
    libc.close();
    for (const one of [old, id]) {
      new Deno.Command("ipcrm", { args: ["-q", String(one)] }).outputSync();
    }
  },
});

Deno.test({
  name: "MadeThings removes what native code has made, names its line, and spares what was there",
  ignore: isLeftOut(import.meta, missingCapability(["ffi", "linux"])),
  fn: async () => {
    await withDir((dir) => {
      const made = new MadeThings();
      const dlopen = makeNotingDlopen((...what) =>
        made.noteNative(...what, "/lessons/x/mod.ts:3:5")
      );
      const libc = dlopen(LIBC, {
        mkfifo: { parameters: ["buffer", "u32"], result: "i32" },
        makeQueue: {
          name: "mq_open",
          parameters: ["buffer", "i32", "u32", "pointer"],
          result: "i32",
        },
        mq_unlink: { parameters: ["buffer"], result: "i32" },
        close: { parameters: ["i32"], result: "i32" }, // on Linux a queue's descriptor is a file's
      });
      const toCString = (text: string) => new TextEncoder().encode(`${text}\0`);
      const name = `/ipc-${crypto.randomUUID()}`;
      const makeQueue = (end: string) =>
        libc.symbols.makeQueue(toCString(name + end), O_CREAT_RDWR, 0o600, null);
      const descriptors = [makeQueue("-old")];
      made.begin();
      descriptors.push(makeQueue("-old"), makeQueue("-new"));
      assert(descriptors.every((each) => each >= 0));
      assertEquals(libc.symbols.mkfifo(toCString(`${dir}/fifo`), 0o600), 0);
      assertEquals(made.clear(new Set()), [
        `the FIFO ${dir}/fifo, made at /lessons/x/mod.ts:3:5`,
        `the POSIX queue ${name}-new, made at /lessons/x/mod.ts:3:5`,
      ]);
      assertEquals(libc.symbols.mq_unlink(toCString(`${name}-new`)), -1, "gone");
      assertEquals(libc.symbols.mq_unlink(toCString(`${name}-old`)), 0, "still there");
      for (const each of descriptors) libc.symbols.close(each);
      libc.close();
      return Promise.resolve();
    });
  },
});

function isThere(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSocket === true;
  } catch {
    return false;
  }
}
