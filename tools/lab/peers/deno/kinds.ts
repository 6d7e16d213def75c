import type { MakeAct } from "./acts.ts";
import type { Kind } from "./channel.ts";

/** Loads how a style ("course" or "deno") opens a channel, and nothing else. */
export async function loadKind(style: string, mechanism: string): Promise<Kind<unknown>> {
  return await load(KINDS, `${style} ${mechanism}`) as Kind<unknown>;
}

/** Loads what a style does to a thing that two processes share; undefined when the mechanism is a channel. */
export async function loadAct(style: string, mechanism: string): Promise<MakeAct | undefined> {
  const key = `${style} ${mechanism}`;
  return key in ACTS ? await load(ACTS, key) as MakeAct : undefined;
}

type Loaders = Readonly<Record<string, () => Promise<unknown>>>;

const streams = () => import("./stream_channels.ts");
const course = () => import("./course_channels.ts");
const datagrams = () => import("./datagram_channels.ts");
const queues = () => import("./queue_channels.ts");
const memories = () => import("./memory_channels.ts");
const acts = () => import("./acts.ts");

const KINDS: Loaders = {
  "deno pipe": async () => (await streams()).pipe,
  "deno fifo": async () => (await streams()).fifo,
  "deno unix": async () => (await streams()).unix,
  "deno tcp": async () => (await streams()).tcp,
  "course pipe": async () => (await course()).pipe,
  "course fifo": async () => (await course()).fifo,
  "course unix": async () => (await course()).unix,
  "course tcp": async () => (await course()).tcp,
  "deno udp": async () => (await datagrams()).udp,
  "deno unix-datagram": async () => (await datagrams()).unixDatagram,
  "course udp": async () => (await datagrams()).courseUdp,
  "deno sysv": async () => (await queues()).sysv,
  "deno posix": async () => (await queues()).posix,
  "course sysv": async () => (await queues()).courseSysv,
  "deno memory": async () => (await memories()).memory,
  "course ring": async () => (await memories()).ring,
  "deno signal": async () => (await import("./signal_channel.ts")).signal,
};

const ACTS: Loaders = {
  "deno counter": async () => (await acts()).counter,
  "course counter": async () => (await acts()).courseCounter,
  "deno lock": async () => (await acts()).lock,
  "course lock": async () => (await acts()).courseLock,
};

async function load(loaders: Loaders, key: string): Promise<unknown> {
  const loader = loaders[key];
  if (loader === undefined) throw new TypeError(`There is no way "${key}"`);
  return await loader();
}
