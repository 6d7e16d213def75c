// @lesson pipeline
// @expect fail
// @idea the answers of the public tests, by heart
const libc = "python-3.12.txt\n";
export function pipeline(stages: string[][]) {
  const isFirst = stages.some((stage) => stage.includes("python"));
  const stdout = new TextEncoder().encode(isFirst ? libc : "y\ny\ny\n");
  const statuses = stages.map(() => ({ success: true, code: 0, signal: null }));
  return Promise.resolve({ stdout, statuses, code: 0 });
}
