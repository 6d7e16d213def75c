const TEXT_LIMIT = 300;
const BYTES_SHOWN = 24;
const TEXT_NEAR = 24;

/** Renders any value on few lines: bytes as length and text, long strings cut in the middle. */
export function inspectValue(value: unknown): string {
  if (value instanceof Uint8Array) return inspectBytes(value);
  if (typeof value === "string") return inspectText(value);
  if (value instanceof Error) return `${value.name}: ${cut(value.message)}`;
  const text = Deno.inspect(value, { depth: 5, iterableLimit: 20, strAbbreviateSize: 120 });
  return cut(text);
}

/** Says where two values part, where looking at them does not show it: bytes, and texts too long to be shown whole. */
export function describeDifference(got: unknown, expected: unknown): string {
  if (got instanceof Uint8Array && expected instanceof Uint8Array) {
    return compareBytes(got, expected);
  }
  if (typeof got !== "string" || typeof expected !== "string") return "";
  if (Math.max(got.length, expected.length) <= TEXT_LIMIT) return "";
  let index = 0;
  while (got[index] !== undefined && got[index] === expected[index]) index++;
  const near = (text: string) => JSON.stringify(text.slice(index, index + TEXT_NEAR));
  return `first difference at character ${index}: expected ${near(expected)}, got ${near(got)}`;
}

function compareBytes(got: Uint8Array, expected: Uint8Array): string {
  const end = Math.min(got.length, expected.length);
  let index = 0;
  while (index < end && got[index] === expected[index]) index++;
  if (index === got.length && index === expected.length) return "";
  if (index === end) return `the first ${index} bytes agree, then one of them ends`;
  return `first difference at byte ${index}: expected ${expected[index]}, got ${got[index]}`;
}

function inspectBytes(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, BYTES_SHOWN);
  const more = bytes.length > shown.length ? " …" : "";
  const isText = shown.every((byte) => byte >= 0x20 && byte < 0x7f || byte === 0x0a);
  const body = isText
    ? JSON.stringify(new TextDecoder().decode(shown))
    : Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `${bytes.length} bytes ${body}${more}`;
}

function inspectText(text: string): string {
  return JSON.stringify(cut(text));
}

function cut(text: string): string {
  if (text.length <= TEXT_LIMIT) return text;
  const half = TEXT_LIMIT / 2;
  return `${text.slice(0, half)} …(${text.length - TEXT_LIMIT} more)… ${text.slice(-half)}`;
}
