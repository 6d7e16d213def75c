import {
  check,
  checkThat,
  checkThrows,
  isGone,
  lesson,
  type TestContext,
  waitUntil,
} from "./harness/mod.ts";
import { actInDir, askSh, leaveProject, listFiles, makeDir } from "./harness/ask_sh.ts";
import type * as Stub from "./stubs/22_mini_shell.ts";

const { fact } = lesson<typeof Stub>(import.meta);
type Context = TestContext<typeof Stub>;

const encode = (text: string) => new TextEncoder().encode(text);
const FILES = { fruit: "pear\napple\npear\n", "sub/name": "sub\n", "my notes/python 3": "tea\n" };

/** Steps in short, as in `; [sort] <[my file] | [wc]`, and {$?} where a code is to be put in. */
function shorten(steps: Stub.Step[]): string[] {
  const show = (word: Stub.Word) =>
    `[${word.map((part) => typeof part === "string" ? part : `{$${part.variable}}`).join("")}]`;
  const showCommand = ({ words, redirects }: Stub.Command) =>
    [...words.map(show), ...redirects.map(({ op, target }) => op + show(target))].join(" ");
  return steps.map(({ op, pipeline }) => `${op} ${pipeline.map(showCommand).join(" | ")}`);
}

/** One line for the stdin of a session, and variables for its programs. */
type Given = { input?: string; env?: Record<string, string> };

/** Has each session, one line or several, run here and by /bin/sh, and compares what they leave. */
async function agree(t: Context, sessions: string[], given: Given = {}): Promise<void> {
  await leaveProject(t);
  const place = await t.makeTempDir(); // one for all: it is removed at once, also on a busy machine
  for (const [index, session] of sessions.entries()) {
    const lines = session.split("\n");
    t.call(`shell.run(${lines.map((line) => JSON.stringify(line)).join("), run(")})`);
    const [one, two] = [`${place}/${index}a`, `${place}/${index}b`];
    const here = await actInDir(one, FILES, (cwd) => runHere(t, lines, { ...given, cwd }));
    const there = await actInDir(two, FILES, (cwd) => askSh(session, { ...given, cwd }));
    check("stdout (/bin/sh is the judge)", here.stdout, there.stdout);
    check("the exit code (/bin/sh is the judge)", here.code, there.code);
    check("what changes in the directory (/bin/sh is the judge)", here.changes, there.changes);
  }
}

async function runHere(
  t: Context,
  lines: string[],
  { cwd, input, env }: Given & { cwd: string },
): Promise<{ stdout: string; code: number }> {
  const shell = new t.subject.MiniShell({ cwd, env: env ?? {} });
  const stdin = encode(input === undefined ? "" : input + "\n");
  const all = { stdout: "", code: 0 };
  for (const line of lines) {
    const { stdout, code } = await shell.run(line, { stdin, signal: t.signal });
    all.stdout += stdout;
    all.code = code;
  }
  return all;
}

// Checkpoint a: parse()

Deno.test(fact("T1 parse() keeps together what quotes hold, and drops the quotes", {
  call: "parse(`printf 'a | b' \"c > d; e\" f'g h'\"i\" '' …`)",
  idea: "Quotes end before | > < mean anything: only the first of your steps knows about them.",
  hint: 1,
}, ({ subject }) => {
  const line = `printf 'a | b' "c > d; e" f'g h'"i" '' "it's" 'say "hi"'`;
  const expected = `; [printf] [a | b] [c > d; e] [fg hi] [] [it's] [say "hi"]`;
  check("the steps", shorten(subject.parse(line)), [expected]);
  check("the steps of a newline in quotes", shorten(subject.parse("'a\nb'")), ["; [a\nb]"]);
}));

Deno.test(fact("T2 parse() makes commands, pipelines and steps, with or without blanks", {
  call: 'parse("sort<in>out -u>>log|wc -l&&echo ok||echo no;cat > f | cat;")',
  idea: "An operator ends a word, and the longest one counts: >> is no > >, and || no | |.",
  hint: 2,
}, (t) => {
  const steps = t.subject.parse("sort<in>out -u>>log|wc -l&&echo ok||echo no; cat\t>  f | cat ;");
  check("the steps", shorten(steps), [
    "; [sort] [-u] <[in] >[out] >>[log] | [wc] [-l]",
    "&& [echo] [ok]",
    "|| [echo] [no]",
    "; [cat] >[f] | [cat]",
  ]);
  t.call('parse("> empty")');
  check("the steps", shorten(t.subject.parse("> empty")), ["; >[empty]"]);
  for (const line of ["", " \t "]) {
    t.call(`parse(${JSON.stringify(line)})`);
    check("the steps of a blank line", t.subject.parse(line), []);
  }
}));

