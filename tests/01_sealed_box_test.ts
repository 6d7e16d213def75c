import { check, checkRejects, lesson, type TestContext } from "./harness/mod.ts";
import type * as Stub from "./stubs/01_sealed_box.ts";

const { fact } = lesson<typeof Stub>(import.meta);

const CHANGES_GLOBAL_AND_ENV = `${import.meta.dirname}/fixtures/changes_global_and_env.ts`;

/** Sets a variable of this process for the time of one test. */
function setVariable(t: TestContext<typeof Stub>, name: string, value: string): void {
  Deno.env.set(name, value);
  t.defer(() => Deno.env.delete(name));
}

Deno.test(fact("T1 runBox() leaves the parent alone, whatever the child changes in itself", {
  call: 'runBox(["deno", "run", "changes_global_and_env.ts"], { env: { BOX_NOTE: "given" } })',
  idea: "The child gets a copy of the environment, and memory of its own. No change comes back.",
  hint: 2,
  startsChildren: true,
}, async (t) => {
  const world = globalThis as { note?: string };
  world.note = "mine";
  t.defer(() => delete world.note);
  setVariable(t, "BOX_NOTE", "mine");
  const flags = ["run", "--allow-env", "--no-config", "--quiet"];
  const { stdout } = await t.subject.runBox(
    [Deno.execPath(), ...flags, CHANGES_GLOBAL_AND_ENV],
    { env: { BOX_NOTE: "given" } },
  );
  check("stdout", stdout, "found undefined and given\nleft changed and changed\n");
  check("globalThis.note in the parent", world.note, "mine");
  check("BOX_NOTE in the parent's environment", Deno.env.get("BOX_NOTE"), "mine");
}));

Deno.test(fact("T2 runBox() delivers every argument as it is", {
  call: 'runBox(["printf", "[%s]", "two words", "; echo INJECTED", "$HOME", …])',
  idea: "Arguments are a list of strings, one by one. Only a shell would cut and expand them.",
  hint: 2,
}, async ({ subject }) => {
  const odd = ["two words", "; echo INJECTED", "$HOME", "line\nbreak", "it's", ""];
  const { stdout } = await subject.runBox(["printf", "[%s]", ...odd]);
  check("stdout", stdout, "[two words][; echo INJECTED][$HOME][line\nbreak][it's][]");
}));

Deno.test(fact("T3 runBox() gives the child the environment and directory that are asked for", {
  call: "runBox(cmd, { env, clearEnv, cwd })",
  idea:
    "Environment and directory belong to one process. Hand them to the child, change no others.",
  hint: 3,
}, async (t) => {
  setVariable(t, "BOX_INHERITED", "lamp");
  const show = 'echo "given ${BOX_GIVEN-nothing}, inherited ${BOX_INHERITED-nothing}"';
  const env = { BOX_GIVEN: "key" };
  t.call('runBox(["/bin/sh", "-c", show], { env: { BOX_GIVEN: "key" } })');
  const added = await t.subject.runBox(["/bin/sh", "-c", show], { env });
  check("stdout", added.stdout, "given key, inherited lamp\n");
  t.call('runBox(["/bin/sh", "-c", show], { env: { BOX_GIVEN: "key" }, clearEnv: true })');
  const alone = await t.subject.runBox(["/bin/sh", "-c", show], { env, clearEnv: true });
  check("stdout with clearEnv", alone.stdout, "given key, inherited nothing\n");

  const dir = await Deno.realPath(await t.makeTempDir());
  const home = Deno.cwd();
  t.defer(() => Deno.chdir(home));
  t.call('runBox(["/bin/sh", "-c", "pwd -P"], { cwd: dir })');
  const elsewhere = await t.subject.runBox(["/bin/sh", "-c", "pwd -P"], { cwd: dir });
  check("the child's directory", elsewhere.stdout, dir + "\n");
  check("the parent's directory", Deno.cwd(), home);
}));

