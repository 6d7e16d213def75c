import type { Refused } from "./bot_api.ts";

/** Why a publish ends early: what happened and what to do, for people. What was posted is in the state. */
export class PublishStop extends Error {
  override readonly name = "PublishStop";
  /** 1: it can go on once something is done; 2: wrong usage; 130: Ctrl-C. */
  readonly exitCode: 1 | 2 | 130;

  constructor(message: string, exitCode: 1 | 2 | 130 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Explains why telegram refused `act`, as in "post pipeline/1", and what to do. */
export function explainRefusal({ cause, reason }: Refused, act: string): string {
  return `Telegram refuses to ${act}: ${reason}.\n${ADVICE[cause]}`;
}

const ADVICE: Readonly<Record<Refused["cause"], string>> = {
  token:
    "TELEGRAM_BOT_TOKEN is not the token of a bot: take it from @BotFather, /mybots, API Token.",
  channel:
    "TELEGRAM_CHANNEL names no channel that the bot is in: write it as in @my_channel or -1001234567890, " +
    "and make the bot an administrator of it.",
  rights: "Make the bot an administrator of the channel who may post and edit messages; " +
    "deno task telegram doctor looks at its rights.",
  gone: "Somebody has deleted the message. The same command with --resend posts it again.",
  same: "The message shows this already; run the same command again.",
  foreign:
    "The message is not the bot's own: only its own can be edited. Name another with --adopt.",
  content: "Nothing was posted. deno task telegram preview shows what would be sent; " +
    "if that looks right, telegram's rules have changed: please report it.",
};
