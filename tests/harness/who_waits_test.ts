import { assertEquals, assertStringIncludes } from "@std/assert";
import { hasProc, readProcess } from "./processes.ts";
import { describeWaits, nameStreams } from "./who_waits.ts";

/** Starts a program, waits until it sleeps, and returns what describeWaits() says of it. */
async function describe(argv: [string, ...string[]], feed: number): Promise<string> {
  const [program, ...args] = argv;
  const child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
  const names = new Map(nameStreams(child.pid));
  const writer = child.stdin.getWriter();
  const writing = writer.write(new Uint8Array(feed)).catch(() => {});
  let facts = readProcess(child.pid);
  let last = "";
  for (let same = 0; same < 20;) {
    await new Promise<void>((resolve) => setTimeout(resolve, 5)); // polls for a fact: it sleeps, steadily
    facts = readProcess(child.pid);
    const now = facts === undefined ? "" : describeWaits([facts], names)[0] ?? "";
    same = now === last ? same + 1 : 0;
    last = now;
  }
  child.kill("SIGKILL");
  await child.status;
  await writing;
  await writer.abort().catch(() => {});
  await child.stdout.cancel();
  return last.replaceAll(String(child.pid), "PID").replace(/pipe:\[\d+\]/, "pipe:[N]");
}

Deno.test({
  name: "describeWaits() says who must write when a child waits for input",
  ignore: !hasProc(), // it reads /proc
  fn: async () => {
    const text = await describe(["cat"], 0);
    assertEquals(
      text,
      "child PID (cat) waits in read on its stdin (pipe:[N]); the write end is held by your own process: " +
        "who must write or close it?",
    );
  },
});

Deno.test({
  name: "describeWaits() says who must read when a child waits for room",
  ignore: !hasProc(), // it reads /proc
  fn: async () => {
    const text = await describe(["cat"], 4 << 20);
    assertStringIncludes(
      text,
      "waits in write on its stdout (pipe:[N]); the read end is held by your own process",
    );
  },
});
