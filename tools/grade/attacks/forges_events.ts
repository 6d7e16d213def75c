// @lesson pipeline
// @expect tampered
// @says wrote no results
// @idea writes "pass" for every test, and ends the process with 0
const path = Deno.env.get("IPC_EVENTS");
if (path !== undefined) {
  const ids = [...Deno.readTextFileSync(path).matchAll(/"id":"([^"]+)"/g)].map((match) => match[1]);
  for (const id of new Set(ids)) {
    const event = JSON.stringify({ type: "end", id, ms: 1, status: "pass" });
    Deno.writeTextFileSync(path, `${event}\n`, { append: true });
  }
  Deno.dlopen("libc.so.6", { _exit: { parameters: ["i32"], result: "void" } }).symbols._exit(0);
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
