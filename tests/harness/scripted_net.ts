/** What becomes of one datagram; one that is late arrives after the next one that is sent to the same port. */
export type Fate = "arrives" | "is lost" | "comes twice" | "is late";

export interface Datagram {
  readonly data: Uint8Array;
  readonly from: string;
  readonly to: string;
}

const BYTES_MAX = 1200;

/** What the tests need of a port, as lesson 21 has it. */
interface ScriptedPort {
  readonly address: string;
  send(data: Uint8Array, to: string): Promise<void>;
  receive(): Promise<{ data: Uint8Array; from: string }>;
  close(): void;
}

/** A network in memory: each datagram takes the next fate of the script, and arrives where there is none left. */
export class ScriptedNet {
  /** All that was sent, in order, whatever became of it. */
  readonly sent: Datagram[] = [];
  readonly #fates: Fate[];
  readonly #inboxes = new Map<string, Inbox>();
  readonly #late: Datagram[] = [];

  constructor(fates: readonly Fate[] = []) {
    this.#fates = [...fates];
  }

  /** Opens a port: whatever name will do for an address. */
  open(address: string): ScriptedPort {
    const inbox = new Inbox(address);
    this.#inboxes.set(address, inbox);
    return {
      address,
      receive: () => inbox.take(),
      close: () => inbox.close(),
      send: (data, to) => {
        if (!inbox.isOpen) return inbox.refuse();
        if (data.length > BYTES_MAX) return Promise.reject(new RangeError(`${data.length} bytes`));
        return this.#send({ data: data.slice(), from: address, to });
      },
    };
  }

  /** Everything that `from` has sent so far. */
  sentBy(from: string): Uint8Array[] {
    return this.sent.filter((datagram) => datagram.from === from).map(({ data }) => data);
  }

  /** Lets everything come to rest: what waits then, waits for time, for the test or for nothing. */
  async rest(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await this.passTurn();
    await new Promise<void>((resolve) => setTimeout(resolve, 0)); // whoever takes turns of this kind
    await this.passTurn();
  }

  /** Lets everything go on that needs neither time nor the test. */
  async passTurn(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  async #send(datagram: Datagram): Promise<void> {
    this.sent.push(datagram);
    const fate = this.#fates.shift() ?? "arrives";
    if (fate === "is late") return void this.#late.push(datagram);
    if (fate !== "is lost") this.#deliver(datagram);
    if (fate === "comes twice") this.#deliver(datagram);
    const isDue = ({ to }: Datagram) => to === datagram.to;
    for (const late of this.#late.filter(isDue)) {
      this.#late.splice(this.#late.indexOf(late), 1);
      this.#deliver(late);
    }
    await Promise.resolve(); // a real send takes a turn, too
  }

  #deliver({ data, from, to }: Datagram): void {
    this.#inboxes.get(to)?.put({ data: data.slice(), from });
  }
}

type Received = Awaited<ReturnType<ScriptedPort["receive"]>>;

class Inbox {
  isOpen = true;
  readonly #address: string;
  readonly #datagrams: Received[] = [];
  readonly #waiting: PromiseWithResolvers<Received>[] = [];

  constructor(address: string) {
    this.#address = address;
  }

  put(datagram: Received): void {
    if (!this.isOpen) return;
    const next = this.#waiting.shift(); // who has waited longest, also if nobody looks at it any more
    if (next === undefined) this.#datagrams.push(datagram);
    else next.resolve(datagram);
  }

  take(): Promise<Received> {
    if (!this.isOpen) return this.refuse();
    const datagram = this.#datagrams.shift();
    if (datagram !== undefined) return Promise.resolve(datagram);
    const waiting = Promise.withResolvers<Received>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  close(): void {
    this.isOpen = false;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#error());
  }

  refuse(): Promise<never> {
    return Promise.reject(this.#error());
  }

  #error(): Error {
    return new Deno.errors.BadResource(`Cannot use port ${this.#address}: it is closed`);
  }
}
