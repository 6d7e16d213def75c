// @lesson pipeline
// @expect tampered fail error crash timeout
// @idea a reply that would change the prototypes of whoever reads it
const stringify = JSON.stringify;
JSON.stringify = (value: unknown) => {
  const isReply = typeof value === "object" && value !== null && "id" in value;
  if (!isReply) return stringify(value);
  const bad = '{"seen":{"code":0},"threw":"","isLoading":false,"problem":null}';
  const id = stringify(value.id);
  return `{"id":${id},"__proto__":${bad},"seen":{"__proto__":${bad},"constructor":{"prototype":${bad}}}}`;
};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
