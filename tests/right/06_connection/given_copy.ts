// @style the course's own copy (lib/connection.ts), and a relay of promises without async functions

import type { Argv } from "#lib/argv.ts";
import { type Connection, EOFError, toChild, toParent } from "#lib/connection.ts";

export { type Connection, EOFError, toChild, toParent };

export function relay(producer: Argv, consumer: Argv): Promise<string[]> {
  const children: Deno.ChildProcess[] = [];
  const kill = () => {
    // disposal sends SIGTERM to a child that still runs, and waits for it; SIGKILL leaves no choice
    for (const child of children) {
      try {
        child.kill("SIGKILL");
      } catch {
        // it has ended by itself
      }
    }
  };
  const connect = <S, R>([program, ...args]: Argv): Connection<S, R> => {
    const child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped" }).spawn();
    children.push(child);
    return toChild(child);
  };
  const tasks = connect<never, unknown>(producer);
  const reports = connect<unknown, string>(consumer);
  const received: string[] = [];
  const endOf = (reading: Promise<void>): Promise<void> =>
    reading.catch((error) => error instanceof EOFError ? undefined : Promise.reject(error));
  const pass = (): Promise<void> => tasks.recv().then((task) => reports.send(task)).then(pass);
  const collect = (): Promise<void> =>
    reports.recv().then((report) => void received.push(report)).then(collect);
  const checkAll = (statuses: Deno.CommandStatus[]) => {
    const failed = statuses.find((status) => !status.success);
    return failed === undefined ? received : Promise.reject(new Error(`code ${failed.code}`));
  };
  return Promise.all([
    tasks.close(),
    endOf(pass()).then(() => reports.close()),
    endOf(collect()),
  ])
    .then(() => Promise.all(children.map((child) => child.status)))
    .then(checkAll)
    .catch((error) => (kill(), Promise.reject(error)))
    .finally(() => Promise.all([tasks, reports].map((one) => one[Symbol.asyncDispose]())))
    .finally(() => Promise.all(children.map((child) => child.status)));
}
