// @style each stage a function of its input and its output, joined by TransformStreams; a reader that goes by characters

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

type Input = ReadableStream<Uint8Array<ArrayBuffer>>;
type Output = WritableStream<Uint8Array<ArrayBuffer>>;
interface Shell {
  cwd: string;
  env: Record<string, string>;
  code: number;
  over: boolean;
}

export function parse(line: string): Step[] {
  let at = 0;
  const fail = (what: string): never => {
    throw new SyntaxError(`${what} at character ${at + 1}`);
  };
  const skipBlanks = () => {
    while (line[at] === " " || line[at] === "\t") at++;
  };
  const eat = (op: string) => {
    skipBlanks();
    if (!line.startsWith(op, at)) return false;
    if (op === "|" && line[at + 1] === "|") return false;
    at += op.length;
    return true;
  };
  const readQuoted = (quote: string) => {
    const end = line.indexOf(quote, at + 1);
    if (end < 0) fail("a quote that nobody closes");
    const text = line.slice(at + 1, end);
    at = end + 1;
    return text;
  };
  const readWord = (): Word | undefined => {
    skipBlanks();
    const parts: Part[] = [];
    const start = at;
    for (
      let char = line[at];
      char !== undefined && !" \t\n|&<>;()".includes(char);
      char = line[at]
    ) {
      if (char === "'") parts.push(readQuoted("'"));
      else if (char === '"') {
        readQuoted('"').split("$?").forEach((text, index) =>
          parts.push(...(index > 0 ? [{ variable: "?" } as const] : []), text)
        );
      } else if (line.startsWith("$?", at)) {
        parts.push({ variable: "?" });
        at += 2;
      } else {
        parts.push(char);
        at++;
      }
    }
    return at > start ? parts : undefined;
  };
  const readCommand = (): Command => {
    const command: Command = { words: [], redirects: [] };
    for (;;) {
      const op = ([">>", ">", "<"] as const).find(eat);
      const word = readWord();
      if (op && word) command.redirects.push({ op, target: word });
      else if (word) command.words.push(word);
      else if (op || command.words.length + command.redirects.length === 0) {
        fail("a word is missing");
      } else return command;
    }
  };
  const steps: Step[] = [];
  for (let op: Step["op"] | undefined = ";"; op; op = (["&&", "||", ";"] as const).find(eat)) {
    skipBlanks();
    if (op === ";" && at === line.length) return steps;
    const pipeline = [readCommand()];
    while (eat("|")) pipeline.push(readCommand());
    steps.push({ op, pipeline });
  }
  if (at < line.length) fail("something unknown");
  return steps;
}

export class MiniShell {
  #shell: Shell;

  constructor({ cwd = Deno.cwd(), env = {} }: { cwd?: string; env?: Record<string, string> } = {}) {
    this.#shell = { cwd, env, code: 0, over: false };
  }

  async run(line: string, { stdin, signal }: { stdin?: Uint8Array; signal?: AbortSignal } = {}) {
    const shell = this.#shell;
    const out: Uint8Array<ArrayBuffer>[] = [];
    const errors: Uint8Array<ArrayBuffer>[] = [];
    const line_ = new Line(errors, signal);
    try {
      const steps = parse(line);
      shell.over = false;
      let input = new Blob(stdin ? [stdin.slice()] : []).stream();
      for (const { op, pipeline } of steps) {
        if (signal?.aborted || shell.over) break;
        if (op !== ";" && (op === "&&") !== (shell.code === 0)) continue;
        shell.code = await line_.runPipeline(pipeline, { shell, input, out });
        input = new Blob().stream();
      }
      if (signal?.aborted) shell.code = 130;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      line_.say(error.message);
      shell.code = 2;
    }
    const [stdout, stderr] = await Promise.all([new Blob(out).text(), new Blob(errors).text()]);
    return { stdout, stderr, code: shell.code };
  }
}

