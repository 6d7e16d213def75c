import { listPids, readProcess, readText } from "../../../tests/harness/processes.ts";
import { isThere } from "../../proc/is_there.ts";
import { UID_RANGES } from "../sandbox/uids.ts";

/** What is left in the host by an attack that got out: attacks try to make files with this name. */
const CANARY = "ipco-was-here";
const CANARY_DIRS = ["/tmp", "/var/tmp", "/home", "/root", "", "/etc", "/usr/bin", "/dev/shm"];
/** An attack makes kernel objects with this key; /proc/sysvipc shows it as a number with a sign. */
const CANARY_KEY = String(0x1bc0ffee);

/** Looks for what attacks have left outside: files, processes of a sandbox that is over, and objects in the kernel. */
export function findHarm(cacheDir: string): string[] {
  const files = CANARY_DIRS.map((dir) => `${dir}/${CANARY}`).filter((path) => isThere(path));
  const left = listPids().filter((pid) => isLeft(pid, cacheDir));
  const kinds = ["msg", "sem", "shm"].filter((kind) =>
    (readText(`/proc/sysvipc/${kind}`) ?? "").split(/\s+/).includes(CANARY_KEY)
  );
  return [
    ...files.map((path) => `HARM: ${path} was made`),
    ...left.map((pid) => `HARM: process ${pid} is left: ${readText(`/proc/${pid}/cmdline`)}`),
    ...kinds.map((kind) => `HARM: an object is left in the kernel, see /proc/sysvipc/${kind}`),
  ];
}

/** In a box all are gone with its first process; in a cell all have its account, or are children of the grader now. */
function isLeft(pid: number, cacheDir: string): boolean {
  const facts = readProcess(pid);
  if (facts === undefined) return false;
  if (facts.state === "Z") return facts.parentPid === Deno.pid;
  const uid = Number(/^Uid:\t(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? "")?.[1] ?? -1);
  const [{ first = 0, count = 0 } = {}] = UID_RANGES;
  const isOfCell = Deno.uid() === 0 && uid >= first && uid < first + count;
  const isOfBox = readText(`/proc/${pid}/cmdline`)?.includes(cacheDir) === true;
  return isOfBox || isOfCell || facts.parentPid === Deno.pid;
}
