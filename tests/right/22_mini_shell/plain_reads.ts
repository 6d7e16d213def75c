// @style read and write by hand, no pipeTo; each stage is started when the one to its left has been

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

type Chunk = Uint8Array<ArrayBuffer>;
/** Gives the next bytes, or null at the end; `stop` says that nobody will ask again. */
interface Source {
  read(): Promise<Chunk | null>;
  stop(): Promise<void>;
}
/** Takes bytes; returns false when nobody wants them any more. */
interface Sink {
  write(chunk: Chunk): Promise<boolean>;
  end(): Promise<void>;
}

const PATTERNS = {
  blank: /[ \t]+/y,
  op: /&&|\|\||>>|[;|<>]/y,
  single: /'([^']*)'/y,
  double: /"([^"]*)"/y,
  code: /\$\?/y,
  plain: /[^ \t\n'"|&<>;()$]+|\$/y,
};

class Lexer {
  readonly tokens: (string | { word: Part[] })[] = [];
  #glued = false;

  constructor(line: string) {
    for (let at = 0; at < line.length;) {
      const [kind, match] = this.#match(line, at);
      at += match[0].length;
      if (kind === "op") this.tokens.push(match[0]);
      if (kind === "op" || kind === "blank") this.#glued = false;
      else if (kind === "code") this.#add({ variable: "?" });
      else if (kind === "double") this.#addText(match[1] ?? "");
      else this.#add(match[1] ?? match[0]);
    }
  }

  #match(line: string, at: number): [string, RegExpExecArray] {
    for (const [kind, pattern] of Object.entries(PATTERNS)) {
      pattern.lastIndex = at;
      const match = pattern.exec(line);
      if (match !== null) return [kind, match];
    }
    throw new SyntaxError(`unexpected ${line[at]}`);
  }

  #addText(text: string): void {
    this.#add("");
    for (const [piece] of text.matchAll(/\$\?|\$|[^$]+/g)) {
      this.#add(piece === "$?" ? { variable: "?" } : piece);
    }
  }

  #add(part: Part): void {
    const last = this.tokens.at(-1);
    if (this.#glued && typeof last === "object") last.word.push(part);
    else this.tokens.push({ word: [part] });
    this.#glued = true;
  }
}

export function parse(line: string): Step[] {
  const steps: Step[] = [];
  let step: Step = { op: ";", pipeline: [] };
  let command: Command = { words: [], redirects: [] };
  const endCommand = (token: string) => {
    if (command.words.length + command.redirects.length === 0) {
      throw new SyntaxError(`nothing before ${token}`);
    }
    step.pipeline.push(command);
    command = { words: [], redirects: [] };
  };
  const { tokens } = new Lexer(line);
  if (tokens.at(-1) === ";" && tokens.length > 1) tokens.pop();
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (typeof token === "object") command.words.push(token.word);
    else if (token === "<" || token === ">" || token === ">>") {
      if (typeof next !== "object") throw new SyntaxError(`no file behind ${token}`);
      command.redirects.push({ op: token, target: next.word });
      at++;
    } else {
      endCommand(token ?? "");
      if (token === "|") continue;
      steps.push(step);
      step = { op: token as Step["op"], pipeline: [] };
    }
  }
  if (tokens.length === 0) return steps;
  endCommand("the end");
  return [...steps, step];
}

export class MiniShell {
  #cwd: string;
  #env: Record<string, string>;
  #code = 0;

  constructor(o: { cwd?: string; env?: Record<string, string> } = {}) {
    this.#cwd = o.cwd ?? Deno.cwd();
    this.#env = o.env ?? {};
  }

  async run(
    line: string,
    o: { stdin?: Uint8Array; signal?: AbortSignal } = {},
  ): Promise<{ stdout: string; stderr: string; code: number }> {
    const job = new Job(this.#cwd, { ...this.#env }, o.signal);
    job.code = this.#code;
    try {
      await job.runAll(parse(line), o.stdin ?? new Uint8Array());
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      job.code = 2;
      job.say(`syntax error: ${error.message}`);
    }
    this.#cwd = job.cwd;
    this.#code = job.code;
    return { stdout: await toText(job.out), stderr: await toText(job.errors), code: job.code };
  }
}

class Job {
  readonly out: Chunk[] = [];
  readonly errors: Chunk[] = [];
  code = 0;
  isOver = false;

  constructor(
    public cwd: string,
    readonly env: Record<string, string>,
    readonly signal: AbortSignal | undefined,
  ) {}

  say(text: string): void {
    this.errors.push(new TextEncoder().encode(text + "\n"));
  }

  async runAll(steps: Step[], stdin: Uint8Array): Promise<void> {
    let input = fromBytes(stdin);
    for (const { op, pipeline } of steps) {
      if (op === "&&" && this.code !== 0 || op === "||" && this.code === 0) continue;
      if (this.isOver || this.signal?.aborted) break;
      this.code = await this.#runPipeline(pipeline, input);
      input = fromBytes(new Uint8Array());
    }
    if (this.signal?.aborted) this.code = 130;
  }

  async #runPipeline(pipeline: Command[], input: Source): Promise<number> {
    if (pipeline.length === 1 && pipeline[0] !== undefined) {
      const { output, code } = await this.#start(pipeline[0], input);
      await copy(output, intoList(this.out));
      return await code;
    }
    const codes: Promise<number>[] = [];
    for (const command of pipeline) {
      const fork = new Job(this.cwd, this.env, this.signal);
      fork.code = this.code;
      const { output, code } = await fork.#start(command, input);
      codes.push(code.finally(() => this.errors.push(...fork.errors)));
      input = output;
    }
    await copy(input, intoList(this.out));
    return (await Promise.all(codes)).at(-1) ?? 0;
  }

