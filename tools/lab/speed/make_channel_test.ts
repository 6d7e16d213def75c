import { assert, assertEquals, assertThrows } from "@std/assert";
import { LIBC } from "#lib/os.ts";
import { openRawMsg } from "#lib/raw_msg.ts";
import { isLeftOut } from "../../../tests/harness/left_out.ts";
import { type Capability, missingCapability } from "../../../tests/harness/capabilities.ts";
import { type MadeChannel, makeChannel } from "./make_channel.ts";

/** Makes a channel, lets somebody look at it, and disposes of it. */
function withChannel(scenarioId: string, look: (made: MadeChannel) => void): MadeChannel {
  const made = makeChannel(scenarioId);
  assert(!("failure" in made));
  using channel = made;
  look(channel);
  return channel;
}

function test(name: string, needs: readonly Capability[], fn: () => void): void {
  Deno.test({ name, ignore: isLeftOut(import.meta, missingCapability(needs)), fn });
}

test(
  "makeChannel() makes FIFOs for both directions, and removes them with their directory",
  [],
  () => {
    const { dir } = withChannel("fifo", ({ there, back }) => {
      assertEquals([there, back].map((path) => Deno.statSync(path).isFifo), [true, true]);
    });
    assertThrows(() => Deno.statSync(dir), Deno.errors.NotFound);
  },
);

test("makeChannel() makes System V queues, and removes them", ["sysv"], () => {
  using raw = openRawMsg();
  const message = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 65);
  const sendTo = (queues: string[]) => queues.map((id) => raw.snd(Number(id), message, 1));
  const { there, back } = withChannel("sysv", ({ there, back }) => {
    assert(there !== back);
    assertEquals(sendTo([there, back]), [0, 0]);
  });
  assertEquals(sendTo([there, back]), [-1, -1]);
});

test("makeChannel() makes POSIX queues, and removes their names", ["linux", "ffi"], () => {
  const libc = Deno.dlopen(LIBC, {
    mq_open: { parameters: ["buffer", "i32"], result: "i32" },
    mq_close: { parameters: ["i32"], result: "i32" },
  });
  const isThere = (name: string) => {
    const queue = libc.symbols.mq_open(new TextEncoder().encode(`${name}\0`), 0);
    return queue >= 0 && libc.symbols.mq_close(queue) === 0;
  };
  const { there, back } = withChannel("posix", ({ there, back }) => {
    assertEquals([there, back].map(isThere), [true, true]);
  });
  assertEquals([there, back].map(isThere), [false, false]);
  libc.close();
});
