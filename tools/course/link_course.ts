import { CourseError } from "./lesson.ts";

/** What somebody's own course shares with this one; git need not keep the links, they are made again. */
export const LINKS = ["tools", "tests/harness", "lessons/lib"] as const;

/** The tasks that make sense where there is no repository of the course itself. */
const TASKS = ["learn", "verify", "mutants", "new"];

/**
 * Gives a folder of lessons what the runner needs: links to tools, harness and given helpers, a deno.json like the
 * course's own. Its files can then be written as in the course itself, `./harness/mod.ts` and `#lib/` included: Deno
 * takes a module's address as it is written and does not follow the links. What is there already is left alone.
 *
 * @param own the course's own folder, or one that is itself linked to it
 * @throws {CourseError} when the folder belongs to another project
 */
export async function linkCourse(own: string, root: string): Promise<void> {
  if (own === root) return;
  await checkLinkable(own, root);
  const config = await makeConfig(own);
  for (const path of LINKS) {
    const target = await Deno.realPath(`${own}/${path}`);
    await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await link(target, `${root}/${path}`);
  }
  await writeIfMissing(`${root}/deno.json`, config);
  await writeIfMissing(
    `${root}/.gitignore`,
    ["/.ipc/", ...LINKS.map((path) => `/${path}`), ""].join("\n"),
  );
}

/** Whether these are somebody's own lessons: their tools lie elsewhere. */
export async function isLinked(root: string): Promise<boolean> {
  return await Deno.lstat(`${root}/tools`).then((it) => it.isSymlink, () => false);
}

/** Checks that a folder may become a course. @throws {CourseError} when it belongs to another project */
export async function checkLinkable(own: string, root: string): Promise<void> {
  if (own === root) return;
  const text = await Deno.readTextFile(`${root}/deno.json`).catch(() => undefined);
  if (text === undefined || text.includes('"#lib/"')) return;
  const problem = 'belongs to another project: it does not say where "#lib/" is';
  throw new CourseError(`${root}/deno.json`, `${problem}; choose a folder of its own`);
}

/** Links to `target`, by renaming; a link that leads elsewhere is renewed, anything else is left alone. */
async function link(target: string, path: string): Promise<void> {
  const info = await Deno.lstat(path).catch(() => undefined);
  if (info !== undefined && !info.isSymlink) return;
  if (info?.isSymlink && await Deno.readLink(path) === target) return;
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  await Deno.symlink(target, temporary, { type: "dir" });
  await Deno.rename(temporary, path);
}

/** The course's own settings, with the tasks that are of use there. */
async function makeConfig(own: string): Promise<string> {
  const { tasks, fmt, ...rest } = JSON.parse(await Deno.readTextFile(`${own}/deno.json`));
  const kept = TASKS.filter((name) => name in tasks).map((name) => {
    const { description, command } = tasks[name];
    return [name, { description, command: command.replace(/ (--lock=\S+|--frozen)/g, "") }];
  });
  const config = {
    tasks: Object.fromEntries(kept),
    lock: false, // it would name what the tools need, once more
    ...rest,
    fmt: { ...fmt, exclude: [...LINKS, ...fmt.exclude] },
  };
  return JSON.stringify(config, undefined, 2) + "\n";
}

async function writeIfMissing(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text, { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}