Deno.test(fact("T3 parse() marks each $? outside '…', and leaves all other characters alone", {
  call: "parse(`echo $? \"code $?.\" '$?' x$?y > log$?`)",
  idea: "The value of $? is not known yet: mark the place, and fill it in when the command runs.",
  hint: 2,
}, (t) => {
  const steps = t.subject.parse(`echo $? "code $?." '$?' x$?y $?'$?' > log$?`);
  check("the steps", shorten(steps), [
    "; [echo] [{$?}] [code {$?}.] [$?] [x{$?}y] [{$?}$?] >[log{$?}]",
  ]);
  t.call('parse("echo * ? [a] ~ # $HOME $ \\ {a,b} a=b ! é 2>f")');
  const line = 'echo * ? [a] ~ # $HOME $ \\ {a,b} a=b ! é "\\" "$HOME`" 2>f';
  check("the steps", shorten(t.subject.parse(line)), [
    "; [echo] [*] [?] [[a]] [~] [#] [$HOME] [$] [\\] [{a,b}] [a=b] [!] [é] [\\] [$HOME`] [2] >[f]",
  ]);
}));

Deno.test(fact("T4 parse() throws a SyntaxError for whatever is no line of the language", {
  call: 'parse("cat |")',
  idea:
    "A shell that guesses runs something else than was meant. So it reads all before it runs anything.",
  hint: 2,
}, (t) => {
  const broken = ["cat |", "| cat", "a | | b", "a && && b", "a &&", "|| b", ";", "; a", "a ; ; b"];
  broken.push("cat >", "cat > | b", "cat > > f", "a >>", "a << b", "echo 'a", 'echo "a', `"a'`);
  broken.push("a & b", "a &", "a >&2", "(a)", "a )", "a\nb", "a ||| b", "a &&& b", "a | && b");
  for (const line of broken) {
    t.call(`parse(${JSON.stringify(line)})`);
    checkThrows(`parse(${JSON.stringify(line)})`, () => t.subject.parse(line), SyntaxError);
  }
}));

// Checkpoint b: MiniShell

Deno.test(fact("T5 run() connects programs as /bin/sh does", {
  call: 'shell.run("ls | grep python")',
  idea:
    "Bytes and end-of-file go to the right, and 'nobody reads' goes to the left, whoever stands there.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  await agree(t, [
    "ls 'my notes' | grep python",
    `printf '[%s]' 'a b' "" c'd e'f '|'`,
    "sort < fruit | uniq -c | cat",
    "head -c 4194304 /dev/zero | cat | cat | wc -c",
    "mkfifo p; cat p | sh -c 'echo go > p; cat'; rm p",
    "yes | head -n 3",
    "yes | cat < fruit",
    "echo saved > out | cat",
    "yes | no-such-program",
    "no-such-program | wc -c",
    "head -c 4194304 /dev/zero | cat > no-such-dir/f || echo no",
  ]);
}));

Deno.test(
  fact("T6 run() gives the codes that /bin/sh gives, and says which program it could not start", {
    call: 'shell.run("no-such-program")',
    idea:
      "127: not found, 126: not executable, 128 + n: killed by signal n. Say what could not start.",
    hint: 3,
    startsChildren: true,
  }, async (t) => {
    await agree(t, [
      "no-such-program",
      "./no-such-program",
      "./fruit",
      "./sub",
      "sh -c 'exit 3'",
      "sh -c 'kill -9 $$'",
      "sh -c 'exit 3' | cat",
      "cat | sh -c 'exit 3'",
    ]);
    t.call('shell.run("no-such-program | cat")');
    const { stderr } = await new t.subject.MiniShell().run("no-such-program | cat");
    checkThat(
      stderr.includes("no-such-program"),
      "stderr names it",
      `stderr is ${JSON.stringify(stderr)}`,
    );
  }),
);

