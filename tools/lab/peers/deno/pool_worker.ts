// A worker of lesson 23 whose jobs are as tiny as can be.
import { serveJobs } from "#lib/worker_jobs.ts";

await serveJobs((n: number) => n + 1);
