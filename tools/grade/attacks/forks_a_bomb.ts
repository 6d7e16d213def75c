// @lesson pipeline
// @expect processes timeout fail crash leak error
// @idea starts processes until there are no more
export async function pipeline() {
  const bomb = "b() { b | b & }; b; wait";
  await new Deno.Command("sh", { args: ["-c", bomb], stdout: "null", stderr: "null" }).output();
  return { stdout: new Uint8Array(), statuses: [], code: 0 };
}
