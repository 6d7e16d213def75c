import { assertEquals } from "@std/assert";
import { renderJunit } from "./junit.ts";
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
import { readXml } from "./read_xml.ts";
import { cleanText } from "../../page/clean_text.ts";

Deno.test("renderJunit() gives well-formed XML whose counts are those of its cases", () => {
  const root = readXml(renderJunit([ANNA, BEN, CARL, MALLORY], STUDENT));
  const suites = root.children;
  const sum = (name: string) =>
    suites.reduce((total, one) => total + Number(one.attributes[name]), 0);
  for (const name of ["tests", "failures", "errors", "skipped"]) {
    assertEquals(Number(root.attributes[name]), sum(name), name);
  }
  const cases = suites.flatMap((one) => one.children).filter((one) => one.name === "testcase");
  assertEquals(cases.length, sum("tests"));
  const count = (name: string) =>
    cases.filter((one) => one.children.some((child) => child.name === name)).length;
  assertEquals([count("failure"), count("error")], [sum("failures"), sum("errors")]);
});

Deno.test("renderJunit() tells of each case its name, cause and output, and of the suite its time", () => {
  const suite = readXml(renderJunit([ANNA], STUDENT)).children[1];
  assertEquals(suite?.attributes, {
    name: "anna/sealed-box",
    tests: "4",
    failures: "2",
    errors: "1",
    skipped: "0",
    time: "1.234",
    timestamp: "2026-11-25T19:30:00",
  });
  const [, , red, hidden] = suite?.children ?? [];
  assertEquals(red?.attributes.name, "T2 runBox() keeps stderr apart");
  assertEquals(red?.children.map((one) => [one.name, one.attributes, one.text.trim()]), [
    ["failure", { message: 'expected "a"', type: "failed" }, 'expected "a"\ngot "b"'],
    ["system-out", {}, "debug 1\ndebug 2"],
  ]);
  assertEquals(hidden?.attributes.name, "hidden check 1");
});

Deno.test("renderJunit() is red for a lesson without a check that tells what happened", () => {
  const suite = readXml(renderJunit([ANNA], STUDENT)).children[2];
  assertEquals(suite?.attributes.errors, "1");
  assertEquals(suite?.children[1]?.attributes.name, "Ring the doorbell: as a whole");
});

Deno.test("renderJunit() keeps every word of a hostile text as text", () => {
  const [suite] = readXml(renderJunit([MALLORY], STUDENT)).children;
  const [, first] = suite?.children ?? [];
  assertEquals(first?.children[0]?.text.trim(), cleanText(HOSTILE).trim());
});

Deno.test("renderJunit() leaks nothing of a hidden check to students", () => {
  assertEquals(renderJunit([ANNA], STUDENT).includes(SECRET), false);
  assertEquals(renderJunit([ANNA], TEACHER).includes(SECRET), true);
});

Deno.test("renderJunit() says skipped, and why, of what this machine cannot run", () => {
  const check = makeCheck({ status: "skipped", message: "there is no /proc" });
  const report = makeReport("anna", [
    makeLesson({ status: "skipped", cause: "no /proc", checks: [check] }),
  ]);
  const [suite] = readXml(renderJunit([report], STUDENT)).children;
  const cases = suite?.children.filter((one) => one.name === "testcase") ?? [];
  assertEquals([suite?.attributes.skipped, suite?.attributes.errors, cases.length], ["1", "0", 1]);
  assertEquals(cases[0]?.children.map((one) => [one.name, one.attributes.message]), [[
    "skipped",
    "there is no /proc",
  ]]);
});
