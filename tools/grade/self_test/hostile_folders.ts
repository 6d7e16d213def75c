// Submissions that are no attack by what their code does, but by what they are.
import { createHash } from "node:crypto";

/** A folder that must be taken with care. */
export interface HostileFolder {
  readonly name: string;
  /** Makes the submission; `file` is where the lesson's module ought to be, its folder is there. */
  readonly make: (file: string) => Promise<void>;
  /** Words of the cause. */
  readonly says: string;
}

/** Lists them. */
export const HOSTILE_FOLDERS: readonly HostileFolder[] = [
  {
    name: "links_the_module",
    make: (file) => Deno.symlink("/etc/hostname", file),
    says: "is a symbolic link",
  },
  {
    name: "links_the_folder",
    async make(file) {
      const folder = file.replace(/\/mod\.ts$/, "");
      await Deno.remove(folder);
      await Deno.symlink("/etc", folder);
    },
    says: "is a symbolic link",
  },
  {
    name: "is_a_fifo",
    async make(file) {
      await new Deno.Command("mkfifo", { args: [file] }).output();
    },
    says: "is not a regular file",
  },
  {
    name: "is_a_device",
    async make(file) {
      const made = await new Deno.Command("mknod", { args: [file, "c", "1", "5"] }).output();
      if (!made.success) await Deno.mkdir(file); // not root: a folder is no file, either
    },
    says: "is not a regular file",
  },
  {
    name: "is_a_terabyte",
    async make(file) {
      using sparse = await Deno.open(file, { write: true, create: true });
      await sparse.truncate(1e12);
    },
    says: "is larger than 256 kB",
  },
  {
    name: "is_no_text",
    make: (file) => Deno.writeFile(file, createHash("sha256").update("noise").digest()),
    says: "is not text",
  },
  {
    name: "has_a_name_that_lies",
    async make(file) {
      await Deno.writeTextFile(file, "");
      await Deno.writeTextFile(file.replace("mod.ts", "\u202est.dom\x1b[2K.ts"), "");
    },
    says: "a name that is not taken",
  },
  {
    name: "is_not_there",
    make: () => Promise.resolve(),
    says: "missing file",
  },
  {
    name: "has_a_syntax_error",
    make: (file) => Deno.writeTextFile(file, "export function pipeline( {"),
    says: "",
  },
  {
    name: "brings_its_own_config",
    async make(file) {
      const root = file.replace(/\/lessons\/.*$/, "");
      const assert = "data:text/javascript,export const assert = () => {}";
      const config = {
        imports: { "#lib/": "./lib/", "@std/assert": assert },
        test: { exclude: ["**"] },
      };
      await Deno.writeTextFile(`${root}/deno.json`, JSON.stringify(config));
      await Deno.mkdir(`${root}/tests`);
      await Deno.writeTextFile(`${root}/tests/05_pipeline_test.ts`, "");
      await Deno.writeTextFile(
        file,
        "export const pipeline = () => Promise.resolve({ stdout: new Uint8Array(), statuses: [], code: 0 });",
      );
    },
    says: "",
  },
];
