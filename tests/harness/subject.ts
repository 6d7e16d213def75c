import { fromFileUrl, toFileUrl } from "./paths.ts";
import { SubjectFailure } from "./failure.ts";
import { describeLoadFailure } from "./load_failure.ts";

/** The module under test: the learner's file, or whatever IPC_SUBJECT names. */
export class Subject<Module> {
  readonly folder: string;
  readonly path: string;
  readonly url: string;
  #loading: Promise<Module> | undefined;
  #loaded = false;

  constructor(folder: string) {
    this.folder = folder;
    const given = Deno.env.get("IPC_SUBJECT");
    this.path = given ?? fromFileUrl(new URL(`../../lessons/${folder}/mod.ts`, import.meta.url));
    this.url = toFileUrl(this.path).href;
  }

  /** Imports it, once, inside a test body: what goes wrong at import is then that test's failure. */
  async load(): Promise<Module> {
    if (this.#loading !== undefined && !this.#loaded) {
      throw new SubjectFailure(`${this.path} did not finish loading in an earlier test`, "throw");
    }
    this.#loading ??= this.#import();
    return await this.#loading;
  }

  async #import(): Promise<Module> {
    let module: Record<string, unknown>;
    try {
      module = await import(this.url);
    } catch (cause) {
      this.#loaded = true;
      const { problem, message } = describeLoadFailure(this.path, cause);
      throw new SubjectFailure(message, problem, { cause });
    }
    this.#loaded = true;
    const stub: Record<string, unknown> = await import(`../stubs/${this.folder}.ts`);
    const missing = Object.keys(stub).filter((name) => typeof module[name] !== typeof stub[name]);
    if (missing.length > 0) {
      throw new SubjectFailure(
        `${this.path} must export ${missing.join(", ")}; see the stub's signatures`,
        "export",
      );
    }
    return module as Module;
  }
}
