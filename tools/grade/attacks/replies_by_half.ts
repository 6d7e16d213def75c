// @lesson pipeline
// @expect tampered fail error crash timeout
// @idea half a reply, and nothing more
const stringify = JSON.stringify;
JSON.stringify = (value: unknown) => {
  const text = stringify(value);
  const isReply = typeof value === "object" && value !== null && "seen" in value;
  return isReply ? { toString: () => text.slice(0, 20) } as unknown as string : text;
};
const encode = TextEncoder.prototype.encode;
TextEncoder.prototype.encode = function (text = "") {
  return encode.call(this, text.startsWith('{"id"') ? text.replace("\n", "") : text);
};

export function pipeline() {
  return Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });
}
