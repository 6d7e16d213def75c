// @test mini-shell/T20
// @says "stdout (/bin/sh is the judge) is """
// @mistake looking for programs in the PATH of its own process

import { resolve } from "node:path";

export type Part = string | { readonly variable: "?" };
export type Word = readonly Part[];

export interface Redirect {
  op: "<" | ">" | ">>";
  target: Word;
}

export interface Command {
  words: Word[];
  redirects: Redirect[];
}

export interface Step {
  op: ";" | "&&" | "||";
  pipeline: Command[];
}

type Operator = Step["op"] | Redirect["op"] | "|";
type Token = Operator | Word;

const TOKEN =
  /(?<op>\|\||&&|>>|[|<>;])|(?<word>(?:'[^']*'|"[^"]*"|[^ \t\n'"|&<>;()])+)|[ \t]+|(?<rest>.+)/gs;

export function parse(line: string): Step[] {
  const tokens = tokenise(line);
  const steps: Step[] = [];
  let op: Step["op"] | undefined = ";";
  while (op !== undefined) {
    if (op === ";" && tokens.length === 0) break;
    steps.push({ op, pipeline: takePipeline(tokens) });
    op = take(tokens, ";", "&&", "||");
  }
  return steps;
}

function tokenise(line: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups = {} } of line.matchAll(TOKEN)) {
    if (groups.rest) throw new SyntaxError(`Cannot read this line from ${groups.rest}`);
    if (groups.op) tokens.push(groups.op as Operator);
    if (groups.word) tokens.push(readWord(groups.word));
  }
  return tokens;
}

function readWord(text: string): Word {
  const parts: Part[] = [];
  for (const [, single, double, plain] of text.matchAll(/'([^']*)'|"([^"]*)"|([^'"]+)/g)) {
    if (single !== undefined) parts.push(single);
    else parts.push(...(double ?? plain ?? "").split(/(\$\?)/).map(markLastCode));
  }
  return parts;
}

function markLastCode(text: string): Part {
  return text === "$?" ? { variable: "?" } : text;
}

function takePipeline(tokens: Token[]): Command[] {
  const pipeline: Command[] = [];
  do pipeline.push(takeCommand(tokens)); while (take(tokens, "|"));
  return pipeline;
}

function takeCommand(tokens: Token[]): Command {
  const command: Command = { words: [], redirects: [] };
  for (;;) {
    const op = take(tokens, "<", ">", ">>");
    const word = takeWord(tokens);
    if (word === undefined) {
      if (op === undefined && command.words.length + command.redirects.length > 0) return command;
      const [next] = [...tokens, "the end of the line"];
      throw new SyntaxError(`Cannot go on at ${next}`);
    }
    if (op === undefined) command.words.push(word);
    else command.redirects.push({ op, target: word });
  }
}

function take<Wanted extends Operator>(tokens: Token[], ...wanted: Wanted[]): Wanted | undefined {
  const op = wanted.find((one) => one === tokens[0]);
  if (op !== undefined) tokens.shift();
  return op;
}

function takeWord(tokens: Token[]): Word | undefined {
  const [word] = tokens;
  if (typeof word !== "object") return undefined;
  tokens.shift();
  return word;
}

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

interface State {
  cwd: string;
  code: number;
  hasExited?: boolean;
}

interface Job {
  readonly env: Record<string, string>;
  readonly signal: AbortSignal | undefined;
  readonly running: Set<Deno.ChildProcess>;
  readonly stdout: Uint8Array<ArrayBuffer>[];
  readonly stderr: Uint8Array<ArrayBuffer>[];
}

interface Stage {
  readonly command: Command;
  readonly state: State;
  readonly job: Job;
  readonly left: Promise<Bytes>;
  readonly passRight: (output: Bytes) => void;
}

interface Files {
  input?: Deno.FsFile;
  output?: Deno.FsFile;
}

const OPEN = {
  "<": { read: true },
  ">": { write: true, create: true, truncate: true },
  ">>": { append: true, create: true },
} as const;

export class MiniShell {
  readonly #env: Record<string, string>;
  readonly #state: State;

  constructor(o: { cwd?: string; env?: Record<string, string> } = {}) {
    this.#env = { ...o.env };
    this.#state = { cwd: resolve(o.cwd ?? "."), code: 0 };
  }

