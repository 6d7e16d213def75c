// `deno task telegram`: the edge of it. The token comes from the environment and goes into the addresses of calls alone.
import { fromFileUrl } from "../../tests/harness/paths.ts";
import { selectLessons } from "../course/find_lesson.ts";
import { CourseError, type Lesson } from "../course/lesson.ts";
import { loadLessons } from "../course/load_lessons.ts";
import { readStartDir } from "../course/open_course.ts";
import { endGroupsOnInterrupt } from "../proc/interrupt.ts";
import { type Io, openIo } from "../term/io.ts";
import { withOverview } from "./overview.ts";
import { runBot } from "./telegram/bot/run_bot.ts";
import { makeRedact } from "./telegram/bot_api.ts";
import { runTelegramDoctor } from "./telegram/doctor_command.ts";
import { loadState, loadStateIfThere, withAddresses } from "./telegram/posts_state.ts";
import type { Addresses } from "./telegram/load_posts.ts";
import { runPreview } from "./telegram/preview_command.ts";
import { runDryRun, runPublish } from "./telegram/publish_command.ts";
import { PublishStop } from "./telegram/publish_stop.ts";
import { readSettings, type Settings } from "./telegram/read_settings.ts";
import { writeReadmeLinks } from "./telegram/readme_links.ts";
import type { Settlement } from "./telegram/settle_intent.ts";
import { parseTelegramFlags, type TelegramFlags } from "./telegram/telegram_flags.ts";

const HELP =
  `Cheat sheets as posts of a telegram channel, or as answers of a bot, by telegram's own rules.

usage: deno task telegram preview <lesson…> [--out FILE]
       deno task telegram publish <lesson…> [--dry-run] [--probe | --adopt N | --resend]
       deno task telegram bot
       deno task telegram doctor | links        (preview, publish, bot: [--base URL] [--site URL])

  preview     prints messages, counts and buttons, and a page that looks like the chat; sends nothing
  publish     sends what is missing, edits what has changed, keeps an index pinned; safe to repeat
  bot         answers /start, /cheat pipes, /lesson 05 and @your_bot pipes, until Ctrl-C
  doctor      looks at token, channel, rights, state and address; links renews those of the READMEs
  lesson      slug, number or folder, or --all
  --base URL, --site URL   where the course can be read, and a site made with --pdf: links and buttons lead
              there (PDF: to the site); publish keeps both
  --out FILE, --dry-run    a page below .ipc; what publish would do (needs no token)
  --probe, --adopt N, --resend   when nobody knows whether a message was posted: look for it, take
              message N as the post, or send it again (as also what somebody has deleted)
  --pace S, --wait S   seconds between two posts (3); at most, when telegram asks to wait (300)

environment: TELEGRAM_BOT_TOKEN, TELEGRAM_CHANNEL (as in @my_channel), TELEGRAM_OWNER (for --probe)
examples: deno task telegram preview pipeline
          deno task telegram publish --all --base https://example.org/course/

exit codes: 0 done, 1 not all was done, 2 wrong usage, 3 course or state damaged, 70 our bug, 130 interrupted`;

const ROOT = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");
const PAGE = ".ipc/telegram_preview.html";

/** Runs the command; returns its exit code. */
export async function main(args: string[], plainIo: Io): Promise<number> {
  const io = withoutToken(plainIo, Deno.env.get("TELEGRAM_BOT_TOKEN") ?? "");
  try {
    const flags = parseTelegramFlags(args);
    if (flags === "help") return io.out(HELP), 0;
    return await runCommand(io, flags);
  } catch (error) {
    if (error instanceof PublishStop) return io.err(error.message), error.exitCode;
    if (error instanceof CourseError) {
      return io.err(`The course is damaged: ${error.message}`), 3;
    }
    io.err(`This is a bug of the course, please report it: ${Deno.inspect(error)}`);
    return 70;
  }
}

async function runCommand(io: Io, flags: TelegramFlags): Promise<number> {
  const { command, names, addresses } = flags;
  if (command === "doctor") return await runTelegramDoctor(io, ROOT, readSettings(readEnv));
  const lessons = await withOverview(ROOT, await loadLessons(ROOT));
  if (command === "links") {
    const changed = await writeReadmeLinks(ROOT, lessons, await loadState(ROOT));
    io.out(changed.length === 0 ? "All links are up to date." : changed.join("\n"));
    return 0;
  }
  if (command === "bot") return await startBot(io, lessons, addresses);
  const selected = selectLessons(lessons, names);
  if ("problem" in selected) throw new PublishStop(selected.problem, 2);
  const chosen = selected.lessons ?? lessons;
  if (command === "preview") {
    const page = flags.out === undefined ? `${ROOT}/${PAGE}` : resolvePath(flags.out);
    return await runPreview(io, ROOT, { lessons: chosen, addresses, page, isWhole: !flags.isAll });
  }
  const { paceMs, waitMs } = flags;
  const shared = { lessons, chosen, addresses, paceMs, waitMs };
  if (flags.isDryRun) return await runDryRun(io, ROOT, { ...shared, settlement: { type: "none" } });
  const settings = requireSettings();
  endGroupsOnInterrupt();
  const options = { ...shared, settlement: makeSettlement(flags.settle, settings) };
  return await runPublish(io, ROOT, { settings, options });
}

async function startBot(io: Io, lessons: Lesson[], given: Addresses): Promise<number> {
  const settings = requireSettings();
  const addresses = withAddresses(await loadStateIfThere(ROOT), given);
  endGroupsOnInterrupt();
  return await runBot(io, ROOT, { settings, lessons, addresses });
}

function requireSettings(): Settings {
  const settings = readSettings(readEnv);
  if ("problem" in settings) throw new PublishStop(settings.problem, 2);
  return settings;
}

function readEnv(name: string): string | undefined {
  return Deno.env.get(name);
}

function makeSettlement(settle: TelegramFlags["settle"], { ownerId }: Settings): Settlement {
  if (settle.type !== "probe") return settle;
  if (ownerId !== undefined) return { type: "probe", ownerId };
  const way = "Set TELEGRAM_OWNER to the number of your own account, and send /start to the bot";
  throw new PublishStop(`--probe forwards messages to you to look at them. ${way}`, 2);
}

/** Whatever is printed, an unforeseen error with the address of a call included, the token is not in it. */
function withoutToken(io: Io, token: string): Io {
  const redact = makeRedact(token.trim());
  return { ...io, out: (text) => io.out(redact(text)), err: (text) => io.err(redact(text)) };
}

function resolvePath(path: string): string {
  return path.startsWith("/") ? path : `${readStartDir()}/${path}`;
}

if (import.meta.main) Deno.exit(await main(Deno.args, openIo()));
