// @lesson pipeline
// @expect tampered fail error crash timeout
// @idea a reply that is nested so deeply that nobody can read it
const stringify = JSON.stringify;
JSON.stringify = (value: unknown) => {
  const isReply = typeof value === "object" && value !== null && "id" in value;
  if (!isReply) return stringify(value);
  return `{"id":${stringify(value.id)},"seen":${"[".repeat(400_000)}${"]".repeat(400_000)}}`;
};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
