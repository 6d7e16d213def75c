// What this process holds open and could be waiting for, when it waits for a promise and not in the kernel.
import { peerOf, socketOf } from "./holders.ts";
import { type Descriptor, readDescriptors, type Scene } from "./snapshot.ts";

const NAMED = 6;

/** Lists what this process has open now: pipes, sockets and the like, by the names that the kernel gives them. */
export function readOpenObjects(): ReadonlySet<string> {
  return new Set(readDescriptors(Deno.pid).map((one) => one.object));
}

/** Names pipes, FIFOs, sockets and watches that were opened since `before`: one of them may be what is waited for. */
export function describeOpen(scene: Scene, before: ReadonlySet<string>): string | undefined {
  const own = scene.processes.find((one) => one.facts.pid === scene.ownPid);
  const seen = new Set(before);
  const fds = new Map<string, number[]>();
  for (const one of own?.descriptors ?? []) {
    const name = seen.has(one.object) ? undefined : nameResource(scene, one);
    seen.add(one.object);
    if (name !== undefined) fds.set(name, [...fds.get(name) ?? [], one.fd]);
  }
  if (fds.size === 0) return undefined;
  const names = Array.from(fds, ([name, each]) => `${name} (fd ${each.join(", ")})`);
  const more = names.length > NAMED ? `, and ${names.length - NAMED} more` : "";
  return `open in your process: ${names.slice(0, NAMED).join(", ")}${more}`;
}

function nameResource(scene: Scene, one: Descriptor): string | undefined {
  const { object } = one;
  if (one.isFifo) return `the FIFO ${object}`;
  if (one.text !== undefined) return `the POSIX queue ${object}`;
  if (object === "anon_inode:inotify") return "a watch of files";
  if (object.startsWith("pipe:")) {
    const stream = scene.names.get(object);
    if (stream === undefined) return `the ${one.mode} end of ${object}`;
    return `${stream.name.replace("its", "the")} of child ${stream.pid}`;
  }
  return object.startsWith("socket:") ? nameSocket(scene, object) : undefined;
}

function nameSocket(scene: Scene, object: string): string | undefined {
  const socket = socketOf(scene, object);
  if (socket === undefined) return undefined;
  if (socket.isListening) return `a listener on ${socket.local}`;
  if (socket.kind === "udp") return `a UDP socket on ${socket.local}`;
  const peer = peerOf(scene, object);
  const holder = scene.processes.find((one) =>
    one.descriptors.some((each) => each.object === peer)
  );
  if (holder === undefined) return "a connection";
  const { pid } = holder.facts;
  return pid === scene.ownPid
    ? "an end of a connection within your own process"
    : `a connection with child ${pid} (${holder.commandLine})`;
}
