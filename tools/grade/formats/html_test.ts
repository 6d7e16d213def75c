import { assertEquals } from "@std/assert";
import { cleanText } from "../../page/clean_text.ts";
import { renderHtml } from "./html.ts";
import { readXml, type XmlElement } from "./read_xml.ts";
import {
  ANNA,
  BEN,
  CARL,
  HOSTILE,
  makeCheck,
  makeLesson,
  makeReport,
  MALLORY,
  SECRET,
  STUDENT,
  TEACHER,
} from "./sample_reports.ts";
import { countBytes } from "./fit_bytes.ts";

function find(element: XmlElement, fits: (element: XmlElement) => boolean): XmlElement[] {
  return [
    ...(fits(element) ? [element] : []),
    ...element.children.flatMap((one) => find(one, fits)),
  ];
}

function words(element: XmlElement | undefined): string {
  return element?.text.replace(/\s+/g, " ").trim() ?? "";
}

Deno.test("renderHtml() gives a well-formed page without a script or an address to fetch", () => {
  const page = readXml(renderHtml([ANNA, BEN, CARL, MALLORY], TEACHER));
  const names = new Set(find(page, () => true).map((one) => one.name));
  assertEquals(["script", "img", "link", "iframe", "object"].filter((name) => names.has(name)), []);
  for (const { attributes } of find(page, () => true)) {
    assertEquals(attributes.href?.startsWith("#") ?? true, true, attributes.href);
    assertEquals(Object.keys(attributes).filter((name) => /^on|^src|^style/.test(name)), []);
  }
});

Deno.test("renderHtml() links only to what is on the page, and no id is there twice", () => {
  const page = readXml(renderHtml([ANNA, BEN, CARL, MALLORY], TEACHER));
  const ids = find(page, (one) => one.attributes.id !== undefined).map((one) => one.attributes.id);
  assertEquals(ids.length, new Set(ids).size);
  const links = find(page, (one) => one.name === "a").map((one) => one.attributes.href?.slice(1));
  assertEquals(links.filter((link) => !ids.includes(link)), []);
  const labels = find(page, () => true).map((one) => one.attributes["aria-labelledby"]);
  assertEquals(labels.filter((label) => label !== undefined && !ids.includes(label)), []);
});

Deno.test("renderHtml() shows each lesson's statuses as a bar and in letters", () => {
  const page = readXml(renderHtml([ANNA, BEN, CARL], TEACHER));
  const [chart] = find(page, (one) => one.attributes.class === "bars");
  const rows = find(chart ?? page, (one) => one.name === "tr").map(words);
  assertEquals(rows.slice(1), [
    "1A pipeline of your own 100 % P 3",
    "2The sealed box 0 % F 1",
    "3Ring the doorbell 33 % P 1 E 1",
    "4Count together 0 % I 1",
  ]);
  const rects = find(chart ?? page, (one) => one.name === "rect").map(({ attributes }) =>
    [attributes.class, attributes.x, attributes.width].join(" ")
  );
  assertEquals(rects, ["good 0 3", "bad 0 1", "good 0 1", "broken 1 1", "none 0 1"]);
});

Deno.test("renderHtml() shows who passed what, sorted by name", () => {
  const page = readXml(renderHtml([CARL, BEN, ANNA], TEACHER));
  const [grid] = find(page, (one) => one.attributes.class === "grid");
  assertEquals(find(grid ?? page, (one) => one.name === "tr").map(words), [
    "SubmissionPoints1234",
    "anna 1.5PFE–",
    "ben 2P–P–",
    "carl 1P––I",
  ]);
});

Deno.test("renderHtml() lists what a person should look at", () => {
  const page = readXml(renderHtml([ANNA, BEN, CARL], TEACHER));
  const items = find(page, (one) => one.name === "li").map(words);
  assertEquals(items.filter((one) => /^(anna|ben|carl)/.test(one)), [
    "anna: The sealed box passed its tests, but not the observed checks",
    "carl: not judged yet: counter, lessons still to be graded; grade it again",
  ]);
  assertEquals(renderHtml([ANNA], STUDENT).includes("observed checks"), false);
});

Deno.test("renderHtml() shows students nothing of a hidden check, and warns teachers that it shows it", () => {
  const [forStudent, forTeacher] = [renderHtml([ANNA], STUDENT), renderHtml([ANNA], TEACHER)];
  assertEquals([forStudent.includes(SECRET), forTeacher.includes(SECRET)], [false, true]);
  assertEquals([forStudent, forTeacher].map((one) => one.includes("For teachers:")), [false, true]);
  assertEquals(renderHtml([BEN], TEACHER).includes("For teachers:"), false);
});

Deno.test("renderHtml() has the same elements whatever the texts are", () => {
  const make = (text: string) =>
    makeReport(text, [
      makeLesson({
        id: text,
        title: text,
        cause: text,
        status: "fail",
        checks: [makeCheck({ id: text, name: text, status: "fail", message: text, output: text })],
      }),
    ], { isolation: { level: "none", warnings: [text] } });
  const shape = (text: string) =>
    find(readXml(renderHtml([make(text)], TEACHER)), () => true).map((one) => one.name);
  assertEquals(shape(HOSTILE), shape("quiet"));
  const pres = find(readXml(renderHtml([make(HOSTILE)], TEACHER)), (one) => one.name === "pre");
  assertEquals(pres.map((one) => one.text), [
    cleanText(HOSTILE).trim(),
    cleanText(HOSTILE).trimEnd(),
  ]);
});

Deno.test("renderHtml() stays readable when there is far too much", () => {
  const loud = makeCheck({
    status: "fail",
    message: "m".repeat(20_000),
    output: "o".repeat(20_000),
  });
  const lesson = makeLesson({ status: "fail", checks: Array.from({ length: 20 }, () => loud) });
  const reports = Array.from({ length: 100 }, (_, index) => makeReport(`s${index}`, [lesson]));
  assertEquals(countBytes(renderHtml(reports, TEACHER)) <= 15_000_000, true);
});
