/** One test case of the JUnit file that `deno test --junit-path` writes. */
export interface JunitCase {
  readonly name: string;
  /** The failure's text; undefined when the test passed. */
  readonly failure: string | undefined;
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Parses Deno's own JUnit output: always well-formed, one element a line, no CDATA. */
export function parseJunit(xml: string): JunitCase[] {
  const cases: JunitCase[] = [];
  for (const [, head = "", body = ""] of xml.matchAll(/<testcase ([^>]*)>(.*?)<\/testcase>/gs)) {
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? "";
    const failure = /<(?:failure|error)[^>]*>(.*?)<\/(?:failure|error)>/s.exec(body) ??
      /<(?:failure|error) message="([^"]*)"/.exec(body);
    cases.push({
      name: unescapeXml(name),
      failure: failure === null ? undefined : unescapeXml(failure[1] ?? ""),
    });
  }
  return cases;
}

function unescapeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-fA-F]+|[a-z]+);/g, (whole, entity: string) => {
    if (!entity.startsWith("#")) return ENTITIES[entity] ?? whole;
    const isHex = entity[1] === "x";
    const point = parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return point <= 0x10_ffff ? String.fromCodePoint(point) : whole; // the file may have been written by anybody
  });
}
