// Are the verdicts about facts, or about time? Wrong variants stay wrong when they sleep everywhere, and right programs stay
// right when the kernel makes each of their reads and writes late.
import { runLesson } from "../../course/run_lesson.ts";
import type { Verdict } from "../../course/verdict.ts";
import type { CheckResult } from "../check_result.ts";
import type { Step } from "../plan.ts";
import { padWithSleeps } from "./pad_with_sleeps.ts";

/** The system calls that are made late, and by how many microseconds each (strace(1), delay_enter). */
const CALLS = "read,write,readv,writev,sendto,recvfrom,sendmsg,recvmsg";
const DELAY_US = 1_000;

const STRACE = [
  "strace",
  ...["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", `trace=${CALLS}`],
  ...["-e", `inject=${CALLS}:delay_enter=${DELAY_US}`],
];

/** Runs one subject at its slow: padded with sleeps when it is wrong, with late system calls when it is right. */
export async function checkSleepProof(root: string, step: Step): Promise<CheckResult> {
  const verdict = step.gate === "wrong" ? await runPadded(root, step) : await runLate(root, step);
  return {
    gate: step.gate,
    slug: step.job.lesson.slug,
    name: step.name,
    // padded with sleeps a mistake may show by other words, or by another test's deadline
    problems: step.gate === "wrong" ? judgePadded(verdict) : step.judge(verdict),
    skips: [],
    ms: verdict.ms,
  };
}

async function runPadded(root: string, { job }: Step): Promise<Verdict> {
  const dir = await Deno.makeTempDir({ prefix: "ipc-padded-" });
  try {
    const path = `${dir}/mod.ts`;
    await Deno.writeTextFile(path, padWithSleeps(await Deno.readTextFile(job.subject.path)));
    return await runLesson({ ...job, subject: { ...job.subject, path } }, { root });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function runLate(root: string, { job }: Step): Promise<Verdict> {
  return await runLesson(job, { root, prefix: STRACE });
}

function judgePadded(verdict: Verdict): string[] {
  if (verdict.status === "infra") return [`infra: ${verdict.cause}`];
  return verdict.status === "pass" ? ["passes every test once it sleeps"] : [];
}
