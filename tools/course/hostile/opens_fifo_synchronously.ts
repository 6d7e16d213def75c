const path = `${Deno.env.get("IPC_HOSTILE_DIR")}/fifo`;
await new Deno.Command("mkfifo", { args: [path] }).output();
export function filter() {
  Deno.openSync(path, { read: true });
}
