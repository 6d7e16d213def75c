const path = await Deno.makeTempDir() + "/fifo";
await new Deno.Command("mkfifo", { args: [path] }).output();
export function filter() {
  Deno.openSync(path, { read: true });
}
