import { assert, assertEquals, assertThrows } from "@std/assert";
import { makeChannel } from "./make_channel.ts";

Deno.test("makeChannel() makes FIFOs for both directions, and removes them with their directory", () => {
  let dir = "";
  {
    using made = openChannel("fifo");
    dir = made.dir;
    assertEquals([made.there, made.back].map((path) => Deno.statSync(path).isFifo), [true, true]);
  }
  assertThrows(() => Deno.statSync(dir), Deno.errors.NotFound);
});

function openChannel(scenarioId: string) {
  const made = makeChannel(scenarioId);
  assert(!("failure" in made));
  return made;
}
