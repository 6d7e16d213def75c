// Repositories that name programs, other files and other repositories, for whoever reads them with git(1).

/** A repository that must be read with care. */
export interface HostileRepository {
  readonly name: string;
  /** Makes it in an empty folder; what it needs outside goes to `<dir>-other`. */
  readonly make: (dir: string) => Promise<void>;
  /** Words of the cause; empty where its module is read and judged like any other. */
  readonly says: string;
}

const FOLDER = "lessons/05_pipeline";
const MODULE = `${FOLDER}/mod.ts`;
/** What run_trials.ts looks for on the host. */
const TOUCH = "touch /tmp/ipco-was-here";

/** Lists them. */
export const HOSTILE_REPOSITORIES: readonly HostileRepository[] = [
  {
    name: "links_the_module",
    async make(dir) {
      await Deno.mkdir(`${dir}/${FOLDER}`, { recursive: true });
      await Deno.symlink("/etc/hostname", `${dir}/${MODULE}`);
      await commit(dir);
    },
    says: "is a symbolic link",
  },
  {
    name: "links_the_folder",
    async make(dir) {
      await Deno.mkdir(`${dir}/lessons`, { recursive: true });
      await Deno.symlink("/etc", `${dir}/${FOLDER}`);
      await commit(dir);
    },
    says: "is a symbolic link",
  },
  {
    name: "is_a_submodule",
    async make(dir) {
      const id = await commit(dir);
      await git(dir, "update-index", "--add", "--cacheinfo", `160000,${id},${FOLDER}`);
      await git(dir, "commit", "-qm", "add");
    },
    says: "is a submodule",
  },
  {
    name: "is_large",
    make: (dir) => write(dir, "x".repeat(300_000)),
    says: "is larger than 256 kB",
  },
  {
    name: "runs_programs",
    async make(dir) {
      await write(dir, "export {};");
      const keys = ["fsmonitor", "pager", "sshCommand", "askPass", "editor", "gitProxy"];
      const lines = keys.map((key) => `\t${key} = ${TOUCH}`).join("\n");
      await configure(
        dir,
        `[core]\n${lines}\n\thooksPath = hooks\n[filter "x"]\n\tsmudge = ${TOUCH}`,
      );
      await Deno.writeTextFile(`${dir}/.git/info/attributes`, "* filter=x diff=x\n");
    },
    says: "",
  },
  {
    name: "fetches_by_a_program",
    async make(dir) {
      await write(dir, "export {};");
      const id = await git(dir, "rev-parse", `HEAD:${MODULE}`);
      await Deno.remove(`${dir}/.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
      const remote = `[remote "a"]\n\turl = .\n\tpromisor = true\n\tuploadpack = "${TOUCH}; false"`;
      await configure(dir, `[extensions]\n\tpartialClone = a\n${remote}`);
      await git(dir, "config", "core.repositoryFormatVersion", "1");
    },
    says: "in the repository",
  },
  {
    name: "borrows_objects",
    async make(dir) {
      await borrow(dir);
      const objects = `${dir}/.git/objects`;
      await Deno.remove(objects, { recursive: true });
      await Deno.mkdir(`${objects}/info`, { recursive: true });
      await Deno.writeTextFile(`${objects}/info/alternates`, `${dir}-other/.git/objects\n/etc\n`);
    },
    says: "git cannot find the commit",
  },
  {
    name: "is_a_link",
    async make(dir) {
      await borrow(dir);
      await Deno.remove(`${dir}/.git`, { recursive: true });
      await Deno.symlink(`${dir}-other/.git`, `${dir}/.git`);
    },
    says: "git cannot find the commit",
  },
  {
    name: "waits_for_ever",
    async make(dir) {
      await write(dir, "export {};");
      await new Deno.Command("mkfifo", { args: [`${dir}/.git/more`] }).output();
      await configure(dir, "[include]\n\tpath = more");
    },
    says: "it takes too long",
  },
];

/** Commits all that is in the folder; returns the commit's id. */
export async function commit(dir: string): Promise<string> {
  await git(dir, "init", "-q");
  await git(dir, "add", "-A");
  await git(dir, "commit", "-qm", "hand in", "--allow-empty");
  return await git(dir, "rev-parse", "HEAD");
}

/** Makes a whole repository beside `dir`, and the same one there. */
async function borrow(dir: string): Promise<void> {
  await write(dir, "export {};");
  await new Deno.Command("cp", { args: ["-r", dir, `${dir}-other`] }).output();
}

async function write(dir: string, text: string): Promise<void> {
  await Deno.mkdir(`${dir}/${FOLDER}`, { recursive: true });
  await Deno.writeTextFile(`${dir}/${MODULE}`, text);
  await commit(dir);
}

async function configure(dir: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${dir}/.git/config`, `${text}\n`, { append: true });
}

/** Runs git without the settings of whoever runs this. @throws {Error} with what git said */
async function git(dir: string, ...args: string[]): Promise<string> {
  const who = { NAME: "anna", EMAIL: "anna@example.org" };
  const env = {
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CEILING_DIRECTORIES: dir,
    ...Object.fromEntries(
      Object.entries(who).flatMap(([key, value]) =>
        ["AUTHOR", "COMMITTER"].map((role) => [`GIT_${role}_${key}`, value])
      ),
    ),
  };
  const run = await new Deno.Command("git", { args, cwd: dir, env }).output();
  if (!run.success) throw new Error(`git ${args[0]}: ${new TextDecoder().decode(run.stderr)}`);
  return new TextDecoder().decode(run.stdout).trim();
}