Deno.test(fact("T7 run() decides by $? what is next, and puts it in where $? stands", {
  call: 'shell.run("false || false && echo x; echo $?")',
  idea: "&& and || look at the code of what ran last: a pipeline's is its last stage's.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  await agree(t, [
    "echo $?",
    "true && echo a || echo b; false && echo c || echo d",
    "true || echo a && echo b; false || false && echo c; echo $?",
    "false | true && echo a; true | false || echo b",
    `sh -c 'exit 5'; echo $? "<$?>" '$?' > code$?; cat code5`,
    "false; echo $? | cat; echo $?",
    "no-such-program\n  \necho $?\necho $?",
  ]);
}));

Deno.test(fact("T8 run() does cd by itself, in a directory of its own", {
  call: 'shell.run("cd sub"); shell.run("cat name")',
  idea: "A directory belongs to a process. A child that changes its own changes nothing here.",
  hint: 1,
  startsChildren: true,
}, async (t) => {
  await leaveProject(t);
  const start = Deno.cwd();
  const cwd = await makeDir(t, FILES);
  const [one, two] = [new t.subject.MiniShell({ cwd }), new t.subject.MiniShell({ cwd })];
  t.call('one.run("cd sub"); two.run("cat fruit")');
  await one.run("cd sub");
  check("what the other shell reads", (await two.run("cat fruit")).stdout, FILES.fruit);
  check("the directory of this process", Deno.cwd(), start);
  await agree(t, [
    "cd sub && cat name > copy\ncat name; cd ..; cat fruit",
    "cd no-such-dir || cd fruit || echo no; cat fruit",
    "cd sub > made; cat name ../made",
    "cd sub | cat; cat fruit",
    "cd; cat name",
  ], { env: { HOME: "sub" } });
}));

/** A program that says in the file `path` that it is ready, or that SIGINT has interrupted it. */
function quoteListener(path: string): string {
  const script = new URL("fixtures/says_when_interrupted.ts", import.meta.url).pathname;
  const argv = [Deno.execPath(), "run", "-A", "--no-config", "--quiet", decodeURI(script), path];
  return argv.map((word) => `'${word}'`).join(" ");
}

Deno.test(fact("T9 run() sends SIGINT to every process of the line when it is aborted", {
  call: "shell.run(\"listener | sh -c 'listener; true'; echo after\", { signal })",
  idea:
    "Ctrl-C is SIGINT for whole groups: each stage, and what it has started. The line ends, with 130.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  await leaveProject(t);
  const dir = await t.makeTempDir();
  const shell = new t.subject.MiniShell({ cwd: dir });
  const abort = new AbortController();
  const [one, two] = [quoteListener(`${dir}/one`), quoteListener(`${dir}/two`)];
  const line = `echo before; ${one} | sh -c "${two}; true"; echo after > after`;
  let hasEnded = false;
  const running = shell.run(line, { signal: abort.signal }).finally(() => hasEnded = true);
  const read = (name: string) => Deno.readTextFile(`${dir}/${name}`).catch(() => "");
  const isReady = async () => (await read("one") + await read("two")) === "ready\nready\n";
  await waitUntil("both listeners are ready", async () => hasEnded || await isReady(), t.signal);
  checkThat(!hasEnded, "the line runs until it is aborted", "it has ended before");
  abort.abort();
  const { stdout, code } = await running;
  check("stdout and code", [stdout, code], ["before\n", 130]);
  check(
    "what SIGINT has done",
    [await read("one"), await read("two")],
    Array(2).fill("interrupted\n"),
  );
  check("a file of the rest of the line", await read("after"), "");
  t.call('shell.run("echo $?"), the next line');
  check("stdout", (await shell.run("echo $?")).stdout, "130\n");
}));

