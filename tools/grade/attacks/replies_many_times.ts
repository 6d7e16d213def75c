// @lesson pipeline
// @expect tampered fail error crash timeout
// @idea a hundred thousand replies at once
const stringify = JSON.stringify;
JSON.stringify = (value: unknown) => {
  const isReply = typeof value === "object" && value !== null && "id" in value;
  return isReply ? `{"id":"0","seen":0}\n`.repeat(100_000) : stringify(value);
};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
