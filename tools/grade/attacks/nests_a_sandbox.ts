// @lesson pipeline
// @expect fail
// @idea a name space of its own, where it would be root, to mount and to read what it likes
const script =
  "mount -t tmpfs none /mnt && echo mounted; mount --bind / /mnt && cat /mnt/etc/shadow";
for (const program of [["unshare", "-Urm"], ["bwrap", "--dev-bind", "/", "/", "--unshare-all"]]) {
  const [name = "", ...args] = program;
  try {
    const command = new Deno.Command(name, { args: [...args, "sh", "-c", script], stderr: "null" });
    const said = new TextDecoder().decode((await command.output()).stdout);
    if (said !== "") throw new Error(`found a way to mount: ${said}`);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("found")) throw error;
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
