// The tests' own ends of connections: what they say of a lesson is only worth what they are.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { isLeftOut } from "./left_out.ts";
import { missingCapability } from "./capabilities.ts";
import { CheckFailure } from "./failure.ts";
import { FramePeer, joinFrames, makeCount, makeMessage, makeSubscribe } from "./frame_peer.ts";
import { LinePeer } from "./line_peer.ts";
import { leaveNote, readNote } from "./notes.ts";
import { RawUdp } from "./raw_udp.ts";
import { resetConnection } from "./reset_connection.ts";
import { cut, glue, startProxy, Turns } from "./tcp_proxy.ts";

const HOST = { hostname: "127.0.0.1", port: 0 };

/** Gives both ends of a TCP connection to `act`. */
async function connected(act: (near: Deno.TcpConn, far: Deno.TcpConn) => Promise<void>) {
  using listener = Deno.listen(HOST);
  using near = await Deno.connect({ port: listener.addr.port });
  using far = await listener.accept();
  await act(near, far);
}

Deno.test("LinePeer reads lines however they are cut, and end-of-file as undefined", async () => {
  await connected(async (near, far) => {
    const [peer, other] = [new LinePeer(near), new LinePeer(far)];
    await peer.writeText('{"é":1}\n[2]\n', 1);
    assertEquals(await other.read<unknown>(), { "é": 1 });
    assertEquals(await other.readLine(), "[2]");
    await near.closeWrite();
    assertEquals(await other.readLine(), undefined);
    await assertRejects(() => other.read(), CheckFailure, "end-of-file");
  });
});

Deno.test("LinePeer shows a line that is no JSON value", async () => {
  await connected(async (near, far) => {
    await new LinePeer(near).writeText("{ half\n");
    await assertRejects(() => new LinePeer(far).read(), CheckFailure, "{ half");
  });
});

Deno.test("FramePeer reads messages, counts and what is neither", async () => {
  await connected(async (near, far) => {
    const [peer, other] = [new FramePeer(near), new FramePeer(far)];
    await peer.writeBytes(joinFrames(makeMessage("scale.3", "70 kg"), makeCount(258)), 1);
    assertEquals(await other.readText(), "scale.3: 70 kg");
    assertEquals(await other.readCount(), 258);
    await peer.write(makeSubscribe("a"));
    assertEquals(await other.readText(), "(no message: 0261)");
    await peer.write(makeSubscribe("a"));
    await assertRejects(() => other.readCount(), CheckFailure, "a count answers");
    near.close();
    assertEquals(await other.readText(), "(the end)");
    assertEquals(
      other.byteCount,
      joinFrames(makeMessage("scale.3", "70 kg"), makeCount(1)).length + 12,
    );
  });
});

/** Sends `text` through a proxy to a server that answers each read with the number of bytes in it. */
async function relayed(text: string, relay: typeof cut): Promise<number[]> {
  using listener = Deno.listen(HOST);
  using proxy = startProxy(listener.addr, relay);
  const counts: number[] = [];
  const serve = async () => {
    using conn = await listener.accept();
    const block = new Uint8Array(1024);
    for (let count; (count = await conn.read(block)) !== null;) counts.push(count);
  };
  const serving = serve();
  using conn = await Deno.connect({ port: proxy.addr.port });
  for (const line of text.split(/(?<=\n)/)) await conn.write(new TextEncoder().encode(line));
  await conn.closeWrite();
  await serving;
  return counts;
}

Deno.test("startProxy() cuts a stream into single bytes", async () => {
  assertEquals(await relayed("one\ntwo\n", cut), Array(8).fill(1));
});

Deno.test("startProxy() glues lines together that were sent one by one", async () => {
  assertEquals(await relayed("one\ntwo\nthree\n", glue(3)), [14]);
});

Deno.test("Turns.pass() comes back when a byte has made its way", async () => {
  using turns = await Turns.open();
  let isOver = false;
  const passing = turns.pass().then(() => isOver = true);
  assertEquals(isOver, false);
  await passing;
});

Deno.test({
  name: "resetConnection() makes accept() fail: the connection is gone before it is taken",
  ignore: isLeftOut(import.meta, missingCapability(["ffi", "linux"])),
  fn: async () => {
    const listener = Deno.listen(HOST);
    resetConnection(listener.addr.port);
    await assertRejects(() => listener.accept(), Deno.errors.NotConnected);
    const { port } = listener.addr;
    listener.close();
    assertThrows(() => resetConnection(port), Error, "nobody listens there");
  },
});

Deno.test("RawUdp sends and receives whole datagrams, and may be closed twice", async () => {
  using one = new RawUdp();
  using other = new RawUdp();
  const data = new Uint8Array(1200).fill(7);
  await one.send(data, other.address);
  assertEquals(await other.receive(), { data, from: one.address });
  other[Symbol.dispose]();
});

Deno.test("readNote() waits for a note and reads all of it, or says what it waited for", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const abort = new AbortController();
    const place = { dir, signal: abort.signal };
    const reading = readNote(place, "ready");
    await leaveNote(place, "ready", "here");
    assertEquals(await reading, "here");
    const waiting = readNote(place, "never");
    abort.abort();
    await assertRejects(() => waiting, Error, 'gave up waiting until there is a note "never"');
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
