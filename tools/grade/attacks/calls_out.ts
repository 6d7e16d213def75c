// @lesson pipeline
// @expect fail
// @needs bwrap
// @idea sends what it knows over the network
try {
  using _ = await Deno.connect({ hostname: "1.1.1.1", port: 53 });
  throw new Error("found a way out");
} catch (error) {
  if (error instanceof Error && error.message.startsWith("found")) throw error;
}

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
