/** The options of parseArgs() that the course uses. */
export interface ParseOptions {
  boolean?: boolean | string | readonly string[];
  string?: string | readonly string[];
  collect?: string | readonly string[];
  alias?: Record<string, string | readonly string[]>;
  default?: Record<string, unknown>;
  stopEarly?: boolean;
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}
export declare function parseArgs(
  args: string[],
  options?: ParseOptions,
  // deno-lint-ignore no-explicit-any -- the real type infers it; `any` is its default too
): { [flag: string]: any; _: Array<string | number> };
