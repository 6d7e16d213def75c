// Who holds the other end of a pipe, FIFO or socket: the one who could end a wait.
import type { ProcessPicture, Scene, Snapshot } from "./snapshot.ts";
import type { SocketFacts } from "./sockets.ts";

const NAMED = 4; // of more holders, or more descriptors, only the number is told

/** Somebody who holds an end, and whether that is the test process, the waiting process itself or another. */
export interface Holder {
  readonly name: string;
  readonly kind: "own" | "self" | "other";
}

/** Names the processes, this one included, that hold the given end of `object`. */
export function listHolders(
  scene: Scene,
  object: string,
  options: { end: "read" | "write"; asker: ProcessPicture },
): Holder[] {
  return scene.processes.flatMap((one) => {
    const fds = one.descriptors.filter((each) =>
      each.object === object && (each.mode === "both" || each.mode === options.end)
    ).map((each) => each.fd);
    if (fds.length === 0) return [];
    const at = fds.length > NAMED ? `${fds.length} descriptors` : `fd ${fds.join(", ")}`;
    return [nameHolder(scene, one, at, options.asker)];
  });
}

function nameHolder(scene: Scene, one: ProcessPicture, at: string, asker: ProcessPicture): Holder {
  const { pid } = one.facts;
  const isOwn = pid === scene.ownPid;
  if (pid === asker.facts.pid) {
    return { name: `${isOwn ? "itself" : "the child itself"} (${at})`, kind: "self" };
  }
  if (isOwn) return { name: `your own process (${at})`, kind: "own" };
  return { name: `child ${pid} (${one.commandLine}; ${at})`, kind: "other" };
}

/** Says what would end the wait of a reader, or of a writer. */
export function advise(isRead: boolean, holders: readonly Holder[]): string {
  const [first] = holders;
  if (isRead && holders.length > 1) return "one of them must write, or all must close it";
  switch (first?.kind) {
    case undefined:
    case "other":
      return isRead ? "it must write, or close it" : "it must read";
    case "self":
      return isRead
        ? "it waits for itself, unless it closes that end before it reads"
        : "it waits for itself";
    case "own":
      return isRead ? "write to it, or close it" : "read it, while the child goes on writing";
  }
}

/** Joins the names of the holders, the first few of them. */
export function joinNames(holders: readonly Holder[]): string {
  const names = holders.map((one) => one.name);
  if (names.length <= NAMED) return names.join(" and ");
  return `${names.slice(0, NAMED).join(", ")} and ${names.length - NAMED} more`;
}

/** Finds the facts of a socket, as in `socket:[4711]`. */
export function socketOf(scene: Snapshot, object: string): SocketFacts | undefined {
  const inode = object.slice("socket:[".length, -1);
  return scene.sockets.find((one) => one.inode === inode);
}

/** Finds the socket at the other end of a connection, as in `socket:[4712]`. */
export function peerOf(scene: Snapshot, object: string): string | undefined {
  const peer = socketOf(scene, object)?.peer;
  return peer === undefined ? undefined : `socket:[${peer}]`;
}
