import { posix } from "node:path";
import type { Problem } from "../../course/problem.ts";
import { loadPage, type Page } from "./page.ts";
import { type Link, type LinkedPage, parseLinks } from "./parse_links.ts";

/** A link that leaves the course. */
export interface ExternalLink {
  readonly url: string;
  /** As in `README.md:12`. */
  readonly place: string;
}

/** What the links of some pages are. */
export interface LinkReport {
  readonly problems: readonly Problem[];
  /** Not looked at here: that is the task `links`. */
  readonly external: readonly ExternalLink[];
}

/** Checks that every link, image and anchor of `pages` leads to something below `root`. */
export async function checkMarkdown(root: string, pages: readonly Page[]): Promise<LinkReport> {
  const problems: Problem[] = [];
  const external: ExternalLink[] = [];
  for (const page of pages.map(parseLinks)) {
    for (const link of page.links) {
      const place = `${page.path}:${link.line}`;
      if (/^https?:\/\//i.test(link.href)) external.push({ url: link.href, place });
      else {
        const problem = await checkLink(root, page, link);
        if (problem !== undefined) problems.push({ place, problem });
      }
    }
  }
  return { problems, external };
}

async function checkLink(
  root: string,
  page: LinkedPage,
  { href }: Link,
): Promise<string | undefined> {
  if (href.startsWith("mailto:")) return undefined;
  const shown = `link "${href}"`;
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith("//")) {
    return `${shown} is neither relative nor http(s); use one of the two`;
  }
  const [target = "", anchor] = splitOnce(href, "#");
  const file = decodePath(splitOnce(target, "?")[0]);
  if (file === undefined) return `${shown} has a % that encodes nothing; write %25`;
  if (file === "" && anchor === undefined) {
    return `${shown} leads nowhere; name a file or an anchor`;
  }
  if (file === "") return checkAnchor(shown, page, decodePath(anchor ?? ""));
  const path = posix.normalize(
    file.startsWith("/") ? file.slice(1) : posix.join(posix.dirname(page.path), file),
  );
  if (path.startsWith("../") || path === "..") {
    return `${shown} leaves the course; it would be dead on GitHub, link to the web address`;
  }
  const kind = await statKind(`${root}/${path}`);
  if (kind === "none") return `${shown} leads to ${path}, which is not there; correct the path`;
  if (anchor === undefined) return undefined;
  if (kind === "folder") return `${shown} has an anchor in a folder; link to a file in it`;
  return await checkFileAnchor(root, { shown, path, anchor });
}

async function checkFileAnchor(
  root: string,
  { shown, path, anchor }: { shown: string; path: string; anchor: string },
): Promise<string | undefined> {
  const page = await loadPage(root, path);
  if (page === undefined) return undefined;
  if (path.endsWith(".md")) return checkAnchor(shown, parseLinks(page), decodePath(anchor));
  const match = /^L(\d+)(?:-L(\d+))?$/.exec(anchor);
  const lineCount = page.text.trimEnd().split("\n").length;
  if (match === null) return `${shown}: a program has line anchors only, as in #L3 or #L3-L5`;
  if (Number(match[2] ?? match[1]) <= lineCount) return undefined;
  return `${shown}: ${path} has ${lineCount} lines; correct the number`;
}

function checkAnchor(
  shown: string,
  page: LinkedPage,
  anchor: string | undefined,
): string | undefined {
  if (anchor !== undefined && page.anchors.has(anchor)) return undefined;
  const known = [...page.anchors].map((name) => `#${name}`).join(" ");
  return `${shown}: ${page.path} has no such heading; it has ${known || "none"}`;
}

function splitOnce(text: string, separator: string): [string, string?] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + separator.length)];
}

function decodePath(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

async function statKind(path: string): Promise<"file" | "folder" | "none"> {
  try {
    return (await Deno.stat(path)).isDirectory ? "folder" : "file";
  } catch {
    return "none"; // whatever the reason, a reader would not get there
  }
}
