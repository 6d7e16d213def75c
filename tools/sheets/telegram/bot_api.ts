import { asRecord, parseRecord } from "./parse_record.ts";

/** What came of a call. */
export type Outcome<T> =
  | { readonly type: "done"; readonly result: T }
  | Refused
  /** It was not done, and may be tried again. */
  | { readonly type: "later"; readonly waitMs: number; readonly reason: string }
  /** It may be done or not: nobody can tell from here. */
  | { readonly type: "unknown"; readonly reason: string };

/** A call that telegram has refused: it was not done, and will not be done if tried again. */
export interface Refused {
  readonly type: "refused";
  readonly cause: RefusalCause;
  /** In telegram's own words, as in `400 Bad Request: chat not found`. */
  readonly reason: string;
}

/** Why telegram refuses a call; `same` and `gone` are said of the message that a call is about. */
export type RefusalCause = "token" | "channel" | "rights" | "gone" | "same" | "foreign" | "content";

/** The Bot API as one bot sees it. */
export interface BotApi {
  /**
   * Calls a method once.
   *
   * @param read gives the result that is looked for, or undefined when the answer does not hold it
   */
  readonly call: <T>(
    method: string,
    body: Readonly<Record<string, unknown>>,
    read: (result: unknown) => T | undefined,
  ) => Promise<Outcome<T>>;
}

/** Where the Bot API is, and who calls. */
export interface BotApiOptions {
  /** As in `https://api.telegram.org`. */
  readonly root: string;
  /** Goes into the address of each call and nowhere else. */
  readonly token: string;
  /**
   * How long a call may take, in ms.
   *
   * @default 30000
   */
  readonly timeoutMs?: number;
}

/** How long to wait where telegram does not say it, in ms. */
const DEFAULT_WAIT_MS = 2_000;

/** Opens the Bot API for one bot; nothing is called yet. */
export function openBotApi({ root, token, timeoutMs = 30_000 }: BotApiOptions): BotApi {
  const redact = makeRedact(token);
  return {
    async call(method, body, read) {
      const stop = new AbortController();
      const late = new DOMException(`no answer within ${timeoutMs / 1000} s`, "TimeoutError");
      const timer = setTimeout(() => stop.abort(late), timeoutMs);
      try {
        const response = await fetch(`${root}/bot${token}/${method}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          // fetch() sends a text again, and says nothing of it, when a kept connection breaks: the message would be posted
          // twice. What it reads from a stream it cannot repeat.
          body: new Blob([JSON.stringify(body)]).stream(),
          redirect: "manual", // wherever it leads to, the token would be sent there
          signal: stop.signal,
        });
        return readAnswer(response.status, redact(await response.text()), read);
      } catch (error) {
        return describeFailure(error, redact);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Makes the function that takes a token out of a text, whole, in an address, or its secret half alone. */
export function makeRedact(token: string): (text: string) => string {
  const secret = token.slice(token.indexOf(":") + 1);
  const forms = [token, encodeURIComponent(token), secret].filter((form) => form !== "");
  return (text) => forms.reduce((left, form) => left.replaceAll(form, "[token]"), text);
}

/** Describes what fetch() says; the cause holds the address, and so the token. */
export function describeFailure(
  error: unknown,
  redact: (text: string) => string,
): Exclude<Outcome<never>, Refused | { type: "done" }> {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const text = redact(cause instanceof Error ? cause.message : message);
  const reason = text.replace(
    /^error sending request (?:for url|from \S+ for) .*?: (?=client|connection)/,
    "",
  );
  // only a connection that was never made proves that nothing has been sent
  if (text.includes("client error (Connect)")) {
    const why = reason.replace("client error (Connect): ", "");
    return { type: "later", waitMs: DEFAULT_WAIT_MS, reason: `telegram cannot be reached: ${why}` };
  }
  return { type: "unknown", reason };
}

function readAnswer<T>(
  status: number,
  text: string,
  read: (result: unknown) => T | undefined,
): Outcome<T> {
  const answer = parseAnswer(text);
  if (answer === undefined) {
    return { type: "unknown", reason: `the answer (status ${status}) is not the Bot API's JSON` };
  }
  if (answer.ok) {
    const result = read(answer.result);
    return result === undefined
      ? { type: "unknown", reason: "the answer says that it is done, but not what was made" }
      : { type: "done", result };
  }
  const { code, description, retryAfterS } = answer;
  const reason = `${code} ${description}`;
  if (code === 429) {
    const waitMs = retryAfterS === undefined ? DEFAULT_WAIT_MS : retryAfterS * 1000;
    return { type: "later", waitMs, reason: `telegram asks to wait: ${description}` };
  }
  if (code >= 500) {
    return { type: "unknown", reason: `telegram has a trouble of its own: ${reason}` };
  }
  return { type: "refused", cause: classify(code, description), reason };
}

type Answer =
  | { readonly ok: true; readonly result: unknown }
  | {
    readonly ok: false;
    readonly code: number;
    readonly description: string;
    readonly retryAfterS: number | undefined;
  };

function parseAnswer(text: string): Answer | undefined {
  const answer = parseRecord(text);
  if (answer?.ok === true) return { ok: true, result: answer.result };
  const { error_code: code, description, parameters } = answer ?? {};
  if (answer?.ok !== false || typeof code !== "number") return undefined;
  const wait = asRecord(parameters)?.retry_after;
  const isWait = typeof wait === "number" && Number.isFinite(wait) && wait >= 0;
  return {
    ok: false,
    code,
    description: typeof description === "string" ? description : "without a reason",
    retryAfterS: isWait ? wait : undefined,
  };
}

/** Telegram has codes for classes of reasons alone; the reason itself is only in the words. */
function classify(code: number, description: string): RefusalCause {
  if (code === 401 || code === 404) return "token";
  if (/message is not modified/.test(description)) return "same";
  if (/message to \w+ not found|MESSAGE_ID_INVALID/.test(description)) return "gone";
  if (/message can't be (?:edited|forwarded)/.test(description)) return "foreign";
  if (/chat not found|chat_id is empty/.test(description)) return "channel";
  return code === 403 || /rights|FORBIDDEN|ADMIN_REQUIRED/.test(description) ? "rights" : "content";
}
