import { ask, findContestants } from "../speed/contestants.ts";
import type { ContestantId } from "./rows.ts";

/** The program of somebody, with its first arguments. */
export interface Program {
  readonly argv: readonly [string, ...string[]];
  readonly version: string;
}

/** Who is there, and why others are not. */
export interface Programs {
  readonly present: ReadonlyMap<ContestantId, Program>;
  readonly absent: ReadonlyMap<ContestantId, string>;
}

/** Finds the programs of those that take part; the C program is compiled into `dir`. */
export async function findPlayers(
  dir: string,
  wanted: ReadonlySet<ContestantId>,
): Promise<Programs> {
  const found = await findContestants(dir);
  const present = new Map<ContestantId, Program>();
  const absent = new Map<ContestantId, string>();
  for (const { id, argv, version } of found.present) {
    if (isWanted(id, wanted)) present.set(id, { argv, version });
  }
  for (const { id, reason } of found.absent) if (isWanted(id, wanted)) absent.set(id, reason);
  const course = found.present.find(({ id }) => id === "course");
  for (const [id, question] of EXTRA) {
    if (!wanted.has(id) || course === undefined) continue;
    const { output, reason } = await ask(question, dir);
    if (reason !== undefined) absent.set(id, reason);
    else {present.set(id, {
        argv: replaceLast(course.argv, id),
        version: output.replace(/ sha=.*/, ""),
      });}
  }
  return { present, absent };
}

/** Their programs are led by the course's peer, which starts them. */
const EXTRA: readonly (readonly [ContestantId, readonly [string, ...string[]]])[] = [
  ["sh", ["/bin/sh", "-c", "echo /bin/sh"]],
  ["redis", ["redis-server", "--version"]],
];

function isWanted(id: string, wanted: ReadonlySet<string>): id is ContestantId {
  return wanted.has(id);
}

/** The last argument of a peer is whose ways it takes. */
function replaceLast(
  [program, ...args]: readonly [string, ...string[]],
  style: string,
): [string, ...string[]] {
  return [program, ...args.slice(0, -1), style];
}
