export async function filter() {
  const args = ["-c", "4194304", "/dev/zero"];
  const child = new Deno.Command("head", { args, stdout: "piped" }).spawn();
  return { status: await child.status };
}
