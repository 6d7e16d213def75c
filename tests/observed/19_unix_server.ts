import { createHash } from "node:crypto";
import { writeAll } from "#lib/frames.ts";
import type { ObservedCase, Place } from "../harness/observed.ts";
import { Random } from "../harness/random.ts";
import { waitUntil } from "../harness/wait_until.ts";
import type * as Stub from "../stubs/19_unix_server.ts";

type Input = { act: "serve" | "request"; seed: number; byteCounts: number[]; mode: number };
type Seen = string[];
type Outside = { answers: string[]; mode: number; isGone: boolean };

export function cases(random: Random): ObservedCase<Input>[] {
  const byteCounts = [0, 1 + random.below(99), (1 << 20) + random.below(1 << 20)];
  const some = () => ({
    seed: random.below(2 ** 32),
    byteCounts,
    mode: random.pick([0o600, 0o660, 0o666]),
  });
  return [
    { name: "serves clients that it does not know", input: { ...some(), act: "serve" } },
    { name: "asks a server that it does not know", input: { ...some(), act: "request" } },
  ];
}

/** A server says the hash of each request; a client sends one after the other and says what came back. */
export async function observe(
  { serveUnix, request }: typeof Stub,
  { act, seed, byteCounts, mode }: Input,
  { dir, signal }: Place,
): Promise<Seen> {
  if (act === "request") {
    await waitUntil("the server is there", () => exists(`${dir}/server`), signal);
    const answers: string[] = [];
    for (const byteCount of byteCounts) {
      answers.push(
        decode(await request(`${dir}/server`, new Random(seed).bytes(byteCount), { signal })),
      );
    }
    return answers;
  }
  const handler = (body: Uint8Array) => new TextEncoder().encode(hash(body));
  const server = await serveUnix(`${dir}/server`, handler, { mode });
  await waitUntil("the clients are done", () => exists(`${dir}/done`), signal);
  await server.close();
  await Deno.writeTextFile(`${dir}/closed`, "");
  return [];
}

/** The clients, all connected at the same time, or the server: plain sockets of Deno. */
export async function attend(input: Input, place: Place): Promise<Outside> {
  const path = `${place.dir}/server`;
  if (input.act === "request") return await serve(input, place);
  await waitUntil("the server is there", () => exists(path), place.signal);
  const mode = ((await Deno.lstat(path)).mode ?? 0) & 0o777;
  const conns = await Promise.all(
    input.byteCounts.map(() => Deno.connect({ transport: "unix", path })),
  );
  const answers: string[] = [];
  for (const [index, open] of conns.entries()) {
    using conn = closing(open, place.signal);
    await writeAll(conn, new Random(input.seed).bytes(input.byteCounts[index] ?? 0));
    await conn.closeWrite();
    answers.push(await new Response(conn.readable).text());
  }
  await Deno.writeTextFile(`${place.dir}/done`, "");
  await waitUntil("the server is closed", () => exists(`${place.dir}/closed`), place.signal);
  return { answers, mode, isGone: !await exists(path) };
}

async function serve({ byteCounts }: Input, { dir, signal }: Place): Promise<Outside> {
  using listener = closing(Deno.listen({ transport: "unix", path: `${dir}/.server` }), signal);
  await Deno.rename(`${dir}/.server`, `${dir}/server`); // bind(2) makes a name that nobody answers yet
  for (let turn = 0; turn < byteCounts.length; turn++) {
    using conn = closing(await listener.accept(), signal);
    const body = await readToEnd(conn);
    await writeAll(conn, new TextEncoder().encode(hash(body)));
  }
  return { answers: [], mode: 0, isGone: true };
}

export function judge(input: Input, seen: Seen, outside?: Outside): string | undefined {
  const due = input.byteCounts.map((byteCount) => hash(new Random(input.seed).bytes(byteCount)));
  const answers = input.act === "serve" ? outside?.answers ?? [] : seen;
  const index = due.findIndex((answer, at) => answer !== answers[at]);
  if (index >= 0) return `${input.byteCounts[index]} bytes did not arrive as they were sent`;
  if (input.act === "request") return undefined;
  if (outside?.mode !== input.mode) {
    return `the socket's mode is ${outside?.mode}, not ${input.mode}`;
  }
  return outside.isGone ? undefined : "the name is still there after close()";
}

/** Closes it at the end of the block, or when the case's time is over: that ends whoever waits in it. */
function closing<T extends { close(): void }>(open: T, signal: AbortSignal): T & Disposable {
  const close = () => {
    signal.removeEventListener("abort", close);
    try {
      open.close();
    } catch {
      // a stream of it has closed it
    }
  };
  signal.addEventListener("abort", close, { once: true });
  return Object.assign(open, { [Symbol.dispose]: close });
}

async function readToEnd(conn: Deno.Conn): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const buffer = new Uint8Array(65_536);
  for (let count = await conn.read(buffer); count !== null; count = await conn.read(buffer)) {
    chunks.push(buffer.slice(0, count));
  }
  return await new Blob(chunks).bytes();
}

const exists = (path: string) => Deno.lstat(path).then(() => true, () => false);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
