import { LinePeer } from "../harness/line_peer.ts";
import { leaveNote, readNote } from "../harness/notes.ts";
import type { Json, ObservedCase, Place } from "../harness/observed.ts";
import type { Random } from "../harness/random.ts";
import type * as Stub from "../stubs/20_tcp_rpc.ts";

/** The params of the calls, each one repeated; the order of their answers; how a raw server ends. */
type Input = { texts: string[]; repeat: number; order: number[]; pieceBytes: number; end: End };
type End = "closed" | "bad-message" | "none: the server is under test";
/** What each call ended with; of a server its hostname. */
type Seen = Json[];
/** What went wrong on the wire, and what had to be seen. */
type Outside = { complaint: string; expected: Json[] };
type Message = {
  id: number;
  method?: string;
  params?: Json;
  result?: Json;
  error?: { code: string };
};

const LOCAL = { hostname: "127.0.0.1", port: 0 } as const;
const listParams = ({ texts, repeat }: Input) => texts.map((text) => text.repeat(repeat));

export function cases(random: Random): ObservedCase<Input>[] {
  const make = (end: End, repeat = 1): Input => {
    const order = Array.from({ length: 12 }, (_, n) => ({ n, at: random.next() }))
      .sort((a, b) => a.at - b.at).map(({ n }) => n);
    const texts = order.map((n) => `${n} naïve 😀\n ${random.bytes(4).toHex()}`);
    return { texts, repeat, order, pieceBytes: repeat > 1 ? 1 << 20 : 1 + random.below(9), end };
  };
  const end = "none: the server is under test";
  return [
    { name: "calls of a server that stops in the middle", input: make("closed") },
    { name: "calls of a server that ends with nonsense", input: make("bad-message", 25_000) },
    { name: "methods that end in any order", input: make(end) },
    { name: "methods with large results", input: make(end, 25_000) },
  ];
}

export async function observe(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  if (input.end.startsWith("none")) return await observeServer(module, input, place);
  const port = Number(await readNote(place, "port"));
  await using client = await module.RpcClient.connect({ ...LOCAL, port });
  const abort = new AbortController();
  const ask = (text: string, o?: { signal: AbortSignal }) =>
    client.call<Json>("answer", text, o)
      .catch((error) => error instanceof module.RpcError ? error.code : String(error));
  const asking = listParams(input).map((text) => ask(text));
  const dropped = ask("dropped", { signal: abort.signal });
  await readNote(place, "asked");
  abort.abort("aborted");
  const first = await dropped;
  await leaveNote(place, "aborted");
  return [first, ...await Promise.all(asking), await ask("after the end")];
}

async function observeServer(module: typeof Stub, input: Input, place: Place): Promise<Seen> {
  const gates = new Map<unknown, () => void>();
  const wait = async (text: unknown) => {
    await new Promise<void>((resolve) => gates.set(text, resolve));
    return typeof text === "string" ? text.repeat(input.repeat) : text;
  };
  const open = (text: unknown) => gates.get(text)?.();
  const server = module.serveRpc({ wait, open, fail: () => Promise.reject("no"), big: () => 1n });
  await leaveNote(place, "port", String(server.addr.port));
  await readNote(place, "done");
  await server.close();
  return [server.addr.hostname];
}

export async function attend(input: Input, place: Place): Promise<Outside> {
  const opened: Disposable[] = [];
  const own = <R extends Disposable>(resource: R) => (opened.push(resource), resource);
  const closeAll = () => opened.forEach((one) => one[Symbol.dispose]());
  place.signal.addEventListener("abort", closeAll);
  try {
    if (input.end.startsWith("none")) {
      const port = Number(await readNote(place, "port"));
      const connect = async () => new LinePeer(own(await Deno.connect({ ...LOCAL, port })));
      return await beClients([await connect(), await connect(), await connect()], input, place);
    }
    const listener = own(Deno.listen(LOCAL));
    await leaveNote(place, "port", String(listener.addr.port));
    return await beServer(new LinePeer(own(await listener.accept())), input, place);
  } finally {
    closeAll();
  }
}

async function beServer(peer: LinePeer, input: Input, place: Place): Promise<Outside> {
  const questions: Message[] = [];
  while (questions.length <= input.texts.length) questions.push(await peer.read<Message>());
  const params = [...listParams(input), "dropped"];
  const wrong = questions.findIndex((question, n) => question.params !== params[n]);
  await leaveNote(place, "asked");
  await readNote(place, "aborted");
  const expected: Json[] = input.texts.map(() => input.end);
  const answers = [{ id: questions.at(-1)?.id, result: "too late" as Json }];
  for (const n of input.order.slice(4)) {
    expected[n] = [0, false, "", null][n] ?? crypto.randomUUID(); // known to nobody before
    answers.push({ id: questions[n]?.id, result: expected[n] });
  }
  const lines = answers.map((answer) => JSON.stringify(answer) + "\n").join("");
  await peer.writeText(lines + (input.end === "closed" ? '{"id":' : "{}\n"), input.pieceBytes);
  peer.conn.close();
  const complaint = wrong < 0 ? "" : `question ${wrong} did not arrive as it was asked`;
  return { complaint, expected: ["aborted", ...expected, "closed"] };
}

/** One client asks and half-closes, another sets the methods free, the third only listens. */
async function beClients(
  [asker, opener, idle]: [LinePeer, LinePeer, LinePeer],
  input: Input,
  place: Place,
): Promise<Outside> {
  const asked = input.texts.map((params, id) => ({ id, method: "wait", params }));
  await asker.writeText(asked.map((one) => JSON.stringify(one) + "\n").join(""), input.pieceBytes);
  await asker.conn.closeWrite();
  const answers: Message[] = [];
  for (const method of ["toString", "fail", "big"]) {
    await opener.write({ id: 50, method });
    answers.push(await opener.read<Message>());
  }
  const codes = answers.map(({ error }) => error?.code).join();
  let complaint = codes === "not-found,failed,failed"
    ? ""
    : `no method, a failure, no JSON: ${codes}`;
  // small ones one after the other: the next answer must be that of the last one; large ones all at once
  for (const batch of input.repeat > 1 ? [input.order] : input.order.map((n) => [n])) {
    const free = batch.map((n) => ({ id: n, method: "open", params: input.texts[n] }));
    await opener.write(...free);
    for (const _ of free) await opener.read();
    for (const _ of free) {
      const { id, result } = await asker.read<Message>();
      const isRight = batch.includes(id) && result === listParams(input)[id];
      if (!isRight) complaint ||= `a wrong answer to question ${id}`;
    }
  }
  if (await asker.readLine() !== undefined) complaint ||= "more answers than questions";
  await opener.writeText("nonsense\n");
  if (await opener.readLine() !== undefined) complaint ||= "nonsense was answered";
  await leaveNote(place, "done");
  if (await idle.readLine() !== undefined) {
    complaint ||= "a client without a question got an answer";
  }
  return { complaint, expected: ["127.0.0.1"] };
}

export function judge(_input: Input, seen: Seen, outside?: Outside): string | undefined {
  if (outside === undefined) return "nobody came to the other end";
  if (outside.complaint !== "") return outside.complaint;
  const wrong = outside.expected.findIndex((one, n) => one !== seen[n]);
  if (wrong < 0) return undefined;
  return `result ${wrong} is ${seen[wrong]}, not ${outside.expected[wrong]}`;
}
