import { readText } from "../../tests/harness/processes.ts";

/**
 * How long somebody on this machine has waited for a processor since it was started, in ms: the `total` of `some` in
 * /proc/pressure/cpu (Pressure Stall Information); undefined where the kernel does not count it.
 */
export function readCpuPressure(): number | undefined {
  const total = /^some .*total=(\d+)/m.exec(readText("/proc/pressure/cpu") ?? "")?.[1];
  return total === undefined ? undefined : Number(total) / 1_000;
}

/** Whether it was quiet while `act` ran: nobody waited for a processor for more than `share` of that time, as far as known. */
export async function watchPressure<T>(
  act: () => Promise<T>,
  share: number,
): Promise<{ readonly result: T; readonly wasQuiet: boolean }> {
  const [start, before] = [performance.now(), readCpuPressure()];
  const result = await act();
  const after = readCpuPressure();
  const ms = performance.now() - start;
  const isKnown = before !== undefined && after !== undefined;
  return { result, wasQuiet: isKnown && after - before <= share * ms };
}
