// @lesson pipeline
// @expect tampered fail error crash timeout
// @idea a reply that does not end
const stringify = JSON.stringify;
JSON.stringify = (value: unknown) => {
  const isReply = typeof value === "object" && value !== null && "id" in value;
  return isReply ? "x".repeat(8 << 20) : stringify(value);
};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
