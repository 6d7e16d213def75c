import { MAX_FILE_BYTES, MAX_NAMES } from "./limits.ts";
import { readRegularFile } from "./read_regular_file.ts";
import type { Listed, Read, Source } from "./source.ts";

/**
 * Makes the source of a submission that is a folder. What is a link, a device or a FIFO is neither followed nor waited for:
 * of a folder each component is looked at, of a file what was opened.
 */
export function openFolder(root: string): Source {
  return { list: (path) => list(root, path), read: (path) => read(root, path) };
}

function list(root: string, path: string): Listed {
  const problem = checkFolder(root, path);
  if (problem === "missing") return problem;
  if (problem !== undefined) return { problem };
  const names: string[] = [];
  try {
    for (const { name } of Deno.readDirSync(`${root}/${path}`)) {
      names.push(name);
      if (names.length > MAX_NAMES) break;
    }
  } catch {
    return { problem: `${path || "the submission"} cannot be listed` };
  }
  return { names };
}

/** Looks at every component of a path below `root`; says what is no folder. */
function checkFolder(root: string, path: string): string | undefined {
  const parts = path === "" ? [] : path.split("/");
  for (let count = 1; count <= parts.length; count++) {
    const part = parts.slice(0, count).join("/");
    let info: Deno.FileInfo;
    try {
      info = Deno.lstatSync(`${root}/${part}`);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "missing";
      return `${part} cannot be read`;
    }
    if (info.isSymlink) return `${part} is a symbolic link`;
    if (!info.isDirectory) return `${part} is not a folder`;
  }
  return undefined;
}

function read(root: string, path: string): Read {
  const slash = path.lastIndexOf("/");
  const problem = slash < 0 ? undefined : checkFolder(root, path.slice(0, slash));
  if (problem === "missing") return problem;
  if (problem !== undefined) return { problem };
  const file = readRegularFile(`${root}/${path}`, MAX_FILE_BYTES);
  if (file === "missing" || "bytes" in file) return file;
  return { problem: `${path} ${file.problem}` };
}
