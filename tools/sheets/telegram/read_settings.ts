/** What the environment says about bot and channel. */
export interface Settings {
  readonly token: string;
  /** As in `@my_channel` or `-1001234567890`; undefined: the one of the state. */
  readonly channel: string | undefined;
  /** The number of the account to which --probe forwards. */
  readonly ownerId: string | undefined;
  /** Where the Bot API is. */
  readonly apiRoot: string;
}

/** Telegram's own. */
const API_ROOT = "https://api.telegram.org";

/** Reads the settings, or says what is wrong with them; the token is never part of what it says. */
export function readSettings(
  env: (name: string) => string | undefined,
): Settings | { readonly problem: string } {
  const token = env("TELEGRAM_BOT_TOKEN")?.trim() ?? "";
  const channel = readOptional(env("TELEGRAM_CHANNEL"));
  const ownerId = readOptional(env("TELEGRAM_OWNER"));
  const apiRoot = (readOptional(env("TELEGRAM_API")) ?? API_ROOT).replace(/\/+$/, "");
  if (token === "") {
    const way =
      "Make a bot with @BotFather in telegram, and put its token into the environment of this command";
    return { problem: `TELEGRAM_BOT_TOKEN is not set. ${way}` };
  }
  if (!/^\d+:[\w-]{30,}$/.test(token)) {
    const form = "a number, a colon and at least 30 letters, digits, - or _";
    return {
      problem: `TELEGRAM_BOT_TOKEN is not a token: it should be ${form}, as @BotFather shows it`,
    };
  }
  if (channel !== undefined && !/^(?:@\w{3,64}|-\d{5,20})$/.test(channel)) {
    return {
      problem: `TELEGRAM_CHANNEL must look like @my_channel or -1001234567890, not "${channel}"`,
    };
  }
  if (ownerId !== undefined && !/^\d{1,20}$/.test(ownerId)) {
    return { problem: `TELEGRAM_OWNER must be the number of your account, not "${ownerId}"` };
  }
  if (!isSafeRoot(apiRoot)) {
    const rule = "an https: address, or one of this machine, since the token is sent there";
    return { problem: `TELEGRAM_API must be ${rule}` };
  }
  return { token, channel, ownerId, apiRoot };
}

function readOptional(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}

function isSafeRoot(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.search !== "") return false;
  return url.protocol === "https:" || url.protocol === "http:" && url.hostname === "127.0.0.1";
}
