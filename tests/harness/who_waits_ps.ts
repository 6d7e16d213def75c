// Who waits for whom where there is no /proc, from ps(1) and lsof(8). Written from the manuals of macOS, and untested
// there: the printed lines say so.

const RealCommand = Deno.Command; // kept: the registry replaces the global
const PS = ["-axo", "pid=,ppid=,stat=,wchan=,command="];
const LABEL = "(from ps and lsof; untested on macOS)";
const STREAMS = ["stdin", "stdout", "stderr"];

/** Letters of ps(1) on macOS. */
const STATES: Record<string, string> = {
  T: "is stopped: it needs SIGCONT",
  Z: "has ended, but its parent has not waited for it: a zombie",
  R: "is running",
  U: "waits in the kernel and cannot be interrupted",
};

interface Row {
  readonly pid: number;
  readonly parentPid: number;
  readonly state: string;
  readonly place: string;
  readonly command: string;
}

/** One descriptor of lsof(8): `device` names this end of a pipe or socket, `peer` the other one. */
interface OpenFile {
  readonly pid: number;
  readonly fd: string;
  readonly device: string;
  readonly peer: string | undefined;
}

/** Asks ps and lsof about all that descends from `ownPid`; empty where they do not answer. */
export function readWaitsByPs(ownPid: number): string[] {
  const ps = run("ps", PS);
  const pids = listDescendants(parsePs(ps), ownPid).map((row) => row.pid);
  if (pids.length === 0) return [];
  const lsof = run("lsof", ["-n", "-P", "-p", [ownPid, ...pids].join(","), "-F", "pfdn"]);
  return describeWaitsByPs({ ownPid, ps, lsof });
}

/** Describes each descendant in one line, from the output of `ps -axo …` and `lsof -F pfdn`. */
export function describeWaitsByPs(facts: { ownPid: number; ps: string; lsof: string }): string[] {
  const files = parseLsof(facts.lsof);
  const rows = parsePs(facts.ps);
  const nameOf = (pid: number) => {
    if (pid === facts.ownPid) return "your own process";
    return `child ${pid} (${rows.find((row) => row.pid === pid)?.command ?? "?"})`;
  };
  return listDescendants(rows, facts.ownPid).map((row) => {
    const place = row.place === "-" || row.place === "" ? "" : `, in ${row.place}`;
    const does = STATES[row.state[0] ?? ""] ?? `is alive and asleep (state ${row.state}${place})`;
    const ends = files.filter((one) => one.pid === row.pid && one.peer !== undefined)
      .flatMap((one) => {
        const other = files.find((each) => each.device === one.peer);
        const stream = STREAMS[Number(one.fd)];
        if (other === undefined || stream === undefined) return [];
        return [
          `; the other end of its ${stream} is held by ${nameOf(other.pid)} (fd ${other.fd})`,
        ];
      });
    return `${nameOf(row.pid)} ${does}${ends.join("")} ${LABEL}`;
  });
}

function parsePs(text: string): Row[] {
  return text.split("\n").flatMap((line) => {
    const parts = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.+)$/.exec(line);
    if (parts === null) return [];
    const [, pid, parentPid, state = "", place = "", command = ""] = parts;
    return [{ pid: Number(pid), parentPid: Number(parentPid), state, place, command }];
  });
}

/** Reads lines of one letter and a value: p process, f descriptor, d device, n name (lsof(8), OUTPUT FOR OTHER PROGRAMS). */
function parseLsof(text: string): OpenFile[] {
  const files: OpenFile[] = [];
  let pid = 0;
  for (const block of text.split(/\n(?=[pf])/)) {
    const fields = new Map(block.split("\n").map((line) => [line[0] ?? "", line.slice(1)]));
    pid = Number(fields.get("p") ?? pid);
    const fd = fields.get("f");
    const peer = /^->(0x[0-9a-f]+)/.exec(fields.get("n") ?? "")?.[1];
    if (fd !== undefined) files.push({ pid, fd, device: fields.get("d") ?? "", peer });
  }
  return files;
}

function listDescendants(rows: readonly Row[], pid: number): Row[] {
  return rows.filter((row) => row.parentPid === pid && !row.command.includes(PS.join(" ")))
    .flatMap((row) => [row, ...listDescendants(rows, row.pid)]);
}

function run(program: string, args: string[]): string {
  try {
    const { stdout } = new RealCommand(program, { args, stderr: "null" }).outputSync();
    return new TextDecoder().decode(stdout);
  } catch {
    return "";
  }
}
