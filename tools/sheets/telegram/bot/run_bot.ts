// `deno task telegram bot`: grammY asks telegram for what people send, pure functions answer it, until Ctrl-C. Nothing of
// what people write is kept or printed.
import type { Lesson } from "../../../course/lesson.ts";
import { interrupted, INTERRUPTED_CODE } from "../../../proc/interrupt.ts";
import type { Io } from "../../../term/io.ts";
import { makeRedact } from "../bot_api.ts";
import { pause } from "../call_patiently.ts";
import { makeContent } from "../channel_message.ts";
import type { Addresses } from "../load_posts.ts";
import { explainRefusal, PublishStop } from "../publish_stop.ts";
import type { Settings } from "../read_settings.ts";
import { answerInline } from "./answer_inline.ts";
import { answerMessage, BOT_COMMANDS } from "./answer_message.ts";
import { type BotEntry, loadBotCourse } from "./bot_course.ts";
import { makeLimitWaiter } from "./call_within_limits.ts";
import type { Bot, GrammyError } from "./grammy.ts";

/** What the bot answers with, and as whom. */
export interface BotOrder {
  readonly settings: Settings;
  readonly lessons: readonly Lesson[];
  readonly addresses: Addresses;
}

/** How long an answer may wait for a limit of telegram's; whoever has asked has gone by then. */
const WAIT_LIMIT_MS = 60_000;
/** How long a call may take, in seconds; telegram holds a poll for 30. */
const CALL_TIMEOUT_S = 60;
/** How long Ctrl-C lets answers that are on their way end, and tells telegram what has been answered. */
const GRACE_MS = 3_000;

/** Runs the bot until Ctrl-C; returns the exit code. @throws {PublishStop} when telegram refuses the bot */
export async function runBot(io: Io, root: string, order: BotOrder): Promise<number> {
  const entries = await loadBotCourse(root, order.lessons, order.addresses);
  const grammy = await loadGrammy();
  const bot = makeBot(grammy, order.settings);
  const redact = makeRedact(order.settings.token);
  const limits = { limitMs: WAIT_LIMIT_MS, signal: interrupted, say: io.err, redact };
  bot.api.config.use(makeLimitWaiter(limits));
  addAnswers(bot, entries);
  bot.catch(({ error }) => {
    io.err(`An answer was not sent: ${error instanceof Error ? error.message : error}`);
  });
  const polling = startPolling(bot, io);
  const stop = Promise.withResolvers<void>();
  interrupted.addEventListener("abort", () => stop.resolve(), { once: true });
  try {
    await Promise.race([polling, stop.promise]);
  } catch (error) {
    if (error instanceof grammy.GrammyError) throw explainEnd(error);
    throw error;
  }
  const ended = Promise.allSettled([bot.stop(), polling]);
  await Promise.race([ended, pause(GRACE_MS, new AbortController().signal)]);
  io.err("Stopped.");
  return INTERRUPTED_CODE;
}

async function loadGrammy(): Promise<typeof import("./grammy.ts")> {
  // its logger looks for settings in localStorage, for which Deno would make a database that stays
  Reflect.deleteProperty(globalThis, "localStorage");
  return await import("./grammy.ts");
}

function makeBot({ Bot }: typeof import("./grammy.ts"), { token, apiRoot }: Settings): Bot {
  return new Bot(token, {
    client: {
      apiRoot,
      timeoutSeconds: CALL_TIMEOUT_S,
      baseFetchConfig: { redirect: "manual" }, // wherever it leads to, the token would be sent there
    },
  });
}

async function startPolling(bot: Bot, io: Io): Promise<void> {
  await bot.start({
    allowed_updates: ["message", "inline_query"],
    onStart: async ({ username, supports_inline_queries }) => {
      await bot.api.setMyCommands(BOT_COMMANDS);
      io.out(`@${username} answers now: https://t.me/${username} (Ctrl-C ends it)`);
      if (supports_inline_queries) return;
      io.err(
        `Inline queries are off: send /setinline to @BotFather, so that @${username} pipes works`,
      );
    },
  });
}

function addAnswers(bot: Bot, entries: readonly BotEntry[]): void {
  bot.on("message", async (context) => {
    const { text, chat, via_bot } = context.message;
    if (via_bot !== undefined) return; // somebody has sent an inline result to the chat with its bot
    if (interrupted.aborted) return; // not confirmed any more: whoever runs the bot next will answer it
    const asked = { text, isPrivate: chat.type === "private", botName: context.me.username };
    for (const message of answerMessage(entries, asked)) {
      const { text: html, ...rest } = makeContent(message);
      await context.reply(html, rest);
    }
  });
  bot.on("inline_query", async (context) => {
    const { query, offset } = context.inlineQuery;
    const { results, nextOffset, button } = answerInline(entries, query, offset);
    await context.answerInlineQuery([...results], {
      next_offset: nextOffset,
      ...(button === undefined ? {} : { button }),
    });
  });
}

/** Why telegram does not let the bot run. */
function explainEnd({ error_code: code, description }: GrammyError): PublishStop {
  const reason = `${code} ${description}`;
  if (code === 409) {
    return new PublishStop(
      `Telegram refuses to run the bot twice: ${reason}.\nEnd the other program that answers with this token.`,
    );
  }
  if (code === 401 || code === 404) {
    const refused = { type: "refused", cause: "token", reason } as const;
    return new PublishStop(explainRefusal(refused, "run the bot"));
  }
  return new PublishStop(`Telegram refuses to run the bot: ${reason}.\nRun it again later.`);
}
