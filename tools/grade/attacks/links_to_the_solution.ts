// @lesson pipeline
// @expect fail error
// @idea a link in its own folder leads out of it
const dir = Deno.makeTempDirSync();
for (const target of ["/course/solutions", "/etc/shadow", "/root", "/proc/1/root/etc/shadow"]) {
  const path = `${dir}/${target.replaceAll("/", "_")}`;
  try {
    Deno.symlinkSync(target, path);
    if (Deno.statSync(path).isDirectory) [...Deno.readDirSync(path)];
    else Deno.readTextFileSync(path);
    throw new Error(`found ${target}`);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("found")) throw error;
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
