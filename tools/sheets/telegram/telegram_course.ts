// A small course and the real program, for tests: it runs with the permissions of the task, against a double.
import { fromFileUrl } from "../../../tests/harness/paths.ts";
import { linkCourse } from "../../course/link_course.ts";
import { DENO_ENV } from "../../proc/deno_env.ts";
import type { BotApiDouble } from "./bot_api_double.ts";

/** How a run of the program ended. */
export interface Ran {
  readonly code: number;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** A course in a folder of its own. */
export interface TelegramCourse extends AsyncDisposable {
  readonly root: string;
  /** Starts `deno task telegram` with these arguments. */
  readonly start: (
    double: Pick<BotApiDouble, "root" | "token">,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Running;
  readonly read: (path: string) => Promise<string>;
  readonly write: (path: string, text: string) => Promise<void>;
}

/** The program while it runs. */
export interface Running {
  readonly child: Deno.ChildProcess;
  readonly ended: Promise<Ran>;
  /** Resolves once its standard error holds these words, or it has ended. */
  readonly waitForErr: (words: string) => Promise<void>;
}

const FOLDERS = ["01_sealed_box", "02_drain_both_ends", "05_pipeline"] as const;

/** The option that publish needs once. */
export const BASE = "https://example.org/course/";

/** A Bot API that is not there, for what needs none. */
export const NOWHERE = {
  root: "http://127.0.0.1:9",
  token: "777:AAH-secret_of_nobody_1234567890_abcd",
};

const ROOT = fromFileUrl(new URL("../../../", import.meta.url)).replace(/\/$/, "");
const PAGES = ["lesson.json", "README.md", "cheatsheet.md"];

/** Makes a course of three lessons. */
export async function makeTelegramCourse(): Promise<TelegramCourse> {
  const root = await Deno.makeTempDir({ prefix: "ipc-telegram-" });
  for (const folder of FOLDERS) {
    await Deno.mkdir(`${root}/lessons/${folder}`, { recursive: true });
    for (const page of PAGES) {
      await Deno.copyFile(`${ROOT}/lessons/${folder}/${page}`, `${root}/lessons/${folder}/${page}`);
    }
  }
  await linkCourse(ROOT, root);
  await Deno.writeTextFile(`${root}/lessons/posts.json`, '{"format": 1}\n');
  return {
    root,
    start: (double, args, env = {}) => start(root, { double, args, env }),
    read: (path) => Deno.readTextFile(`${root}/${path}`),
    write: (path, text) => Deno.writeTextFile(`${root}/${path}`, text),
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

function start(
  root: string,
  { double, args, env }: {
    double: Pick<BotApiDouble, "root" | "token">;
    args: readonly string[];
    env: Readonly<Record<string, string>>;
  },
): Running {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...readTaskArgs(new URL(double.root).host), ...args],
    cwd: root,
    env: {
      ...DENO_ENV,
      NO_PROXY: "127.0.0.1",
      INIT_CWD: root,
      TELEGRAM_BOT_TOKEN: double.token,
      TELEGRAM_CHANNEL: "@ipc_course",
      TELEGRAM_OWNER: "4242",
      TELEGRAM_API: double.root,
      ...env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let err = "";
  const waiting = new Map<string, () => void>();
  const ended = readEnd(child, (text) => {
    err += text;
    for (const [words, resolve] of waiting) if (err.includes(words)) resolve();
  });
  const waitForErr = async (words: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(words, resolve);
    if (err.includes(words)) resolve();
    await Promise.race([promise, ended]);
  };
  return { child, ended, waitForErr };
}

/** The task as deno.json has it; only the host is another one, and the lock file, which the course's folder lacks. */
function readTaskArgs(host: string): string[] {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}/deno.json`));
  const command: string = tasks.telegram.command;
  return command.replace("deno run", "run --quiet --no-lock")
    .replace(/ --lock=\S+ --frozen/, "").replace("api.telegram.org", host).split(" ");
}

async function readEnd(child: Deno.ChildProcess, onErr: (text: string) => void): Promise<Ran> {
  const readErr = async () => {
    let all = "";
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      all += text;
      onErr(text);
    }
    return all;
  };
  const [{ code, signal }, out, err] = await Promise.all([
    child.status,
    child.stdout.text(),
    readErr(),
  ]);
  return { code, signal, out, err };
}
