export async function filter() {
  await new Deno.Command("sh", { args: ["-c", `kill -STOP ${Deno.pid}`] }).output();
}
