export async function filter() {
  await new Deno.Command("sh", { args: ["-c", "kill -KILL 0"] }).output();
}
