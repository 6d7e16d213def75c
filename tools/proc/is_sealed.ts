import { readText } from "../../tests/harness/processes.ts";

/**
 * Whether a process is in a sandbox, and who has made that ends all that is in it: it has an account of its own and can get
 * no other, or it is in a PID namespace and is not its init, with which all others in it end (pid_namespaces(7)).
 *
 * Its status is there at once. Whoever reads its environment or its command line waits for its memory map (proc(5)): among
 * hundreds of processes that want the same processor, for seconds.
 */
export function isSealed(pid: number): boolean {
  const status = readText(`/proc/${pid}/status`) ?? "";
  const read = (name: string) => new RegExp(`^${name}:\t(.*)$`, "m").exec(status)?.[1]?.split("\t");
  const isOfOther = Number(read("Uid")?.[0] ?? Deno.uid()) !== Deno.uid();
  if (isOfOther && read("NoNewPrivs")?.[0] === "1") return true;
  const pids = read("NSpid") ?? []; // its number here, and in each namespace below
  return pids.length > 1 && pids.at(-1) !== "1";
}
