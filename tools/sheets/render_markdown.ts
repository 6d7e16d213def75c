import { posix } from "node:path";
import { drawFlows } from "./draw_flow.ts";
import type { Sheet } from "./sheet.ts";

/** How wide a picture may be before it is drawn downwards: what a page of Markdown shows without scrolling. */
const PICTURE_COLUMNS = 72;

/** Code, which is left alone, or the end of a link to a file, which is not. */
const CODE_OR_LINK = /```[^]*?```|`[^`]*`|\]\((?![a-z]+:|#)([^)\s]+)\)/g;

/**
 * Renders a sheet as Markdown that stands on its own: a title in place of the front matter, the picture drawn, links
 * relative to the course instead of the lesson.
 */
export function renderMarkdown({ path, front, body, flows }: Sheet): string {
  const dir = posix.dirname(path);
  const picture = `\`\`\`text\n${drawFlows(flows, PICTURE_COLUMNS).join("\n")}\n\`\`\``;
  const text = body.trim()
    .replace(/^```flow\n[^]*?\n```$/m, () => picture)
    .replaceAll(
      CODE_OR_LINK,
      (all, href: string | undefined) => href === undefined ? all : `](${posix.join(dir, href)})`,
    );
  return `# ${front.title}\n\n${front.summary}\n\n${text}\n\nPractise: \`${front.practise}\`\n`;
}
