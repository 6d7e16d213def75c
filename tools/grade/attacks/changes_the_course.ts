// @lesson pipeline
// @expect fail
// @idea green tests in the place of the real ones
for (const path of ["/course/tests/05_pipeline_test.ts", "/course/tests/observed/05_pipeline.ts"]) {
  try {
    Deno.writeTextFileSync(path, "");
    throw new Error("found a course that can be changed");
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("found")) throw error;
  }
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
