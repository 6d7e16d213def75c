import type { MakeAct } from "./acts.ts";
import type { Kind } from "./channel.ts";
import type { Play } from "./turns.ts";

/** Loads how a style ("course" or "deno") opens a channel, and nothing else. */
export async function loadKind(style: string, mechanism: string): Promise<Kind<unknown>> {
  return await load(KINDS, `${style} ${mechanism}`) as Kind<unknown>;
}

/** Loads what a style does to a thing that two processes share; undefined when the mechanism is a channel. */
export async function loadAct(style: string, mechanism: string): Promise<MakeAct | undefined> {
  const key = `${style} ${mechanism}`;
  return key in ACTS ? await load(ACTS, key) as MakeAct : undefined;
}

/** Loads what a style plays in turns; undefined when the mechanism is a channel or an act. */
export async function loadPlay(style: string, mechanism: string): Promise<Play | undefined> {
  const key = `${style} ${mechanism}`;
  return key in PLAYS ? await load(PLAYS, key) as Play : undefined;
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
  "course frames": async () => (await course()).solutionFrames,
  "course values": async () => (await course()).values,
  "course lib-values": async () => (await course()).libValues,
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

const calls = () => import("./call_turns.ts");
const pipelines = () => import("./pipeline_turns.ts");
const brokers = () => import("./broker_turns.ts");

const PLAYS: Loaders = {
  "course pipeline": async () => (await pipelines()).coursePipeline,
  "sh pipeline": async () => (await pipelines()).shellPipeline,
  "course logger": async () => (await import("./logger_turns.ts")).courseLogger,
  "course typed-queue": async () => (await import("./queue_turns.ts")).courseTypedQueue,
  "course server": async () => (await calls()).courseServer,
  "course rpc": async () => (await calls()).courseRpc,
  "course pool": async () => (await import("./pool_turns.ts")).coursePool,
  "course broker": async () => (await brokers()).courseBroker,
  "redis broker": async () => (await brokers()).redisBroker,
  "redis broker-bytes": async () => (await brokers()).redisBytes,
};

async function load(loaders: Loaders, key: string): Promise<unknown> {
  const loader = loaders[key];
  if (loader === undefined) throw new TypeError(`There is no way "${key}"`);
  return await loader();
}
