// @lesson pipeline
// @expect fail error
// @idea a reply whose parts are not what they ought to be
const stringify = JSON.stringify;
JSON.stringify = (value: unknown) => {
  if (typeof value !== "object" || value === null || !("seen" in value)) return stringify(value);
  return stringify({ ...value, seen: { sha256: [[]], code: { valueOf: 0 }, signals: "SIGPIPE" } });
};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
