// @style class: a state machine with the states asleep, looking and looking again; plain synchronous file calls

export function deliver(
  spool: string,
  name: string,
  body: string,
  pid: number,
): Promise<boolean> {
  return Promise.try(() => {
    if (/^$|^\.|\//.test(name)) throw new TypeError(`no job can be called "${name}"`);
    if (!Number.isInteger(pid) || pid < 1) throw new RangeError(`there is no process ${pid}`);
    const draft = Deno.makeTempFileSync({ dir: spool, prefix: "." });
    try {
      Deno.writeTextFileSync(draft, body);
      Deno.renameSync(draft, `${spool}/${name}`);
    } catch (error) {
      Deno.removeSync(draft);
      throw error;
    }
    try {
      Deno.kill(pid, "SIGUSR2");
      return true;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return false;
    }
  });
}

interface Options {
  spool: string;
  handle: (name: string, body: string) => Promise<void>;
  ready: () => void;
  signal: AbortSignal;
}

export function runDoorbell(options: Options): Promise<void> {
  return new Worker(options).run();
}

class Worker {
  readonly #options: Options;
  readonly #end = Promise.withResolvers<void>();
  #state: "asleep" | "looking" | "looking again" = "asleep";

  constructor(options: Options) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { ready, signal } = this.#options;
    const onSignal = () => this.#ring();
    Deno.addSignalListener("SIGUSR2", onSignal);
    signal.addEventListener("abort", onSignal);
    const timer = setInterval(() => {}, 1e9);
    try {
      ready();
      this.#ring();
      await this.#end.promise;
    } finally {
      clearInterval(timer);
      signal.removeEventListener("abort", onSignal);
      Deno.removeSignalListener("SIGUSR2", onSignal);
    }
  }

  #ring(): void {
    switch (this.#state) {
      case "asleep":
        this.#look().catch(this.#end.reject);
        break;
      case "looking":
        this.#state = "looking again";
        break;
      case "looking again":
    }
  }

  async #look(): Promise<void> {
    const { spool, handle, signal } = this.#options;
    do {
      this.#state = "looking";
      const entries = Array.from(Deno.readDirSync(spool));
      const jobs = entries.filter(({ name, isFile }) => isFile && name[0] !== ".");
      for (const { name } of jobs.sort((a, b) => a.name < b.name ? -1 : 1)) {
        if (signal.aborted) break;
        await handle(name, Deno.readTextFileSync(`${spool}/${name}`));
        Deno.removeSync(`${spool}/${name}`);
      }
    } while (this.#isRung());
    this.#state = "asleep";
    if (signal.aborted) this.#end.resolve();
  }

  /** A method of its own, because the state changes while handle() is awaited. */
  #isRung(): boolean {
    return this.#state === "looking again" && !this.#options.signal.aborted;
  }
}
