// `learn` on a real terminal: what a learner types and saves, and what the screen shows.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { stripVTControlCharacters } from "node:util";
import { missingCapability } from "../../../tests/harness/capabilities.ts";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { openTerminal, type Terminal } from "../../proc/terminal.ts";
import { BOX, type Course, solve, withCourse } from "../with_course.ts";

// script(1) takes other options elsewhere
const IGNORE = isLeftOut(import.meta, missingCapability(["linux"]));
const LEARN = `"${Deno.execPath()}" run -A --no-lock tools/learn/main.ts --no-check`;
const ENTER = "\x1b[?1049h";
const LEAVE = "\x1b[?1049l";
/** What a shell says afterwards: the exit code, and whether lines are edited and echoed again. */
const AFTER =
  "echo CODE $?; stty -a | tr ' ;' '\\n\\n' | grep -x -e echo -e icanon | tr '\\n' ' '; echo END";

/** Gives a terminal with `learn` in a copy of the course to `act`; afterwards nothing of it may run. */
function onTerminal(
  name: string,
  act: (terminal: Terminal, course: Course) => Promise<void>,
  { options = "", env = {} }: { options?: string; env?: Record<string, string> } = {},
): void {
  Deno.test({
    name,
    ignore: IGNORE,
    fn: () =>
      withCourse(async (course) => {
        const command = `sh -c '${LEARN} ${options}; ${AFTER.replaceAll("'", `'"'"'`)}'`;
        const tmp = `${course.root}/tmp`; // what `learn` leaves there when it is killed goes with the course
        await Deno.mkdir(tmp);
        const terminal = openTerminal(command, { cwd: course.root, env: { TMPDIR: tmp, ...env } });
        try {
          await act(terminal, course);
        } finally {
          await terminal.close();
        }
        assertEquals(await listProcesses(course.root), "");
      }),
  });
}

/** Command lines of processes that name a folder. */
async function listProcesses(root: string): Promise<string> {
  const { stdout } = await new Deno.Command("pgrep", { args: ["-fa", root] }).output();
  return new TextDecoder().decode(stdout).trim();
}

const fails = (message: string) =>
  `export function runBox(): never {\n  throw new Error("${message}");\n}\n`;

onTerminal("learn stays, answers saves, and moves on only when told", async (terminal, course) => {
  await terminal.shows(/FAILED {2}10 of 10[^]*waiting for a save/);
  terminal.forget();
  await solve(course, BOX);
  await terminal.shows(/PASSED[^]*Next: 02 drain-both-ends \(n\)[^]*n next/);
  terminal.forget();
  await terminal.type("n");
  await terminal.shows(/02 drain-both-ends[^]*FAILED {2}10 of 10[^]*waiting for a save/);
  terminal.forget();
  await terminal.type("s");
  await terminal.shows(/The solution is shown once your own is green/);
  await terminal.type("q");
  await terminal.shows(/CODE 0\s+icanon echo END/);
  assertStringIncludes(terminal.shown(), LEAVE);
});

onTerminal(
  "learn shows hints in turn, the sheet, the list, and resets after asking",
  async (terminal, course) => {
    await course.write(`lessons/${BOX}/mod.ts`, fails("mine"));
    await terminal.shows(/waiting for a save/);
    for (const title of ["1 of 3", "2 of 3"]) {
      terminal.forget();
      await terminal.type("h");
      await terminal.shows(new RegExp(`hint ${title}`));
    }
    terminal.forget();
    await terminal.type("c");
    await terminal.shows(/In one minute[^]*│ parent │/);
    await terminal.type("l");
    await terminal.shows(/> 01 sealed-box/);
    await terminal.type("drain");
    await terminal.shows(/search: drain_[^]*> 02 drain-both-ends/);
    await terminal.type("\r");
    await terminal.shows(/02 drain-both-ends {5,}[^]*waiting for a save/);
    await terminal.type("l\x1b[A\r"); // up, to the first lesson
    await terminal.shows(/got {7}[^\n]*mine/);
    terminal.forget();
    await terminal.type("x");
    await terminal.shows(/y replace/);
    await terminal.type("y");
    await terminal.shows(/is the stub again\. Your version is kept in/);
    assertEquals(
      await course.read(`lessons/${BOX}/mod.ts`),
      await course.read(`tests/stubs/${BOX}.ts`),
    );
    terminal.forget();
    await terminal.type("u");
    await terminal.shows(/is your version of/);
    assertEquals(await course.read(`lessons/${BOX}/mod.ts`), fails("mine"));
    await terminal.type("\x03");
    await terminal.shows(/CODE 130\s+icanon echo END/);
  },
);

onTerminal(
  "learn ends in the verdict of the last of 50 saves within 5 s",
  async (terminal, course) => {
    await terminal.shows(/waiting for a save/);
    for (let save = 1; save <= 50; save++) {
      await course.write(`lessons/${BOX}/mod.ts`, fails(`save ${save}.`));
      await new Promise<void>((resolve) => setTimeout(resolve, 100)); // ten saves a second
    }
    await terminal.shows(/save 50\.[^]*waiting for a save/); // to the end of that picture: its rest must not come later
    terminal.forget();
    await terminal.type("j"); // draws again
    await terminal.shows(/waiting for a save/);
    const last = stripVTControlCharacters(terminal.shown());
    assertEquals(last.match(/save \d+\./g)?.filter((one) => one !== "save 50."), []);
  },
);