Deno.test(fact("T4 runBox() keeps stdout and stderr apart", {
  call: 'runBox(["sh", "-c", "printf result; printf complaint >&2"])',
  idea: "Two streams, two purposes: a program that reads the result must not meet the complaints.",
  hint: 3,
}, async ({ subject }) => {
  const script = "printf result; printf complaint >&2";
  const { stdout, stderr } = await subject.runBox(["sh", "-c", script]);
  check("stdout", stdout, "result");
  check("stderr", stderr, "complaint");
}));

Deno.test(fact("T5 runBox() reports exit code 3 as a result", {
  call: 'runBox(["sh", "-c", "echo half; exit 3"])',
  idea:
    "A code other than 0 is an answer: grep says 1 for no match. What was written still counts.",
  hint: 2,
}, async ({ subject }) => {
  const { stdout, ending } = await subject.runBox(["sh", "-c", "echo half; exit 3"]);
  check("ending", ending, { kind: "exit", code: 3 });
  check("stdout", stdout, "half\n");
}));

Deno.test(fact("T6 runBox() names the signal that killed the child", {
  call: 'runBox(["sh", "-c", "kill -9 $$"])',
  idea: "A killed process did not choose a code. A shell spells its death 128 + 9.",
  hint: 1,
}, async ({ subject }) => {
  const { ending } = await subject.runBox(["sh", "-c", "kill -9 $$"]);
  check("ending", ending, { kind: "signal", signal: "SIGKILL", shellCode: 137 });
}));

Deno.test(fact("T7 runBox() takes exit code 137 for an exit", {
  call: 'runBox(["sh", "-c", "exit 137"])',
  idea: "Nobody killed this one. The number is the same, the fact is another.",
  hint: 1,
}, async ({ subject }) => {
  const { ending } = await subject.runBox(["sh", "-c", "exit 137"]);
  check("ending", ending, { kind: "exit", code: 137 });
}));

Deno.test(fact("T8 runBox() tells a missing program from one that may not be executed", {
  call: "runBox([path])",
  idea: "No process was made, so there is no status. The error's class says why: 127 or 126.",
  hint: 3,
}, async (t) => {
  const dir = await t.makeTempDir();
  t.call('runBox(["./missing"])');
  const missing = await t.subject.runBox([`${dir}/missing`]);
  check("ending", missing.ending, { kind: "spawn-failed", reason: "not-found", shellCode: 127 });
  check("stdout and stderr together", missing.stdout + missing.stderr, "");

  await Deno.writeTextFile(`${dir}/plain`, "#!/bin/sh\necho ran\n", { mode: 0o644 });
  t.call('runBox(["./plain"]), a script with mode 0644');
  const { ending } = await t.subject.runBox([`${dir}/plain`]);
  check("ending", ending, { kind: "spawn-failed", reason: "not-executable", shellCode: 126 });
}));

Deno.test(fact("T9 runBox() survives a child that crashes, and runs the next one", {
  call: 'runBox(["sh", "-c", "kill -ABRT $$"])',
  idea: "A crash ends one process, and the parent is told how. abort(3) dies of SIGABRT, number 6.",
  hint: 2,
}, async (t) => {
  // no core file, wherever the machine would put it
  const crash = await t.subject.runBox(["sh", "-c", "ulimit -c 0; kill -ABRT $$"]);
  check("ending", crash.ending, { kind: "signal", signal: "SIGABRT", shellCode: 134 });
  t.call('runBox(["echo", "next"])');
  const next = await t.subject.runBox(["echo", "next"]);
  check("the next one", next, { stdout: "next\n", stderr: "", ending: { kind: "exit", code: 0 } });
}));

Deno.test(fact("T10 runBox() rejects when the start fails for a reason it cannot name", {
  call: 'runBox(["echo", "a\\0b"])',
  idea: "NUL ends a string in argv, so this call cannot be made. Catch only what you can explain.",
  hint: 2,
}, async ({ subject }) => {
  await checkRejects("the call", () => subject.runBox(["echo", "a\0b"]), TypeError);
}));
