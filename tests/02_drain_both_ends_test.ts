import { check, checkRejects, checkThat, isGone, lesson, waitUntil } from "./harness/mod.ts";
import type * as Stub from "./stubs/02_drain_both_ends.ts";

const { fact } = lesson<typeof Stub>(import.meta);

const MIB = 1024 * 1024;
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** More than any pipe may hold (1 MiB for an unprivileged user, pipe(7)), and no two pages alike. */
function makeBigInput(): Uint8Array {
  const bytes = new Uint8Array(4 * MIB);
  for (let index = 0; index < bytes.length; index++) bytes[index] = index * 31 + (index >> 12);
  return bytes;
}

Deno.test(fact("T1 filter() returns what the child makes of its stdin", {
  call: 'filter(["cat"], bytes of "one\\ntwo\\n")',
  idea: "cat ends at end-of-file, and end-of-file on a pipe means: every writer has closed.",
  hint: 2,
}, async ({ subject }) => {
  const { stdout, stderr, status } = await subject.filter(["cat"], encode("one\ntwo\n"));
  check("stdout", decode(stdout), "one\ntwo\n");
  check("stderr", decode(stderr), "");
  check("status", status, { success: true, code: 0, signal: null });
}));

Deno.test(fact("T2 filter() moves 4 MiB through cat, more than any pipe holds", {
  call: 'filter(["cat"], 4 MiB)',
  idea: "A pipe holds 64 KiB. While you wait for room in stdin, cat waits for room in stdout.",
  hint: 1,
}, async ({ subject }) => {
  const input = makeBigInput();
  const { stdout } = await subject.filter(["cat"], input);
  check("stdout", stdout, input);
}));

Deno.test(fact("T3 filter() takes 1 MiB of stderr that comes before the first byte of stdout", {
  call: 'filter(["sh", "-c", "head -c 1048576 /dev/zero >&2; echo done"], "")',
  idea: "The child fills stderr first and then stops until somebody reads it: read both at once.",
  hint: 1,
}, async ({ subject }) => {
  const script = "head -c 1048576 /dev/zero >&2; echo done";
  const { stdout, stderr } = await subject.filter(["sh", "-c", script], encode(""));
  check("stdout", decode(stdout), "done\n");
  check("bytes on stderr", stderr.length, MIB);
}));

Deno.test(fact("T4 filter() accepts that a child ignores its 4 MiB of input", {
  call: 'filter(["true"], 4 MiB)',
  idea:
    "When the reader leaves, writing fails with EPIPE. Often that is no error: head does it, too.",
  hint: 3,
}, async ({ subject }) => {
  const { stdout, status } = await subject.filter(["true"], makeBigInput());
  check("stdout", decode(stdout), "");
  check("exit code", status.code, 0);
}));

Deno.test(fact("T5 filter() reports exit code 3 as a result", {
  call: 'filter(["sh", "-c", "cat; exit 3"], "x")',
  idea: "grep without a match exits with 1. A status is news, not an exception.",
  hint: 2,
}, async ({ subject }) => {
  const { stdout, status } = await subject.filter(["sh", "-c", "cat; exit 3"], encode("x"));
  check("stdout", decode(stdout), "x");
  check("status", status, { success: false, code: 3, signal: null });
}));

Deno.test(fact("T6 filter() leaves bytes alone that are no text", {
  call: 'filter(["cat"], bytes 00 to ff)',
  idea: "A pipe carries bytes. Decoding to text on the way changes all that is not UTF-8.",
  hint: 2,
}, async ({ subject }) => {
  const input = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const { stdout } = await subject.filter(["cat"], input);
  check("stdout", stdout, input);
}));

Deno.test(fact("T7 filter() rejects with the signal's reason and ends the child when aborted", {
  call: 'filter(["sh", "-c", "trap \'\' TERM; …"], 4 MiB that nobody reads, { signal })',
  idea:
    "Whoever starts a process ends it, on every path out. A child may ignore SIGTERM, not SIGKILL.",
  hint: 3,
}, async (t) => {
  const pidFile = `${await t.makeTempDir()}/pid`;
  const abort = new AbortController();
  const announce = `echo $$ > '${pidFile}.tmp' && mv '${pidFile}.tmp' '${pidFile}'`;
  const script = `trap '' TERM; ${announce}; exec sleep 1000`;
  const running = t.subject.filter(["sh", "-c", script], makeBigInput(), { signal: abort.signal });
  running.catch(() => {}); // looked at below
  const hasStarted = () => Deno.stat(pidFile).then(() => true, () => false);
  await waitUntil("the child has written its pid", hasStarted, t.signal);
  const pid = Number(await Deno.readTextFile(pidFile));
  const reason = new RangeError("the customer has gone");
  abort.abort(reason);
  const error = await checkRejects("filter() after the abort", () => running, RangeError);
  check("the error", error, reason);
  checkThat(isGone(pid), "the child is gone", `child ${pid} is still there`);
}));

Deno.test(fact("T8 filter() delivers end-of-file even when there is no input", {
  call: 'filter(["wc", "-c"], "")',
  idea: "Nothing to write is not nothing to do: only closing tells the child that no more comes.",
  hint: 2,
}, async ({ subject }) => {
  const { stdout } = await subject.filter(["wc", "-c"], encode(""));
  check("stdout", decode(stdout).trim(), "0");
}));

Deno.test(fact("T9 filter() starts nothing when the signal is aborted already", {
  call: 'filter(["touch", file], "", { signal: AbortSignal.abort(reason) })',
  idea: 'The "abort" event comes once. Who listens after it hears nothing: ask the signal first.',
  hint: 3,
}, async (t) => {
  const file = `${await t.makeTempDir()}/started`;
  const signal = AbortSignal.abort(new RangeError("too late"));
  const act = () =>
    t.subject.filter(["sh", "-c", `touch '${file}'; exec sleep 1000`], encode(""), { signal });
  const error = await checkRejects("filter() with an aborted signal", act, RangeError);
  check("the error", error, signal.reason);
  const hasStarted = await Deno.stat(file).then(() => true, () => false);
  checkThat(!hasStarted, "no child is started", "the child has run");
}));

Deno.test(fact("T10 filter() rejects with NotFound when there is no such program", {
  call: 'filter(["/no/such/program"], "")',
  idea: "A program that cannot start is no result. Only BrokenPipe on stdin is swallowed.",
  hint: 2,
}, async ({ subject }) => {
  const act = async () => await subject.filter(["/no/such/program"], encode(""));
  await checkRejects("filter()", act, Deno.errors.NotFound);
}));
