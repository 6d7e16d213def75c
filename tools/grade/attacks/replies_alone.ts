// @lesson pipeline
// @expect fail error crash timeout
// @idea a reply of its own making to the judge outside
const stringify = JSON.stringify;
JSON.stringify = (value: unknown) => {
  const isReply = typeof value === "object" && value !== null && "seen" in value;
  return stringify(isReply ? { id: "0", seen: { sha256: "", code: 0, signals: [null] } } : value);
};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