  async run(
    line: string,
    o: { stdin?: Uint8Array; signal?: AbortSignal } = {},
  ): Promise<{ stdout: string; stderr: string; code: number }> {
    const running = new Set<Deno.ChildProcess>();
    const job: Job = { env: this.#env, signal: o.signal, running, stdout: [], stderr: [] };
    const interrupt = () => running.forEach(interruptGroup);
    o.signal?.addEventListener("abort", interrupt);
    try {
      await runSteps(parse(line), { job, state: this.#state, input: toStream(o.stdin) });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      say(job, error.message);
      this.#state.code = 2;
    } finally {
      o.signal?.removeEventListener("abort", interrupt);
    }
    const [stdout, stderr] = await Promise.all([decode(job.stdout), decode(job.stderr)]);
    return { stdout, stderr, code: this.#state.code };
  }
}

async function runSteps(
  steps: Step[],
  { job, state, input }: { job: Job; state: State; input: Bytes },
): Promise<void> {
  state.hasExited = false;
  for (const { op, pipeline } of steps) {
    if (op === "&&" && state.code !== 0 || op === "||" && state.code === 0) continue;
    if (!job.signal?.aborted) state.code = await runPipeline(pipeline, { job, state, input });
    if (job.signal?.aborted) state.code = 130;
    if (job.signal?.aborted || state.hasExited) return;
  }
}

async function runPipeline(
  pipeline: Command[],
  { job, state, input }: { job: Job; state: State; input: Bytes },
): Promise<number> {
  let left = Promise.resolve(input);
  const codes = pipeline.map((command) => {
    const own = pipeline.length > 1 ? { ...state } : state;
    const right = Promise.withResolvers<Bytes>();
    const code = runStage({ command, job, state: own, left, passRight: right.resolve });
    left = right.promise;
    return code;
  });
  await collect(await left, job.stdout);
  return (await Promise.all(codes)).at(-1) ?? 0;
}

async function runStage(stage: Stage): Promise<number> {
  const { command, state, job } = stage;
  try {
    using opened = new DisposableStack();
    const files = await openFiles(command.redirects, { state, opened });
    const [name, ...args] = command.words.map((word) => expand(word, state));
    if (name === undefined) return 0;
    if (name === "cd") return await changeDirectory(state, args[0] ?? findHome(job.env));
    if (name === "exit") return exit(state, args[0]);
    return await runProgram(stage, { name, args, files });
  } catch (error) {
    say(job, error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    stage.passRight(toStream());
    const unread = new Deno.errors.BrokenPipe("nobody reads");
    await (await stage.left).cancel(unread).catch(() => {});
  }
}

async function openFiles(
  redirects: Redirect[],
  { state, opened }: { state: State; opened: DisposableStack },
): Promise<Files> {
  const files: Files = {};
  for (const { op, target } of redirects) {
    const file = await Deno.open(resolve(state.cwd, expand(target, state)), OPEN[op]);
    files[op === "<" ? "input" : "output"] = opened.use(file);
  }
  return files;
}

async function runProgram(
  { job, state, left, passRight }: Stage,
  { name, args, files }: { name: string; args: string[]; files: Files },
): Promise<number> {
  if (job.signal?.aborted) return 130;
  let child: Deno.ChildProcess;
  try {
    const pipes = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
    const options = { args, cwd: state.cwd, env: job.env, detached: true, ...pipes };
    child = new Deno.Command(findProgram(name), options).spawn();
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound;
    say(job, `${name}: ${isMissing ? "not found" : "cannot be executed"}`);
    return isMissing ? 127 : 126;
  }
  job.running.add(child);
  if (files.output === undefined) passRight(child.stdout);
  const outcomes = await Promise.allSettled([
    left.then((input) => pump(files.input?.readable ?? input, child.stdin)),
    files.output && save(child.stdout, files.output),
    collect(child.stderr, job.stderr),
    child.status.finally(() => job.running.delete(child)),
  ]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return (await child.status).code;
}

function findProgram(name: string): string {
  if (name.includes("/")) return name;
  const dirs = (Deno.env.get("PATH") ?? "").split(":");
  const paths = dirs.map((dir) => `${dir}/${name}`);
  const found = paths.find((path) => statOrNothing(path)?.isFile);
  if (found === undefined) throw new Deno.errors.NotFound(name);
  return found;
}

function statOrNothing(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

async function pump(from: Bytes, to: WritableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
  try {
    await from.pipeTo(to);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

async function save(from: Bytes, file: Deno.FsFile): Promise<void> {
  for await (const chunk of from) {
    for (let done = 0; done < chunk.length;) done += await file.write(chunk.subarray(done));
  }
}

async function collect(from: Bytes, into: Uint8Array<ArrayBuffer>[]): Promise<void> {
  for await (const chunk of from) into.push(chunk);
}

async function changeDirectory(state: State, target: string): Promise<number> {
  const path = resolve(state.cwd, target);
  const { isDirectory } = await Deno.stat(path);
  if (!isDirectory) throw new Deno.errors.NotADirectory(`cd: ${target} is no directory`);
  state.cwd = path;
  return 0;
}

function findHome(env: Record<string, string>): string {
  return env.HOME ?? Deno.env.get("HOME") ?? "/";
}

function exit(state: State, code = String(state.code)): number {
  if (!/^\d+$/.test(code)) throw new RangeError(`exit: ${code} is no exit code`);
  state.hasExited = true;
  return Number(code) & 0xff;
}

function expand(word: Word, { code }: State): string {
  return word.map((part) => typeof part === "string" ? part : code).join("");
}

function interruptGroup({ pid }: Deno.ChildProcess): void {
  try {
    Deno.kill(-pid, "SIGINT");
  } catch {
    // all of them have ended by themselves
  }
}

function say(job: Job, text: string): void {
  job.stderr.push(new TextEncoder().encode(`mini-shell: ${text}\n`));
}

function toStream(bytes: Uint8Array = new Uint8Array()): Bytes {
  return ReadableStream.from([bytes.slice()]);
}

function decode(chunks: Uint8Array<ArrayBuffer>[]): Promise<string> {
  return new Blob(chunks).text();
}
