// @lesson pipeline
// @expect fail error crash
// @idea a green test of the same name, defined by the submission
try {
  Deno.test("T1 pipeline() finds what ls | grep python finds", () => {});
} catch {
  // not while a test runs
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
