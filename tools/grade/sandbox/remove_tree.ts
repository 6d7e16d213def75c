/**
 * Removes a folder in which a submission could write: rm(1) goes as deep as it must, where a recursion would end in a full
 * stack, and follows no link.
 *
 * @throws {Error} when something is left
 */
export async function removeTree(path: string): Promise<void> {
  if (await runQuietly("rm", ["-rf", "--", path])) return;
  await runQuietly("chmod", ["-R", "u+rwX", "--", path]); // not root: it may have shut the door behind itself
  if (await runQuietly("rm", ["-rf", "--", path])) return;
  throw new Error(`Cannot remove ${path}: a submission has left something there`);
}

async function runQuietly(program: string, args: string[]): Promise<boolean> {
  const command = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  });
  return (await command.output()).success;
}
