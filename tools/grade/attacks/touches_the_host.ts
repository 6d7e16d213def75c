// @lesson pipeline
// @expect fail
// @idea leaves a file wherever it can, for somebody outside to find
for (const dir of ["/tmp", "/var/tmp", "/home", "/root", "/", "/etc", "/usr/bin", "/dev/shm"]) {
  try {
    Deno.writeTextFileSync(`${dir}/ipco-was-here`, "");
  } catch {
    // not here
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
