import type { Lesson } from "../../course/lesson.ts";
import type { Session } from "../learn.ts";
import { makeEditorCommand, runEditor } from "../open_editor.ts";
import type { Display } from "./display.ts";

/** A command that prints a few lines. */
export type QuietCommand = (session: Session, lesson: Lesson) => Promise<number>;

/** Runs a command whose lines have no place on the screen; returns them in one. */
export async function runQuietly(
  command: QuietCommand,
  session: Session,
  lesson: Lesson,
): Promise<string> {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const io = { ...session.io, out: say, err: say };
  // it was asked for by a key, and asked about by the screen
  await command({ ...session, io, flags: { ...session.flags, yes: true } }, lesson);
  return lines.join(" ");
}

/** Gives the terminal to the editor, at a place as in `lessons/05_pipeline/mod.ts:12`; returns what went wrong. */
export async function editAt(place: string, root: string, display: Display): Promise<string> {
  const [path = "", line] = place.split(":");
  const command = makeEditorCommand(
    { path: `${root}/${path}`, ...(line === undefined ? {} : { line: Number(line) }) },
    Deno.env.toObject(),
  );
  if (command === undefined) return `Set $EDITOR to your editor; the place is ${place}`;
  display.leave();
  try {
    return await runEditor(command) ?? "";
  } finally {
    display.enter();
  }
}
