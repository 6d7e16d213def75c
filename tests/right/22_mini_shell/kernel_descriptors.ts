// @style the shell's own way: node: hands open descriptors to the children, and nobody pumps between stages

import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { closeSync, openSync, statSync } from "node:fs";
import { constants } from "node:os";
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

const FLAGS = { "<": "r", ">": "w", ">>": "a" } as const;

/** Parses from the outside in: the line is cut at its operators, each piece is cut again. */
export function parse(line: string): Step[] {
  const pieces = line.match(/'[^']*'|"[^"]*"|\|\||&&|>>|[|<>;&()'"\n]|[ \t]+|[^ \t|<>;&()'"\n]+/g);
  const bad = pieces?.find((piece) => /^[&()'"\n]$/.test(piece));
  if (bad !== undefined) throw new SyntaxError(`${bad} is not understood`);
  const list = splitAt(pieces ?? [], [";", "&&", "||"]);
  const last = list.at(-1);
  if (last?.op === ";" && last.pieces.every(isBlank)) list.pop();
  return list.map(({ op, pieces }) => ({
    op: op as Step["op"],
    pipeline: splitAt(pieces, ["|"]).map((stage) => parseCommand(stage.pieces)),
  }));
}

function splitAt(pieces: string[], ops: string[]): { op: string; pieces: string[] }[] {
  const groups: { op: string; pieces: string[] }[] = [];
  let group: { op: string; pieces: string[] } = { op: ";", pieces: [] };
  for (const piece of pieces) {
    if (ops.includes(piece)) {
      groups.push(group);
      group = { op: piece, pieces: [] };
    } else group.pieces.push(piece);
  }
  return [...groups, group];
}

function parseCommand(pieces: string[]): Command {
  const command: Command = { words: [], redirects: [] };
  let op: Redirect["op"] | undefined;
  let word: Part[] | undefined;
  const endWord = () => {
    if (word === undefined) return;
    if (op === undefined) command.words.push(word);
    else command.redirects.push({ op, target: word });
    op = word = undefined;
  };
  for (const piece of pieces) {
    if (isBlank(piece)) endWord();
    else if (piece === "<" || piece === ">" || piece === ">>") {
      endWord();
      if (op !== undefined) throw new SyntaxError(`${op} ${piece}`);
      op = piece;
    } else (word ??= []).push(...readParts(piece));
  }
  endWord();
  if (op !== undefined || command.words.length + command.redirects.length === 0) {
    throw new SyntaxError("something is missing");
  }
  return command;
}

function readParts(piece: string): Part[] {
  if (piece.startsWith("'")) return [piece.slice(1, -1)];
  const text = piece.startsWith('"') ? piece.slice(1, -1) : piece;
  return text.split(/(\$\?)/).map((part) => part === "$?" ? { variable: "?" } : part);
}

function isBlank(piece: string): boolean {
  return piece.trim() === "";
}

interface Run {
  readonly children: Set<ChildProcess>;
  readonly out: Uint8Array<ArrayBuffer>[];
  readonly errors: Uint8Array<ArrayBuffer>[];
  stdin: Uint8Array | undefined;
  signal: AbortSignal | undefined;
}

export class MiniShell {
  cwd: string;
  code = 0;
  hasExited = false;
  readonly env: Record<string, string>;

  constructor(o: { cwd?: string; env?: Record<string, string> } = {}) {
    this.cwd = o.cwd ?? Deno.cwd();
    this.env = o.env ?? {};
  }

  async run(
    line: string,
    o: { stdin?: Uint8Array; signal?: AbortSignal } = {},
  ): Promise<{ stdout: string; stderr: string; code: number }> {
    const run: Run = {
      children: new Set(),
      out: [],
      errors: [],
      stdin: o.stdin,
      signal: o.signal,
    };
    const interrupt = () => run.children.forEach(({ pid }) => pid && Deno.kill(-pid, "SIGINT"));
    o.signal?.addEventListener("abort", interrupt);
    try {
      await this.#runList(parse(line), run);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      say(run, error.message);
      this.code = 2;
    }
    o.signal?.removeEventListener("abort", interrupt);
    const [stdout, stderr] = await Promise.all([decode(run.out), decode(run.errors)]);
    return { stdout, stderr, code: this.code };
  }

  async #runList(steps: Step[], run: Run): Promise<void> {
    this.hasExited = false;
    for (const { op, pipeline } of steps) {
      if (run.signal?.aborted) break;
      if (op === "&&" && this.code !== 0) continue;
      if (op === "||" && this.code === 0) continue;
      this.code = await this.#runPipeline(pipeline, run);
      run.stdin = undefined;
      if (this.hasExited) break;
    }
    if (run.signal?.aborted) this.code = 130;
  }

  async #runPipeline(pipeline: Command[], run: Run): Promise<number> {
    const codes: Promise<number>[] = [];
    let input: number | "pipe" = "pipe";
    for (const [index, command] of pipeline.entries()) {
      const pipe = index < pipeline.length - 1 ? makePipe() : undefined;
      const shell: MiniShell = pipeline.length === 1 ? this : this.#fork();
      const files: { stdin: number | "pipe"; stdout: number | "pipe" } = {
        stdin: input,
        stdout: pipe?.writeEnd ?? "pipe",
      };
      const mine = [input, pipe?.writeEnd].filter((fd) => typeof fd === "number");
      codes.push(shell.#runStage(command, { run, files, mine }));
      // Our copies must go, or end-of-file and SIGPIPE never come.
      mine.forEach((fd) => closeSync(fd));
      input = pipe?.readEnd ?? "pipe";
    }
    return (await Promise.all(codes)).at(-1) ?? 0;
  }

  #fork(): MiniShell {
    const shell = new MiniShell({ cwd: this.cwd, env: this.env });
    shell.code = this.code;
    return shell;
  }

  #runStage(
    { words, redirects }: Command,
    { run, files, mine }: {
      run: Run;
      files: { stdin: number | "pipe"; stdout: number | "pipe" };
      mine: number[];
    },
  ): Promise<number> {
    try {
      for (const { op, target } of redirects) {
        const fd = openSync(resolve(this.cwd, this.#expand(target)), FLAGS[op]);
        mine.push(fd);
        files[op === "<" ? "stdin" : "stdout"] = fd;
      }
      const [name, ...args] = words.map((word) => this.#expand(word));
      if (name === undefined) return Promise.resolve(0);
      if (name === "cd") return Promise.resolve(this.#changeDirectory(args[0]));
      if (name === "exit") {
        this.hasExited = true;
        return Promise.resolve(Number(args[0] ?? this.code) & 255);
      }
      return this.#runProgram([name, ...args], { run, stdio: [files.stdin, files.stdout, "pipe"] });
    } catch (error) {
      say(run, String(error));
      return Promise.resolve(1);
    }
  }

  #changeDirectory(target = this.env.HOME ?? Deno.env.get("HOME") ?? "/"): number {
    const path = resolve(this.cwd, target);
    if (!statSync(path).isDirectory()) throw new Error(`${target} is no directory`);
    this.cwd = path;
    return 0;
  }

  #runProgram(
    [name, ...args]: [string, ...string[]],
    { run, stdio }: { run: Run; stdio: StdioOptions },
  ): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const env = { ...Deno.env.toObject(), ...this.env };
    let child: ChildProcess;
    const fail = (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT" && error.code !== "EACCES") return reject(error);
      say(run, `${name}: ${error.code}`);
      resolve(error.code === "ENOENT" ? 127 : 126);
    };
    try {
      child = spawn(name, args, { cwd: this.cwd, env, stdio, detached: true });
    } catch (error) {
      fail(error as NodeJS.ErrnoException);
      return promise;
    }
    run.children.add(child);
    child.on("error", fail);
    child.on("exit", () => run.children.delete(child));
    child.on("close", (code, signal) => {
      const number = signal === null ? 0 : constants.signals[signal] ?? 0;
      resolve(signal === null ? code ?? 1 : 128 + number);
    });
    child.stdout?.on("data", (chunk) => run.out.push(chunk));
    child.stderr?.on("data", (chunk) => run.errors.push(chunk));
    child.stdin?.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") reject(error);
    });
    child.stdin?.end(run.stdin);
    return promise;
  }

  #expand(word: Word): string {
    return word.map((part) => typeof part === "string" ? part : String(this.code)).join("");
  }
}

/** pipe(2) by other means: once its name is gone, a FIFO is an anonymous pipe. */
function makePipe(): { readEnd: number; writeEnd: number } {
  const dir = Deno.makeTempDirSync();
  try {
    new Deno.Command("mkfifo", { args: [`${dir}/pipe`] }).outputSync();
    const both = openSync(`${dir}/pipe`, "r+");
    const ends = {
      readEnd: openSync(`${dir}/pipe`, "r"),
      writeEnd: openSync(`${dir}/pipe`, "w"),
    };
    closeSync(both);
    return ends;
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function say(run: Run, text: string): void {
  run.errors.push(new TextEncoder().encode(`mini: ${text}\n`));
}

async function decode(chunks: Uint8Array<ArrayBuffer>[]): Promise<string> {
  return await new Blob(chunks).text();
}
