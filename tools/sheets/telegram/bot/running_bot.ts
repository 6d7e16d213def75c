// The real bot in a small course, for tests: it runs with the permissions of the task, against a double.
import { type BotApiDoubleOptions, startBotApiDouble } from "../bot_api_double.ts";
import { BASE, makeTelegramCourse, type Ran, type Running } from "../telegram_course.ts";
import { ChatsDouble } from "./chats_double.ts";

/** A sheet that is made too long for one message. */
const SHEET = "lessons/02_drain_both_ends/cheatsheet.md";

/** How long a bot may take to end; it allows itself 3 s. */
const DEADLINE_MS = 20_000;

/** A bot that runs. */
export interface RunningBot extends AsyncDisposable {
  readonly chats: ChatsDouble;
  readonly running: Running;
  /** Resolves once so many messages were sent; fails when the program has ended before. */
  readonly untilSent: (count: number) => Promise<void>;
  /** Resolves with what is waited for; fails likewise. */
  readonly until: (fact: Promise<void>) => Promise<void>;
  /** Does as Ctrl-C does, and kills a bot that does not end. */
  readonly interrupt: () => Promise<Ran>;
}

/** Starts the program; what people write can be said before it asks for it. */
export async function startBot(
  { chats = new ChatsDouble(), ...options }: BotApiDoubleOptions = {},
): Promise<RunningBot> {
  await using stack = new AsyncDisposableStack();
  const course = stack.use(await makeTelegramCourse());
  const sheet = await course.read(SHEET);
  const lines = Array<string>(50).fill("Nothing else on this sheet is as long as this trap is.");
  const long = `- ${lines.join("\n  ")}`;
  await course.write(SHEET, sheet.replace("## Traps\n", `## Traps\n\n${long}`));
  const double = stack.use(startBotApiDouble({ ...options, chats }));
  const running = course.start(double, ["bot", "--base", BASE]);
  const kept = stack.move();
  const ended = running.ended.then((ran) => {
    throw new Error(`the bot has ended: ${JSON.stringify(ran)}`);
  });
  ended.catch(() => {}); // looked at by whoever waits
  const until = (fact: Promise<void>) => Promise.race([fact, ended]);
  return {
    chats,
    running,
    untilSent: (count) => until(chats.until(() => chats.sent.length >= count)),
    until,
    interrupt: async () => {
      running.child.kill("SIGINT");
      const timer = setTimeout(() => running.child.kill("SIGKILL"), DEADLINE_MS);
      return await running.ended.finally(() => clearTimeout(timer));
    },
    async [Symbol.asyncDispose]() {
      try {
        running.child.kill("SIGKILL");
      } catch {
        // it has ended
      }
      await running.ended;
      await kept.disposeAsync();
    },
  };
}
