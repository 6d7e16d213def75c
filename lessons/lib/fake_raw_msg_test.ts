import { assertEquals, assertThrows } from "@std/assert";
import { isLeftOut } from "../../tests/harness/left_out.ts";
import { missingCapability } from "../../tests/harness/capabilities.ts";
import { Random } from "../../tests/harness/random.ts";
import { FakeRawMsg } from "./fake_raw_msg.ts";
import * as os from "./os.ts";
import { openRawMsg, type RawMsg } from "./raw_msg.ts";

function makeMsgbuf(type: number, text: Uint8Array): Uint8Array {
  const buf = new Uint8Array(8 + text.length);
  new DataView(buf.buffer).setBigInt64(0, BigInt(type), true);
  buf.set(text, 8);
  return buf;
}

/** The limits of this machine's kernel, which somebody may have tuned. */
function readLimits(): { maxBytes: number; maxMessageBytes: number } {
  const read = (name: string) => Number(Deno.readTextFileSync(`/proc/sys/kernel/${name}`));
  try {
    return { maxBytes: read("msgmnb"), maxMessageBytes: read("msgmax") };
  } catch {
    return { maxBytes: os.MSGMNB, maxMessageBytes: os.MSGMAX };
  }
}

/** What the calls of a random script on a new queue return, with errno where one fails; the last ones when it is gone. */
function runScript(raw: RawMsg, seed: number, largest: number): string[] {
  const id = raw.get(os.IPC_PRIVATE, 0o600);
  try {
    return callAtRandom(raw, id, { random: new Random(seed), largest });
  } finally {
    raw.rmid(id);
  }
}

function callAtRandom(raw: RawMsg, id: number, o: { random: Random; largest: number }): string[] {
  const { random, largest } = o;
  const answers: string[] = [];
  const note = (result: number, bytes: Uint8Array = new Uint8Array()) =>
    answers.push(result === -1 ? `errno ${raw.errno()}` : `${result} ${bytes.toHex()}`);
  const sizes = [0, 1, 7, largest >> 1, largest, largest + 1] as const;
  for (let step = 0; step < 60; step++) {
    const buf = makeMsgbuf(random.below(6) - 1, new Uint8Array(random.pick(sizes)).fill(step));
    const byteCount = buf.length - 8;
    if (random.below(10) < 6) {
      note(raw.snd(id, buf, byteCount));
    } else {
      const result = raw.rcv(id, buf, byteCount, random.below(11) - 5);
      note(result, buf.subarray(0, 8 + Math.max(0, Math.min(result, 8))));
    }
  }
  note(raw.rmid(id));
  note(raw.rmid(id));
  note(raw.rcv(id, new Uint8Array(8), 0, 0));
  note(raw.snd(id, makeMsgbuf(1, new Uint8Array()), 0));
  return answers;
}

Deno.test({
  name: "FakeRawMsg answers 100 random scripts as the kernel does",
  ignore: isLeftOut(import.meta, missingCapability(["sysv"])),
  fn: () => {
    using raw = openRawMsg();
    const limits = readLimits();
    const largest = Math.min(limits.maxMessageBytes, limits.maxBytes);
    for (let seed = 1; seed <= 100; seed++) {
      const fake = new FakeRawMsg(limits);
      assertEquals(runScript(fake, seed, largest), runScript(raw, seed, largest), `seed ${seed}`);
    }
  },
});

Deno.test("FakeRawMsg finds a queue again by its key, until it is removed", () => {
  const raw = new FakeRawMsg();
  assertEquals([raw.get(7, 0o600), raw.errno()], [-1, 2]); // ENOENT
  const id = raw.get(7, os.IPC_CREAT | 0o600);
  assertEquals(raw.get(7, 0o600), id);
  assertEquals(raw.get(7, os.IPC_CREAT | 0o600), id);
  assertEquals(raw.rmid(id), 0);
  assertEquals(raw.get(7, os.IPC_CREAT | 0o600) === id, false);
});

Deno.test("FakeRawMsg makes a queue of its own for each IPC_PRIVATE", () => {
  const raw = new FakeRawMsg();
  const [one, two] = [raw.get(os.IPC_PRIVATE, 0o600), raw.get(os.IPC_PRIVATE, 0o600)];
  raw.snd(one, makeMsgbuf(1, Uint8Array.of(9)), 1);
  assertEquals([raw.rcv(two, new Uint8Array(9), 1, 0), raw.errno()], [-1, os.ENOMSG]);
});

Deno.test("FakeRawMsg has the limits that it was given", () => {
  const raw = new FakeRawMsg({ maxBytes: 10, maxMessageBytes: 6 });
  const id = raw.get(os.IPC_PRIVATE, 0o600);
  const send = (byteCount: number) =>
    raw.snd(id, makeMsgbuf(1, new Uint8Array(byteCount)), byteCount);
  assertEquals([send(7), raw.errno()], [-1, os.EINVAL]);
  assertEquals(send(6), 0);
  assertEquals([send(5), raw.errno()], [-1, os.EAGAIN]);
  assertEquals(send(4), 0);
});

Deno.test("FakeRawMsg refuses a size that the buffer has no room for", () => {
  const raw = new FakeRawMsg();
  const id = raw.get(os.IPC_PRIVATE, 0o600);
  assertThrows(() => raw.snd(id, new Uint8Array(9), 2), RangeError);
  assertThrows(() => raw.rcv(id, new Uint8Array(9), 9, 0), RangeError);
});
