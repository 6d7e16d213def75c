/** A program and its arguments, one string each, as execve(2) takes them: no shell, no quoting. */
export type Argv = readonly [program: string, ...args: string[]];
