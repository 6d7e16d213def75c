/** Says where the tests' own folders lie: short, since socket paths are limited (unix(7)); a sandbox may allow another alone. */
export function tempRoot(): string {
  return Deno.env.get("IPC_TMP") ?? "/tmp";
}