for (const [signal, code] of [["TERM", 143], ["HUP", 129], ["INT", 130]] as const) {
  onTerminal(`learn gives the terminal back on SIG${signal}`, async (terminal, course) => {
    await terminal.shows(/waiting for a save/);
    const pid = (await listLearn(terminal.pid))[0];
    assert(pid !== undefined, await listProcesses(course.root));
    Deno.kill(pid, `SIG${signal}`);
    await terminal.shows(new RegExp(`CODE ${code}\\s+icanon echo END`));
    assertStringIncludes(terminal.shown(), LEAVE);
  });
}

onTerminal(
  "learn leaves no test process when it is killed by SIGKILL",
  async (terminal, course) => {
    await terminal.shows(/waiting for a save/);
    await waitForTests(course.root);
    const pid = (await listLearn(terminal.pid))[0];
    assert(pid !== undefined);
    Deno.kill(pid, "SIGKILL");
    await terminal.shows(/CODE 137/);
    const endAt = performance.now() + 10_000;
    while (await listTests(course.root) !== "" && performance.now() < endAt) {
      await new Promise<void>((resolve) => setTimeout(resolve, 20));
    }
    assertEquals(await listTests(course.root), "");
  },
);

onTerminal(
  "learn opens the editor at the line, gives it every key, and comes back",
  async (terminal) => {
    await terminal.shows(/waiting for a save/);
    terminal.forget();
    await terminal.type("e");
    await terminal.shows(/ARGS \S+ -g \S+mod\.ts:\d+/);
    assertStringIncludes(terminal.shown(), LEAVE);
    await terminal.type("typed for the editor\r");
    await terminal.shows(/GOT typed for the editor/);
    await terminal.shows(/h hint[^]*q quit/);
  },
  { env: { VISUAL: "tools/learn/watch/fake_editor/code --wait" } },
);

onTerminal("learn --plain adds lines, and takes letters and names of lessons", async (terminal) => {
  await terminal.shows(/FAILED {2}10 of 10[^]*Waiting for a save/);
  await terminal.type("h\n");
  await terminal.shows(/hint 1 of 3/);
  await terminal.type("drain\n");
  await terminal.shows(/02 drain-both-ends: [^]*FAILED {2}10 of 10/);
  const ours = terminal.shown().replace(/^[^]*?(?=01 sealed-box)/, ""); // Deno's start may draw a bar
  assertEquals(ours.includes("\x1b"), false);
  await terminal.type("q\n");
  await terminal.shows(/CODE 0\s+icanon echo END/);
}, { options: "--plain" });

onTerminal("learn goes on by itself only with --auto-next", async (terminal, course) => {
  await terminal.shows(/waiting for a save/);
  await solve(course, BOX);
  await terminal.shows(/02 drain-both-ends {5,}[^]*FAILED/);
  assertStringIncludes(terminal.shown(), ENTER);
}, { options: "--auto-next" });

onTerminal(
  "learn gives the terminal back before it says what is damaged",
  async (terminal, course) => {
    await terminal.shows(/waiting for a save/);
    await Deno.remove(`${course.root}/tests/${BOX}_test.ts`);
    await solve(course, BOX);
    await terminal.shows(/The course is damaged: tests\/01_sealed_box_test\.ts: is missing/);
    await terminal.shows(/CODE 3\s+icanon echo END/);
    assertStringIncludes(terminal.shown(), LEAVE);
  },
);

onTerminal("learn paints nothing under NO_COLOR", async (terminal) => {
  await terminal.shows(/FAILED {2}10 of 10[^]*waiting for a save/);
  // deno-lint-ignore no-control-regex -- colours and weights are what it looks for
  assertEquals(terminal.shown().match(/\x1b\[(?:[1-9]|3\d|9\d)m/g), null);
}, { env: { NO_COLOR: "1" } });

async function listLearn(leader: number): Promise<number[]> {
  const args = ["-o", "pid=", "-o", "sid=", "-o", "args=", "-e"];
  const { stdout } = await new Deno.Command("ps", { args }).output();
  const children = new Set<number>();
  for (const line of new TextDecoder().decode(stdout).split("\n")) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+ run -A --no-lock tools\/learn\/main\.ts.*)$/.exec(line);
    if (match === null) continue;
    const session = Number(match[2]);
    if (await parentOf(session) === leader) children.add(Number(match[1]));
  }
  return [...children];
}

/** The parent of a process, by /proc/PID/stat. */
async function parentOf(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => "");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

async function listTests(root: string): Promise<string> {
  const lines = (await listProcesses(root)).split("\n");
  return lines.filter((line) => line.includes(" test -A ")).join("\n");
}

async function waitForTests(root: string): Promise<void> {
  const endAt = performance.now() + 10_000;
  while (await listTests(root) === "" && performance.now() < endAt) {
    await new Promise<void>((resolve) => setTimeout(resolve, 20));
  }
}