Deno.test(fact("T10 run() opens files as /bin/sh does, before anything runs", {
  call: 'shell.run("sort fruit > fruit")',
  idea:
    "Open files before you start: > empties, >> adds wherever the end is by then. Name what does not open.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  await agree(t, [
    "sort fruit > fruit",
    "echo one > out; echo two >> out; cat out",
    "echo all > first > second",
    "cat < fruit < sub/name",
    "no-such-program > made",
    "> made && cat made",
    "> fruit | cat",
    "sh -c 'echo inside >> log; echo outside' >> log",
    "cat < no-such-file > made || echo no",
    "cat < sub || echo no",
    "echo a > made > no-such-dir/f || echo no",
    "head -c 2097152 /dev/zero | cat > big; wc -c < big; rm big",
    "cat < fruit | sort > sorted && sort -u < sorted >> 'sorted'",
  ]);
  for (const [start, name] of [["cat <", "no-such-file"], ["ls >>", "no-such-dir/f"]] as const) {
    t.call(`shell.run("${start} ${name}")`);
    const { stderr } = await new t.subject.MiniShell().run(`${start} ${name}`);
    checkThat(
      stderr.includes(name),
      "stderr names the file",
      `stderr is ${JSON.stringify(stderr)}`,
    );
  }
}));

Deno.test(fact("T11 run() starts nothing of a line with a syntax error", {
  call: 'shell.run("echo a > made; cat |")',
  idea:
    "Read the whole line first: what begins to run cannot be taken back. Say what is wrong; the code is 2.",
  hint: 2,
}, async (t) => {
  await agree(t, ["echo a > made; cat |", "echo a > made && 'b", "echo a > made | > | cat"]);
  const shell = new t.subject.MiniShell();
  t.call('shell.run("cat |")');
  const { stderr } = await shell.run("cat |");
  checkThat(stderr !== "", "stderr says what is wrong", "it is empty");
  t.call('shell.run("echo $?"), the next line');
  check("stdout", (await shell.run("echo $?")).stdout, "2\n");
}));

Deno.test(fact("T12 run() gives stdin to the first command, then end-of-file", {
  call: 'shell.run("tr a-z A-Z | cat", { stdin: "pear" })',
  idea: "The line's input enters at the first command. It may be large, and nobody may want it.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  await agree(t, ["tr a-z A-Z | cat", "cat && cat", "cat < fruit"], { input: "pear" });
  const stdin = new Uint8Array(4 << 20).fill(65);
  for (const [line, stdout] of [["cat | wc -c", "4194304"], ["true", ""]] as const) {
    t.call(`shell.run("${line}", { stdin: 4 MiB })`);
    const result = await new t.subject.MiniShell().run(line, { stdin });
    check("stdout and code", [result.stdout.trim(), result.code], [stdout, 0]);
  }
}));

Deno.test(fact("T13 run() returns all of stdout as one text, and stderr apart", {
  call: "shell.run(\"printf '\\303'; printf '\\251'\")",
  idea:
    "A character may begin in one program and end in the next. Only stdout goes through a pipe.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  await agree(t, ["printf '\\303'; printf '\\251'"]);
  t.call("shell.run(\"sh -c 'echo out; echo err >&2' | tr a-z A-Z\")");
  const line = "sh -c 'echo out; echo err >&2' | tr a-z A-Z";
  const result = await new t.subject.MiniShell().run(line);
  check("the result", result, { stdout: "OUT\n", stderr: "err\n", code: 0 });
}));

Deno.test(fact("T14 run() starts the programs by itself, and no shell", {
  call: 'shell.run("ls | grep python && echo * $HOME")',
  idea: "What you hand to sh means what sh makes of it: a * becomes files, and $(…) runs.",
  hint: 1,
}, async (t) => {
  const programs: string[] = [];
  const Real = Deno.Command;
  t.defer(() => Deno.Command = Real);
  Deno.Command = class extends Real {
    constructor(program: string | URL, options?: Deno.CommandOptions) {
      super(program, options);
      programs.push(String(program));
    }
  };
  const cwd = await makeDir(t, FILES);
  const shell = new t.subject.MiniShell({ cwd });
  const { stdout } = await shell.run("ls 'my notes' | grep python && echo * $HOME");
  const shells = programs.filter((program) => /(^|\/)\w*sh$/.test(program));
  check("the list of shells that were started", shells, []);
  check("stdout", stdout, "python 3\n* $HOME\n");
}));

Deno.test(fact("T15 run() without stdin keeps programs away from your own", {
  call: 'shell.run("wc -c")  // in a program whose stdin holds 6 bytes',
  idea:
    "No input means end-of-file at once. Unless you say otherwise, spawn() hands your stdin down.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const program = t.spawnFixture("counts_by_mini_shell.ts");
  // If it has failed by now, readLine() says why.
  await program.writeLine("yours").then(() => program.closeStdin()).catch(() => {});
  check("bytes that wc read", await program.readLine(), "0");
  check("your own stdin", await program.readLine(), "yours");
}));

