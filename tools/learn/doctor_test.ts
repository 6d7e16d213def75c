import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Io } from "../term/io.ts";
import { doctor } from "./doctor.ts";
import { findProgram } from "./probe_programs.ts";
import { makeYourProbes } from "./probe_you.ts";
import { ROOT } from "./with_course.ts";

const PLAIN = { env: Deno.env.toObject(), isTerminal: false, size: undefined };

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const io: Io = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    ...{ color: false, isTerminal: false, columns: 80, now: Date.now },
  };
  const code = await doctor(args, { io, root: ROOT, around: PLAIN });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** What --json lists, on every machine: id, group with `?` for what is optional, and who needs it. */
const GOLDEN = `
deno Deno: every lesson
fifo-open Deno: lessons …
unix-listener Deno: lessons …
detached-group Deno: every lesson
shared-memory Deno: lessons …
shell System: every lesson
proc System?: lessons …
ffi System?: lessons …
sysv System?: lessons …
locks System?: lessons …
setsid System?: lessons …
mmap System?: lessons …
posix-queues System?: the cheat sheets' comparison
namespaces System?: the grader's sandbox
git Programs?: updates of the course, deno task verify
ss Programs?: time-outs that tell who holds the other end of a Unix socket
ipcrm Programs?: removing System V queues that your code left behind
strace Programs?: deno task sleep-proof, pictures of system calls
bwrap Programs?: the grader's sandbox
chromium Programs?: cheat sheets as PDF and PNG, tests of the web pages
editor You?: opening the failing line from deno task learn
terminal You?: deno task learn
term-type You?: deno task learn
colour You?: deno task learn
utf-8 You?: deno task learn
`;

interface Row {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  readonly isOptional: boolean;
  readonly neededBy: string;
  readonly isOk: boolean;
  readonly detail?: string;
  readonly problem?: string;
  readonly remedy?: string;
}

Deno.test("doctor --json lists the same rows on every machine, each with a word or a remedy", async () => {
  const { code, out } = await run("--json");
  const rows: Row[] = JSON.parse(out);
  const lines = rows.map((row) =>
    `${row.id} ${row.group}${row.isOptional ? "?" : ""}: ${row.neededBy}`
  );
  // the numbers come from the lessons, and a new lesson changes no test
  const text = lines.join("\n").replace(/lessons? \d\d(, \d\d)*/g, "lessons …");
  assertEquals(`\n${text}\n`, GOLDEN);
  const base = ["group", "id", "isOk", "isOptional", "name", "neededBy"];
  for (const row of rows) {
    const more = row.isOk ? ["detail"] : ["problem", "remedy"];
    assertEquals(Object.keys(row).sort(), [...base, ...more].sort(), row.id);
  }
  assertEquals(code, rows.some((row) => !row.isOk && !row.isOptional) ? 1 : 0);
});

Deno.test("doctor prints each row under its group with a word that says how it is", async () => {
  const { out } = await run();
  const blocks = out.split("\n\n");
  assertEquals(blocks.map((block) => block.split("\n")[0]).slice(0, 4), [
    ...["Deno", "System", "Programs", "You"],
  ]);
  for (const block of blocks.slice(0, 4)) {
    for (const row of block.split("\n").slice(1)) {
      assert(/^ {2}(ok|optional|MISSING) /.test(row), row);
    }
  }
  assert(/^(Every lesson can be done here; |\d+ missing)/.test(blocks[4] ?? ""), blocks[4]);
});

Deno.test("doctor explains wrong usage and ends with 2", async () => {
  const { code, err } = await run("--jsn");
  assertEquals(code, 2);
  assertStringIncludes(err, "There is no option --jsn");
});

const AROUND: [id: string, env: Record<string, string>, problem: string | undefined][] = [
  ["editor", {}, "neither is set"],
  ["editor", { VISUAL: "nowhere -f", PATH: "/bin" }, "nowhere is not installed"],
  ["editor", { EDITOR: "sh", PATH: "/bin" }, undefined],
  ["editor", { EDITOR: "/bin/sh" }, undefined],
  ["term-type", { TERM: "dumb" }, 'TERM is "dumb"'],
  ["colour", { NO_COLOR: "1" }, "switched off by NO_COLOR"],
  ["utf-8", { LC_ALL: "C", LANG: "C.UTF-8" }, 'the locale is "C"'],
  ["utf-8", { LANG: "de_DE.utf8" }, undefined],
  ["terminal", {}, "it has 79 x 24"],
];

for (const [id, env, problem] of AROUND) {
  Deno.test(`makeYourProbes() finds ${problem ?? "nothing to say"} of ${id} in ${JSON.stringify(env)}`, async () => {
    const around = { env, isTerminal: true, size: { columns: 79, rows: 24 } };
    const finding = await makeYourProbes(around).find((one) => one.id === id)?.run();
    assertEquals(
      finding !== undefined && "problem" in finding ? finding.problem : undefined,
      problem,
    );
  });
}

Deno.test("findProgram() takes the first name that is there", () => {
  assertEquals(findProgram(["nowhere", "sh"], "/nowhere:/bin"), { detail: "/bin/sh" });
});
