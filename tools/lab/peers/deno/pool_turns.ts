import { WorkerPool } from "../../../../solutions/23_worker_pool/mod.ts";
import type { Play } from "./turns.ts";

const JOBS = 256;
const WORKERS = 2;
/** Jobs that a worker may hold: they are lost when it dies, which is fine for these. */
const PREFETCH = 32;

/** Lesson 23: many tiny jobs at once. */
export const coursePool: Play = {
  async lead() {
    const script = new URL("./pool_worker.ts", import.meta.url);
    const pool = new WorkerPool({ size: WORKERS, prefetch: PREFETCH, script });
    await pool.start();
    return {
      count: JOBS,
      async turn() {
        await Promise.all(Array.from({ length: JOBS }, (_, n) => pool.submit<number>(n)));
      },
      close: () => pool.shutdown(),
    };
  },
};
