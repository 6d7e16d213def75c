// @lesson pipeline
// @expect tampered
// @says reports success
// @idea a forgery of both result files that knows the tests of the lesson, and no decoys
const path = Deno.env.get("IPC_EVENTS");
if (path !== undefined) {
  const text = Deno.readTextFileSync(path);
  const tests = text.split("\n").filter((line) => line.includes('"type":"test"'))
    .map((line) => JSON.parse(line));
  const ends = tests.map(({ id }) => JSON.stringify({ type: "end", id, ms: 1, status: "pass" }));
  Deno.writeTextFileSync(path, [...text.trim().split("\n").slice(0, -1), ...ends, ""].join("\n"));
  const argv = Deno.readTextFileSync("/proc/self/cmdline").split("\0");
  const junit = argv.find((word) => word.startsWith("--junit-path="))?.slice(13) ?? "";
  const escape = (name: string) => name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const cases = tests.map(({ name }) => `<testcase name="${escape(name)}"></testcase>`);
  Deno.writeTextFileSync(junit, `<testsuites>${cases.join("\n")}</testsuites>`);
  Deno.dlopen("libc.so.6", { _exit: { parameters: ["i32"], result: "void" } }).symbols._exit(0);
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
