import { fromFileUrl } from "./paths.ts";
import { Peer } from "./peer.ts";
import type { Subject } from "./subject.ts";
import { tempRoot } from "./temp_root.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** What a test body gets. Everything it starts or opens here is gone when the test ends. */
export class TestContext<Module> {
  /** The module under test. */
  readonly subject: Module;
  /** Absolute path of the module under test, for children that load it too. */
  readonly subjectPath: string;
  /** Aborted when the test's deadline passes. */
  readonly signal: AbortSignal;
  readonly #deferred: (() => unknown)[];
  #called: string | undefined;

  constructor(
    module: Module,
    subject: Subject<Module>,
    options: { signal: AbortSignal; deferred: (() => unknown)[] },
  ) {
    this.subject = module;
    this.subjectPath = subject.path;
    this.signal = options.signal;
    this.#deferred = options.deferred;
  }

  /** Says which call comes next, when a test makes several; shown if it fails. */
  call(text: string): void {
    this.#called = text;
  }

  get called(): string | undefined {
    return this.#called;
  }

  /** Runs `undo` after the test, last registered first, whatever happens. */
  defer(undo: () => unknown): void {
    this.#deferred.push(undo);
  }

  /** A private directory, removed after the test. Short on purpose: socket paths are limited (unix(7)). */
  async makeTempDir(): Promise<string> {
    const dir = await Deno.makeTempDir({ dir: tempRoot(), prefix: "ipc" });
    this.defer(() => Deno.remove(dir, { recursive: true }));
    return dir;
  }

  /** Starts a program with all three streams piped. */
  spawn(argv: readonly [string, ...string[]], options: Deno.CommandOptions = {}): Peer {
    const [program, ...args] = argv;
    const child = new Deno.Command(program, {
      ...options,
      args,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const peer = new Peer(child, argv.join(" "));
    this.defer(() => this.#end(peer));
    return peer;
  }

  /** Starts `tests/fixtures/<name>` under Deno; it finds the module under test in IPC_SUBJECT. */
  spawnFixture(
    name: string,
    args: readonly string[] = [],
    options: Deno.CommandOptions = {},
  ): Peer {
    return this.spawn(this.fixtureArgv(name, args), options);
  }

  /** The command line that starts `tests/fixtures/<name>`, for code under test that spawns by itself. */
  fixtureArgv(name: string, args: readonly string[] = []): [string, ...string[]] {
    const flags = ["run", "-A", "--no-check", "--quiet", "--no-lock", "--config", CONFIG];
    return [Deno.execPath(), ...flags, fromFileUrl(new URL(name, FIXTURES)), ...args];
  }

  async #end(peer: Peer): Promise<void> {
    try {
      peer.kill("SIGKILL");
    } catch {
      // it has ended by itself
    }
    await peer.status;
    await peer.release();
  }
}
