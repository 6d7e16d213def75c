import { assertEquals } from "@std/assert";
import { missingCapability } from "./capabilities.ts";
import { isLeftOut } from "./left_out.ts";
import { describeOpen, readOpenObjects } from "./open_resources.ts";
import { readProcess } from "./processes.ts";
import { readSnapshot } from "./snapshot.ts";

// In a process of its own: `--parallel` runs files as threads of one, and all of them open things.
if (import.meta.main) console.log(JSON.stringify(await describeSixThings()));

Deno.test({
  name: "describeOpen() names what was opened since, by what it is and who holds its other end",
  ignore: isLeftOut(import.meta, missingCapability(["proc"])), // it reads /proc
  fn: async () => {
    const args = ["run", "-A", "--no-check", "--no-lock", "--quiet", import.meta.filename ?? ""];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stderr), "");
    assertEquals(JSON.parse(decoder.decode(stdout)), [
      "a listener on DIR/s",
      "an end of a connection within your own process",
      "the FIFO DIR/f",
      "the stdin of child PID",
    ]);
  },
});

/** Opens a listener, both ends of a connection, a FIFO, a child and its pipe; returns what is said of them. */
async function describeSixThings(): Promise<string[]> {
  const before = readOpenObjects();
  const dir = await Deno.makeTempDir({ dir: "/tmp", prefix: "ipc" });
  const path = `${dir}/s`;
  const listener = Deno.listen({ transport: "unix", path });
  const [client, server] = await Promise.all([
    Deno.connect({ transport: "unix", path }),
    listener.accept(),
  ]);
  const quiet = { stdin: "null", stdout: "null", stderr: "null" } as const; // no pipes of its own
  await new Deno.Command("mkfifo", { args: [`${dir}/f`], ...quiet }).spawn().status;
  const fifo = await Deno.open(`${dir}/f`, { read: true, write: true });
  const child = new Deno.Command("cat", { stdin: "piped", stdout: "null" }).spawn();
  const facts = readProcess(child.pid);
  const snapshot = readSnapshot(facts === undefined ? [] : [facts]);
  const pipe = Deno.readLinkSync(`/proc/${child.pid}/fd/0`);
  const names = new Map([[pipe, { pid: child.pid, name: "its stdin" }]]);
  const text = describeOpen({ ...snapshot, names, harnessTids: new Set() }, before) ?? "";
  for (const one of [listener, client, server, fifo]) one.close();
  await child.stdin.close();
  await child.status;
  await Deno.remove(dir, { recursive: true });
  return text.replaceAll(dir, "DIR").replace(String(child.pid), "PID")
    .replace(/^[^:]*: /, "").replace(/ \(fd [^)]*\)/g, "").split(", ").sort();
}
