import { TypedQueue } from "../../../../solutions/09_typed_queue/mod.ts";
import type { Play } from "./turns.ts";

const MESSAGES = 64;
const BODY_BYTES = 64;

/** Lesson 09: a queue inside of one process, filled and emptied again. */
export const courseTypedQueue: Play = {
  lead() {
    const queue = new TypedQueue();
    const message = { type: 1, body: new Uint8Array(BODY_BYTES) };
    return {
      count: MESSAGES,
      async turn() {
        for (let index = 0; index < MESSAGES; index++) await queue.send(message);
        for (let index = 0; index < MESSAGES; index++) await queue.receive();
      },
      close: () => queue.close(),
    };
  },
};
