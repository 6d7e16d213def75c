// One blocked system call in words: what it waits for, who could end the wait, and what to do.
import { advise, joinNames, listHolders, peerOf, socketOf } from "./holders.ts";
import type { Descriptor, ProcessPicture, Scene, ThreadFacts } from "./snapshot.ts";
import type { QueueFacts } from "./kernel_lists.ts";
import type { SystemCall } from "./system_calls.ts";

const STREAMS = ["its stdin", "its stdout", "its stderr"];

/** Describes the call that `thread` is in, as the end of a sentence whose subject is the process. */
export function describeCall(scene: Scene, process: ProcessPicture, thread: ThreadFacts): string {
  const { call } = thread;
  if (call === undefined) return "is asleep";
  const place = { scene, process, call, path: thread.path };
  switch (call.kind) {
    case "read":
    case "write":
    case "receive":
    case "send":
      return describeTransfer(place);
    case "open":
      return describeOpen(place);
    case "accept":
      return `waits in ${call.name} on ${nameObject(place)}: nobody connects to it`;
    case "connect":
      return `waits in connect to ${
        thread.path ?? nameObject(place)
      }: the listener's queue is full, ` +
        "its process must accept";
    case "futex":
      return "sleeps in futex (Atomics.wait, or a semaphore): somebody must notify, or post";
    case "flock":
    case "fcntl":
      return describeLock(place);
    case "msgrcv":
    case "msgsnd":
      return describeQueue(call, scene.queues.find((one) => one.id === call.args[0]));
    case "mq_receive":
    case "mq_send":
      return describePosixQueue(place);
    case "semop":
      return "waits in semop on a System V semaphore: somebody must raise it";
    case "wait":
      return "waits for a child of its own to end";
    case "event":
    case "timer":
    case "signal":
      return `waits in ${call.name}`;
  }
}

interface Place {
  readonly scene: Scene;
  readonly process: ProcessPicture;
  readonly call: SystemCall;
  readonly path: string | undefined;
}

function describeTransfer(place: Place): string {
  const { call: { kind, name }, scene, process } = place;
  const isRead = kind === "read" || kind === "receive";
  const verb = kind === "read" || kind === "write" ? kind : name;
  const where = `waits in ${verb} on ${nameObject(place)}`;
  const object = findDescriptor(place)?.object ?? "";
  if (/^\/dev\/(tty|pts|console)/.test(object)) return `${where}: that is the terminal`;
  const isSocket = object.startsWith("socket:");
  const other = isSocket ? peerOf(scene, object) : object;
  if (other === undefined || !/^(pipe:|socket:|\/)/.test(other)) return where;
  const end = isRead ? "write" : "read";
  const holders = listHolders(scene, other, { end, asker: process });
  const full = isRead ? "" : ", which is full";
  if (holders.length === 0) return `${where}${full}; no process of yours ${end}s there`;
  const role = isSocket ? "other end" : isRead ? "writer" : "reader";
  const who = holders.length > 1 ? `its ${role}s are` : `its ${isSocket ? "" : "only "}${role} is`;
  return `${where}${full}; ${who} ${joinNames(holders)}: ${advise(isRead, holders)}`;
}

function describeOpen({ call, path }: Place): string {
  const flags = call.args[call.name === "open" ? 1 : 2] ?? 0;
  const [mine, other] = (flags & 3) === 1 ? ["writing", "reading"] : ["reading", "writing"];
  const fifo = path === undefined ? "a FIFO" : `the FIFO ${path}`;
  return `waits in open of ${fifo} for ${mine}: nobody opens it for ${other}`;
}

function describeLock(place: Place): string {
  const { scene, process, call } = place;
  const text = `waits in ${call.name} for the lock on ${nameObject(place)}`;
  const wait = scene.locks.find((one) => one.isWaiting && one.pid === process.facts.pid);
  const lock = scene.locks.find((one) => !one.isWaiting && one.number === wait?.number);
  if (lock === undefined) return text;
  if (lock.pid === process.facts.pid) {
    return `${text}, which this process holds itself, by another open of the file: unlock that first`;
  }
  const holder = lock.pid === scene.ownPid
    ? "your own process"
    : `process ${lock.pid}${lock.holder === "" ? "" : ` (${lock.holder})`}`;
  return `${text}, which ${holder} holds: it must unlock, or end`;
}

function describeQueue(call: SystemCall, queue: QueueFacts | undefined): string {
  const state = queue === undefined
    ? ""
    : `, which holds ${queue.messageCount} messages (${queue.byteCount} bytes)`;
  const where = `the System V queue ${call.args[0]}${state}`;
  if (call.kind === "msgsnd") return `waits in msgsnd for room in ${where}: somebody must receive`;
  const type = (call.args[3] ?? 0) | 0;
  const what = type === 0
    ? "a message"
    : type > 0
    ? `a message of type ${type}`
    : `a message of type 1 to ${-type}`;
  return `waits in msgrcv for ${what} on ${where}: somebody must send one`;
}

function describePosixQueue(place: Place): string {
  const queue = findDescriptor(place);
  const size = /^QSIZE:(\d+)/.exec(queue?.text ?? "")?.[1];
  const state = size === undefined ? "" : ` (${size} bytes in it)`;
  const where = `the POSIX queue ${queue?.object ?? ""}${state}`;
  return place.call.kind === "mq_send"
    ? `waits in mq_send for room in ${where}: somebody must receive`
    : `waits in mq_receive on ${where}: somebody must send`;
}

/** What the call works on, in the learner's words. */
function nameObject(place: Place): string {
  const { call, scene, process } = place;
  const fd = call.args[0] ?? -1;
  const object = findDescriptor(place)?.object;
  if (object === undefined) return `descriptor ${fd}`;
  if (object.startsWith("socket:")) {
    const local = socketOf(scene, object)?.local;
    return local === undefined || local === "" ? `a socket (fd ${fd})` : `the socket ${local}`;
  }
  if (object.startsWith("/") && (call.kind === "flock" || call.kind === "fcntl")) return object;
  const isOwn = process.facts.pid === scene.ownPid;
  const stream = isOwn ? undefined : scene.names.get(object)?.name ?? STREAMS[fd];
  return `${stream ?? `descriptor ${fd}`} (${object})`;
}

function findDescriptor({ call, process }: Place): Descriptor | undefined {
  return process.descriptors.find((one) => one.fd === call.args[0]);
}
