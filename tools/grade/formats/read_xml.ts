// For tests alone: what we write is read back by a reader that refuses whatever is not well-formed.
import { SaxesParser } from "./saxes.ts";

/** An element as it was read. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Its own text and that of its children. */
  text: string;
}

/**
 * Reads an XML document.
 *
 * @throws {Error} when it is not well-formed
 */
export function readXml(text: string): XmlElement {
  const top: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: XmlElement = { name, attributes: { ...attributes }, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (chunk) => open.forEach((one) => one.text += chunk));
  parser.on("closetag", () => open.pop());
  parser.write(text).close();
  const [root] = top.children;
  if (root === undefined) throw new Error("no element");
  return root;
}
