import { assertEquals, assertRejects } from "@std/assert";
import { type Fate, ScriptedNet } from "./scripted_net.ts";

/** Sends 1, 2, 3 under a script; what arrives, in order. */
async function sendThree(...fates: Fate[]): Promise<number[]> {
  const net = new ScriptedNet(fates);
  const [from, to] = [net.open("a"), net.open("b")];
  for (const byte of [1, 2, 3]) await from.send(Uint8Array.of(byte), "b");
  const got: number[] = [];
  const receive = async () => {
    for (;;) got.push((await to.receive()).data[0] ?? 0);
  };
  const receiving = receive().catch(() => {});
  await net.rest();
  to.close();
  await receiving;
  assertEquals(net.sentBy("a").length, 3);
  return got;
}

Deno.test("ScriptedNet gives each datagram its fate, in order", async () => {
  assertEquals(await sendThree(), [1, 2, 3]);
  assertEquals(await sendThree("is lost"), [2, 3]);
  assertEquals(await sendThree("arrives", "comes twice"), [1, 2, 2, 3]);
  assertEquals(await sendThree("is late"), [2, 1, 3]);
  assertEquals(await sendThree("arrives", "arrives", "is late"), [1, 2]);
});

Deno.test("ScriptedNet keeps no part of the sender's memory", async () => {
  const net = new ScriptedNet();
  const [from, to] = [net.open("a"), net.open("b")];
  const data = Uint8Array.of(1);
  await from.send(data, "b");
  data[0] = 2;
  assertEquals(await to.receive(), { data: Uint8Array.of(1), from: "a" });
});

Deno.test("ScriptedNet refuses what is too long, and rejects everything on a closed port", async () => {
  const net = new ScriptedNet();
  const port = net.open("a");
  await assertRejects(() => port.send(new Uint8Array(1201), "b"), RangeError);
  const waiting = port.receive();
  port.close();
  await assertRejects(() => waiting, Deno.errors.BadResource);
  await assertRejects(() => port.receive(), Deno.errors.BadResource);
  await assertRejects(() => port.send(Uint8Array.of(1), "b"), Deno.errors.BadResource);
});
