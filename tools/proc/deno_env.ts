/**
 * Variables for a Deno that is a child: no colours, and no look for a newer Deno, which is a quarter of the processor time
 * of a small program.
 */
export const DENO_ENV = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" } as const;