  /** Resolves when the stage runs, or cannot: `code` says how it ends. */
  async #start(
    { words, redirects }: Command,
    left: Source,
  ): Promise<{ output: Source; code: Promise<number> }> {
    const files: { in?: Deno.FsFile; out?: Deno.FsFile } = {};
    const leave = async (code: number) => {
      files.in?.close();
      files.out?.close();
      await left.stop();
      return { output: fromBytes(new Uint8Array()), code: Promise.resolve(code) };
    };
    try {
      for (const { op, target } of redirects) {
        const path = this.#toPath(this.#expand(target));
        const side = op === "<" ? "in" : "out";
        const options = op === "<" ? { read: true } : { write: op === ">", create: true };
        const file = await Deno.open(path, {
          ...options,
          truncate: op === ">",
          append: op === ">>",
        });
        files[side]?.close();
        files[side] = file;
      }
      const [name, ...args] = words.map((word) => this.#expand(word));
      if (name === undefined) return await leave(0);
      if (name === "cd") return await leave(await this.#changeDirectory(args[0]));
      if (name === "exit") {
        this.isOver = true;
        return await leave(Number(args[0] ?? this.code) & 255);
      }
      if (this.signal?.aborted) return await leave(130);
      const child = this.#spawn(name, args);
      if (typeof child === "number") return await leave(child);
      if (files.in !== undefined) await left.stop();
      return this.#connect(child, { left: files.in ? fromFile(files.in) : left, out: files.out });
    } catch (error) {
      this.say(String(error));
      return await leave(1);
    }
  }

  #connect(
    child: Deno.ChildProcess,
    { left, out }: { left: Source; out: Deno.FsFile | undefined },
  ): { output: Source; code: Promise<number> } {
    const interrupt = () => Deno.kill(-child.pid, "SIGINT");
    this.signal?.addEventListener("abort", interrupt);
    const stdout = fromStream(child.stdout);
    const work = Promise.allSettled([
      child.status.finally(() => this.signal?.removeEventListener("abort", interrupt)),
      copy(left, intoStream(child.stdin)),
      copy(fromStream(child.stderr), intoList(this.errors)),
      out && copy(stdout, intoFile(out)),
    ]);
    const judge = async () => {
      const failed = (await work).find((one) => one.status === "rejected");
      if (failed === undefined) return (await child.status).code;
      this.say(String(failed.reason));
      return 1;
    };
    return { output: out ? fromBytes(new Uint8Array()) : stdout, code: judge() };
  }

  #spawn(name: string, args: string[]): Deno.ChildProcess | number {
    try {
      return new Deno.Command(name, {
        args,
        cwd: this.cwd,
        env: this.env,
        detached: true,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
    } catch (error) {
      this.say(`${name}: ${error}`);
      return error instanceof Deno.errors.NotFound ? 127 : 126;
    }
  }

  async #changeDirectory(target = this.env.HOME ?? Deno.env.get("HOME") ?? "/"): Promise<number> {
    const path = await Deno.realPath(this.#toPath(target));
    for await (const _ of Deno.readDir(path)) break; // fails unless it is a directory
    this.cwd = path;
    return 0;
  }

  #expand(word: Word): string {
    return word.map((part) => typeof part === "string" ? part : this.code).join("");
  }

  #toPath(path: string): string {
    return path.startsWith("/") ? path : `${this.cwd}/${path}`;
  }
}

async function copy(from: Source, to: Sink): Promise<void> {
  try {
    for (let chunk = await from.read(); chunk !== null; chunk = await from.read()) {
      if (!await to.write(chunk)) break;
    }
  } finally {
    await from.stop();
    await to.end();
  }
}

function fromBytes(bytes: Uint8Array): Source {
  let rest: Chunk | null = bytes.length > 0 ? bytes.slice() : null;
  return {
    read() {
      const chunk = rest;
      rest = null;
      return Promise.resolve(chunk);
    },
    stop: () => Promise.resolve(),
  };
}

function fromStream(stream: ReadableStream<Chunk>): Source {
  const reader = stream.getReader();
  return { read: async () => (await reader.read()).value ?? null, stop: () => reader.cancel() };
}

function fromFile(file: Deno.FsFile): Source {
  return {
    async read() {
      const buffer = new Uint8Array(65_536);
      const count = await file.read(buffer);
      return count === null ? null : buffer.subarray(0, count);
    },
    stop: async () => await file[Symbol.dispose](),
  };
}

function intoList(list: Chunk[]): Sink {
  return {
    write: (chunk) => Promise.resolve(list.push(chunk) > 0),
    end: () => Promise.resolve(),
  };
}

function intoFile(file: Deno.FsFile): Sink {
  return {
    async write(chunk) {
      for (let done = 0; done < chunk.length;) done += await file.write(chunk.subarray(done));
      return true;
    },
    end: async () => await file[Symbol.dispose](),
  };
}

function intoStream(stream: WritableStream<Chunk>): Sink {
  const writer = stream.getWriter();
  writer.closed.catch(() => {});
  const survive = (error: unknown) => {
    if (error instanceof Deno.errors.BrokenPipe) return false;
    throw error;
  };
  return {
    write: (chunk) => writer.write(chunk).then(() => true, survive),
    end: () => writer.close().catch(() => {}),
  };
}

async function toText(chunks: Chunk[]): Promise<string> {
  return await new Blob(chunks).text();
}
