import type { Io } from "../../term/io.ts";
import { makeStyles } from "../../term/style.ts";
import { openBotApi } from "./bot_api.ts";
import { checkChannel, checkState, type Finding } from "./check_channel.ts";
import { loadIntent } from "./journal.ts";
import { loadState } from "./posts_state.ts";
import type { Settings } from "./read_settings.ts";

/** Runs `telegram doctor`; returns its exit code. */
export async function runTelegramDoctor(
  io: Io,
  root: string,
  settings: Settings | { readonly problem: string },
): Promise<number> {
  const [state, intent] = [await loadState(root), await loadIntent(root)];
  const findings: Finding[] = "problem" in settings
    ? [
      { name: "settings", status: "bad", text: settings.problem },
      ...checkState({ state, intent }),
    ]
    : await checkChannel(openBotApi({ root: settings.apiRoot, token: settings.token }), {
      named: settings.channel,
      ownerId: settings.ownerId,
      state,
      intent,
    });
  for (const finding of findings) io.out(renderFinding(finding, io.color));
  const isReady = findings.every(({ status }) => status !== "bad");
  io.err(isReady ? "\nReady to publish." : "\nNot ready to publish: see the lines with BAD.");
  return isReady ? 0 : 1;
}

function renderFinding({ name, status, text }: Finding, color: boolean): string {
  const styles = makeStyles(color);
  const mark = { ok: styles.good("ok  "), bad: styles.bad("BAD "), note: styles.note("note") };
  return `${mark[status]} ${name}: ${text.replaceAll("\n", "\n     ")}`;
}
