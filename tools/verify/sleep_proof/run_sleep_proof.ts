// Are the verdicts about facts, or about time? Wrong variants stay wrong when they sleep everywhere, and right programs stay
// right when the kernel makes each of their reads and writes late.
import { testFile } from "../../course/lesson.ts";
import { parseHeader } from "../../course/load_variants.ts";
import { runLesson } from "../../course/run_lesson.ts";
import type { Verdict } from "../../course/verdict.ts";
import type { CheckResult } from "../check_result.ts";
import type { Step } from "../plan.ts";
import { padWithSleeps } from "./pad_with_sleeps.ts";

/** The system calls that are made late, and by how many microseconds each (strace(1), delay_enter). */
const CALLS = "read,write,readv,writev,sendto,recvfrom,sendmsg,recvmsg";
const DELAY_US = 500;
/** What is late in each call takes longer as a whole: deadlines are those of a machine so many times slower. */
const SLOW = 20;

const STRACE = [
  "strace",
  ...["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", `trace=${CALLS}`],
  ...["-e", `inject=${CALLS}:delay_enter=${DELAY_US}`],
];
/**
 * For tests that stop processes: a traced process that is stopped looks like one whose call is late (state t, proc(5)). So
 * children are let go when they begin; the tests' own process stays slow.
 */
const STRACE_TESTS_ALONE = [...STRACE, "--detach-on=execve"];

/** Runs one subject at its slow: padded with sleeps when it is wrong, with late system calls when it is right. */
export async function checkSleepProof(root: string, step: Step): Promise<CheckResult> {
  const result = { gate: step.gate, slug: step.job.lesson.slug, name: step.name };
  if (step.gate !== "wrong") {
    const verdict = await runLate(root, step);
    return { ...result, problems: step.judge(verdict), skips: [], ms: verdict.ms };
  }
  const text = await Deno.readTextFile(step.job.subject.path);
  const [reason] = parseHeader(text).get("slept") ?? [];
  if (reason !== undefined) return { ...result, problems: [], skips: [reason], ms: 0 };
  const verdict = await runPadded(root, step, text);
  // padded with sleeps a mistake may show by other words, or by another test's deadline
  return { ...result, problems: judgePadded(verdict), skips: [], ms: verdict.ms };
}

async function runPadded(root: string, { job }: Step, text: string): Promise<Verdict> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-padded-" });
  try {
    const path = `${dir}/mod.ts`;
    await Deno.writeTextFile(path, padWithSleeps(text));
    return await runLesson({ ...job, subject: { ...job.subject, path } }, { root });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function runLate(root: string, { job }: Step): Promise<Verdict> {
  const tests = await Deno.readTextFile(`${root}/${testFile(job.lesson)}`);
  const prefix = /\bSTOP\b|SIGSTOP/.test(tests) ? STRACE_TESTS_ALONE : STRACE;
  return await runLesson(job, { root, prefix, env: { IPC_SLOW: `${SLOW}` } });
}

function judgePadded(verdict: Verdict): string[] {
  if (verdict.status === "infra") return [`infra: ${verdict.cause}`];
  return verdict.status === "pass" ? ["passes every test once it sleeps"] : [];
}
