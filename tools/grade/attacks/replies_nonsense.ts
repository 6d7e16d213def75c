// @lesson pipeline
// @expect tampered fail error crash timeout
// @idea a reply that is no JSON
JSON.stringify = () => "{]\u0000";

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
