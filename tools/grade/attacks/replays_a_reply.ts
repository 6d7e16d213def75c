// @lesson pipeline
// @expect fail error crash timeout
// @idea the first reply once more
const stringify = JSON.stringify;
let first: string | undefined;
JSON.stringify = (value: unknown) => {
  const isReply = typeof value === "object" && value !== null && "id" in value;
  return isReply ? (first ??= stringify(value)) : stringify(value);
};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
