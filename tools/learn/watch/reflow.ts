/** Joins the lines of each paragraph, for a reader whose screen has another width; code and tables stay as they are. */
export function reflow(markdown: string): string {
  const lines: string[] = [];
  let isCode = false;
  let canJoin = false;
  for (const line of markdown.split("\n")) {
    const isFence = line.startsWith("```");
    if (isFence) isCode = !isCode;
    const isProse = !isCode && !isFence && /^\s*[^\s|#]/.test(line);
    const startsItem = /^\s*(?:[-*]|\d+\.) /.test(line);
    const last = lines.length - 1;
    if (isProse && canJoin && !startsItem) lines[last] = `${lines[last]} ${line.trim()}`;
    else lines.push(line);
    canJoin = isProse;
  }
  return lines.join("\n");
}
