// @style streams: a queue of length one remembers that it rang; the draft lies beside the spool, link() shows it

export async function deliver(
  spool: string,
  name: string,
  body: string,
  pid: number,
): Promise<boolean> {
  if (!name || /^\.|\//.test(name)) throw new TypeError(`${name} is no name for a job`);
  if (!(Number.isInteger(pid) && pid > 0)) throw new RangeError(`${pid} is no process`);
  const desk = `${spool}/.desk-${crypto.randomUUID()}`;
  await Deno.mkdir(desk);
  try {
    using file = await Deno.create(`${desk}/job`);
    const bytes = new TextEncoder().encode(body);
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    await Deno.link(`${desk}/job`, `${spool}/${name}`);
  } finally {
    await Deno.remove(desk, { recursive: true });
  }
  const ring = () => Deno.kill(pid, "SIGUSR2");
  return await Promise.try(ring).then(() => true, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
}

export async function runDoorbell(o: {
  spool: string;
  handle: (name: string, body: string) => Promise<void>;
  ready: () => void;
  signal: AbortSignal;
}): Promise<void> {
  const bell = openBell(o.signal);
  const alive = setInterval(() => {}, 1 << 30);
  try {
    o.ready();
    for await (const _ of bell.rings) {
      for (let name = firstJob(o.spool); name !== undefined; name = firstJob(o.spool)) {
        if (o.signal.aborted) return;
        const path = `${o.spool}/${name}`;
        await o.handle(name, Deno.readTextFileSync(path));
        Deno.removeSync(path);
      }
    }
  } finally {
    bell.close();
    clearInterval(alive);
  }
}

/** The first ring is there from the beginning. Those that come while one is waiting are the same ring. */
function openBell(signal: AbortSignal) {
  let controller: ReadableStreamDefaultController<null> | undefined;
  const onRing = () => {
    if (controller?.desiredSize === 1) controller.enqueue(null);
  };
  const onAbort = () => controller?.close();
  const rings = new ReadableStream<null>({
    start: (its) => {
      controller = its;
      its.enqueue(null);
    },
  }, { highWaterMark: 1 });
  Deno.addSignalListener("SIGUSR2", onRing);
  signal.addEventListener("abort", onAbort, { once: true });
  const close = () => {
    Deno.removeSignalListener("SIGUSR2", onRing);
    signal.removeEventListener("abort", onAbort);
  };
  return { rings, close };
}

function firstJob(spool: string): string | undefined {
  const names = [...Deno.readDirSync(spool)].map((entry) => entry.name);
  return names.filter((name) => !name.startsWith(".")).sort().at(0);
}