Deno.test(fact("T16 run() adds env to the environment of programs, and leaves yours as it is", {
  call: 'new MiniShell({ env: { GREETING: "hello" } }).run("printenv GREETING")',
  idea: "A child gets a copy of the environment, made for it when it starts.",
  hint: 3,
}, async (t) => {
  t.defer(() => Deno.env.delete("GREETING"));
  const shell = new t.subject.MiniShell({ env: { GREETING: "hello" } });
  const { stdout } = await shell.run("printenv GREETING && printenv PATH");
  check("stdout", stdout, `hello\n${Deno.env.get("PATH")}\n`);
  check("GREETING in this process", Deno.env.get("GREETING"), undefined);
}));

Deno.test(fact("T17 run() starts nothing when it has been aborted before", {
  call: 'shell.run("echo a > made", { signal: AbortSignal.abort() })',
  idea:
    "An aborted signal sends no event any more: ask it before you begin. $? is 130 all the same.",
  hint: 3,
}, async (t) => {
  await leaveProject(t);
  const cwd = await t.makeTempDir();
  const shell = new t.subject.MiniShell({ cwd });
  const { code } = await shell.run("echo a > made", { signal: AbortSignal.abort() });
  check("the code", code, 130);
  check("the files", await listFiles(cwd), {});
  t.call('shell.run("echo $?"), the next line');
  check("stdout", (await shell.run("echo $?")).stdout, "130\n");
}));

Deno.test(fact("T18 run() ends the line at exit, and can run the next one", {
  call: 'shell.run("echo a; exit 3; echo b")',
  idea: "exit ends a shell, with a code of 8 bits. Each of several stages is a shell of its own.",
  hint: 3,
  startsChildren: true,
}, async (t) => {
  await agree(t, [
    "echo a; exit 3; echo b",
    "false; exit",
    "exit 3 > made || echo b",
    "exit 256; echo b",
    "exit 300",
    "exit 3 | cat; echo $?; cat | exit 4; echo $?",
  ]);
  t.call('shell.run("exit 3"); shell.run("echo $?; echo b")');
  const shell = new t.subject.MiniShell();
  await shell.run("exit 3");
  check("stdout", (await shell.run("echo $?; echo b")).stdout, "3\nb\n");
}));

Deno.test(fact("T19 run() waits for output that comes when its program has ended", {
  call: "shell.run(\"sh -c 'echo $$ > pid; cat gate 2> /dev/null &'\")",
  idea: "Output is over at end-of-file, when nobody can write any more, not when the program is.",
  hint: 3,
}, async (t) => {
  const cwd = await t.makeTempDir();
  await t.spawn(["mkfifo", `${cwd}/gate`]).status;
  const shell = new t.subject.MiniShell({ cwd });
  let hasEnded = false;
  const running = shell.run("sh -c 'echo $$ > pid; cat gate 2> /dev/null &'").finally(() =>
    hasEnded = true
  );
  const readPid = () => Deno.readTextFile(`${cwd}/pid`).then(Number).catch(() => 0);
  await waitUntil("the program has ended", async () => {
    const pid = await readPid();
    return hasEnded || pid > 0 && isGone(pid);
  }, t.signal);
  await new t.subject.MiniShell().run("true; true"); // time enough for a shell that does not wait
  const checkWaits = (isSo: boolean) =>
    checkThat(isSo, "run() still waits: cat may write", "it has ended before");
  checkWaits(!hasEnded);
  const gate = await Deno.open(`${cwd}/gate`, { write: true }); // waits for cat
  await gate.write(encode("late\n"));
  gate.close();
  const { stdout } = await running;
  checkWaits(stdout !== ""); // who was slow to end has not waited either
  check("stdout", stdout, "late\n");
}));

Deno.test(fact("T20 run() finds programs by the PATH of env", {
  call: 'new MiniShell({ env: { PATH: "/dir/of/greet" } }).run("greet")',
  idea: "A program is looked for where the PATH that it gets says, and nowhere else.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const dir = await makeDir(t, { greet: "#!/bin/sh\necho hello\n" });
  await Deno.chmod(`${dir}/greet`, 0o755);
  await agree(t, ["greet", "cat fruit"], { env: { PATH: dir } });
}));
