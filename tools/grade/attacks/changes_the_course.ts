// @lesson pipeline
// @expect fail
// @idea green tests in the place of the real ones
const words = Deno.readTextFileSync("/proc/self/cmdline").split("\0");
const root = words.find((word) => word.endsWith("/deno.json"))?.replace(/\/deno\.json$/, "");
for (const path of ["tests/05_pipeline_test.ts", "tests/observed/05_pipeline.ts", "deno.json"]) {
  try {
    Deno.writeTextFileSync(`${root}/${path}`, "");
    throw new Error("found a course that can be changed");
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("found")) throw error;
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
