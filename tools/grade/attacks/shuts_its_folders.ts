// @lesson pipeline
// @expect fail leak error
// @idea folders that even their owner may not enter, and results that nobody may read
const dir = Deno.makeTempDirSync();
Deno.mkdirSync(`${dir}/inner/most`, { recursive: true });
Deno.chmodSync(`${dir}/inner`, 0);
Deno.chmodSync(dir, 0);

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
