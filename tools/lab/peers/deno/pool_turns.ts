import { WorkerPool } from "../../../../solutions/23_worker_pool/mod.ts";
import type { Play } from "./turns.ts";

const JOBS = 256;
const WORKERS = 2;
/** All at once, as Pool.map() hands them out; a worker that dies loses its half, where Pool.map() never returns. */
const PREFETCH = JOBS / WORKERS;

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
