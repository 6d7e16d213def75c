// @lesson pipeline
// @expect fail error crash
// @idea the operations behind Deno.test are open to everybody
const { core } = (Deno as unknown as Record<symbol, { core: { ops: Record<string, unknown> } }>)[
  (Deno as unknown as { internal: symbol }).internal
] ?? { core: { ops: {} } };
for (const name of Object.keys(core.ops)) {
  if (name.startsWith("op_test_event")) core.ops[name] = () => {};
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