class Line {
  readonly errors: Uint8Array<ArrayBuffer>[];
  readonly signal: AbortSignal | undefined;

  constructor(errors: Uint8Array<ArrayBuffer>[], signal: AbortSignal | undefined) {
    this.errors = errors;
    this.signal = signal;
  }

  say(text: string): void {
    this.errors.push(new TextEncoder().encode(`shell: ${text}\n`));
  }

  async runPipeline(
    pipeline: Command[],
    { shell, input, out }: { shell: Shell; input: Input; out: Uint8Array<ArrayBuffer>[] },
  ): Promise<number> {
    const codes: Promise<number>[] = [];
    for (const [index, command] of pipeline.entries()) {
      const isLast = index === pipeline.length - 1;
      const joint = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
      const output = isLast ? collectInto(out) : joint.writable;
      const own = pipeline.length === 1 ? shell : structuredClone(shell);
      codes.push(this.runStage(command, { shell: own, input, output }));
      input = joint.readable;
    }
    return (await Promise.all(codes)).at(-1) ?? 0;
  }

  async runStage(
    { words, redirects }: Command,
    { shell, input, output }: { shell: Shell; input: Input; output: Output },
  ): Promise<number> {
    const expand = (word: Word) =>
      word.map((part) => typeof part === "string" ? part : shell.code).join("");
    const left = input;
    const right = output;
    const files: Deno.FsFile[] = [];
    try {
      for (const { op, target } of redirects) {
        const mode = op === "<"
          ? { read: true }
          : { create: true, append: op === ">>", write: true, truncate: op === ">" };
        const file = await Deno.open(toAbsolute(expand(target), shell), mode);
        files.push(file);
        if (op === "<") input = file.readable;
        else output = file.writable;
      }
      return await this.runWords(words.map(expand), { shell, input, output });
    } catch (error) {
      this.say(String(error));
      return 1;
    } finally {
      for (const file of files) file[Symbol.dispose]();
      await left.cancel(new Deno.errors.BrokenPipe()).catch(() => {});
      if (!right.locked) await right.close().catch(() => {});
    }
  }

  async runWords(
    [name, ...args]: string[],
    { shell, input, output }: { shell: Shell; input: Input; output: Output },
  ): Promise<number> {
    if (name === undefined) return 0;
    if (name === "exit") {
      shell.over = true;
      return Number(args[0] ?? shell.code) % 256;
    }
    if (name === "cd") {
      const home = shell.env.HOME ?? Deno.env.get("HOME") ?? "/";
      const path = toAbsolute(args[0] ?? home, shell);
      if (!(await Deno.stat(path)).isDirectory) throw new Error(`${path} is no directory`);
      shell.cwd = path;
      return 0;
    }
    if (this.signal?.aborted) return 130;
    const options = { args, cwd: shell.cwd, env: shell.env, detached: true };
    const command = new Deno.Command(name, {
      ...options,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    });
    let child: Deno.ChildProcess;
    try {
      child = command.spawn();
    } catch (error) {
      this.say(`${name}: ${error}`);
      return error instanceof Deno.errors.NotFound ? 127 : 126;
    }
    const interrupt = () => Deno.kill(-child.pid, "SIGINT");
    this.signal?.addEventListener("abort", interrupt);
    const status = child.status.finally(() => this.signal?.removeEventListener("abort", interrupt));
    const [{ code }] = await Promise.all([
      status,
      pump(input, child.stdin),
      pump(child.stdout, output),
      pump(child.stderr, collectInto(this.errors)),
    ]);
    return code;
  }
}

function collectInto(chunks: Uint8Array<ArrayBuffer>[]): Output {
  return new WritableStream({ write: (chunk) => void chunks.push(chunk) });
}

async function pump(from: Input, to: Output): Promise<void> {
  await from.pipeTo(to).catch((error) => {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  });
}

function toAbsolute(path: string, { cwd }: Shell): string {
  return path.startsWith("/") ? path : `${cwd}/${path}`;
}
