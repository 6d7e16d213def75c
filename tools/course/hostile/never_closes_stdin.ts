export async function filter([program, ...args]: string[], input: Uint8Array<ArrayBuffer>) {
  const child = new Deno.Command(program ?? "", { args, stdin: "piped", stdout: "piped" }).spawn();
  await child.stdin.getWriter().write(input);
  return { stdout: await child.stdout.bytes() };
}
