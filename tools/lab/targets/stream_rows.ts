import type { Row } from "./rows.ts";

const KIB_64 = { id: "flow:65536:16", name: "64 KiB" };
const MIB_1 = { id: "flow:1048576:4", name: "1 MiB" };
const SMALL = { id: "flow:64:1024", name: "64 B" };
const LINE = { id: "through:16", name: "1 MiB through" };
const RECORD = { id: "records", name: "a record" };
const PACKET_64 = { id: "flow:64:16", name: "64 B" };
const PACKET_1024 = { id: "flow:1024:16", name: "1 KiB" };

/** The lessons that send bytes: pipes, FIFOs, sockets. */
export const STREAM_ROWS: readonly Row[] = [
  {
    lesson: "04_length_frames",
    name: "frames over a Unix socket",
    measures: [KIB_64, MIB_1],
    players: [
      {
        id: "solution",
        by: "course",
        mechanism: "frames",
        what: "writeFrame() and readFrame() of the solution",
      },
      {
        id: "#lib",
        by: "course",
        mechanism: "unix",
        what: "#lib/frames.ts, read into one buffer",
      },
      {
        id: "mp.Pipe",
        by: "python",
        mechanism: "pipe",
        what: "multiprocessing.Pipe(), send_bytes() and recv_bytes()",
      },
      { id: "C", by: "c", mechanism: "unix", what: "write(2) and read(2), no frames" },
    ],
    targets: ["solution", "#lib"].flatMap((ours) => [
      { ours, theirs: "mp.Pipe", measure: KIB_64.id, atLeast: 1.5 },
      { ours, theirs: "C", measure: KIB_64.id, atLeast: 0.6 },
      { ours, theirs: "mp.Pipe", measure: MIB_1.id, atLeast: 6 },
      { ours, theirs: "C", measure: MIB_1.id, atLeast: 0.8 },
    ]),
    mechanism: "unix",
    look: "How many reads and writes a frame takes, and whether each of them gets fresh memory.",
  },
  {
    lesson: "05_pipeline",
    name: "head | cat | cat | wc",
    measures: [LINE],
    players: [
      { id: "solution", by: "course", mechanism: "pipeline", what: "pipeline(): the parent pumps" },
      {
        id: "/bin/sh",
        by: "sh",
        mechanism: "pipeline",
        what: "sh -c: the kernel joins the stages",
      },
    ],
    targets: [{ ours: "solution", theirs: "/bin/sh", measure: LINE.id, atLeast: 0.3 }],
    mechanism: "pipe",
    look:
      "Each byte goes through the parent once between two stages: a read, a write and a promise for each piece.",
  },
  {
    lesson: "06_connection",
    name: "a stream of small values",
    measures: [SMALL],
    players: [
      {
        id: "solution",
        by: "course",
        mechanism: "values",
        what: "send() of the solution, the last one awaited",
      },
      {
        id: "#lib",
        by: "course",
        mechanism: "lib-values",
        what: "#lib/connection.ts, each send() awaited",
      },
      {
        id: "mp.Pipe",
        by: "python",
        mechanism: "values",
        what: "multiprocessing.Pipe(), send() and recv()",
      },
      { id: "C", by: "c", mechanism: "pipe", what: "a write(2) for each, pipe(2)" },
    ],
    targets: ["solution", "#lib"].flatMap((ours) => [
      { ours, theirs: "mp.Pipe", measure: SMALL.id, atLeast: 15 },
      { ours, theirs: "C", measure: SMALL.id, atLeast: 1.5 },
    ]),
    mechanism: "pipe",
    look: "How many values share a write, and what JSON and the promises of each value cost.",
  },
  {
    lesson: "08_fifo_logger",
    name: "four writers to one FIFO",
    measures: [RECORD],
    players: [
      {
        id: "solution",
        by: "course",
        mechanism: "logger",
        what: "logAll() of 64 records, serveLog()",
      },
      {
        id: "Python",
        by: "python",
        mechanism: "logger",
        what: "os.write() for each, json.loads()",
      },
      {
        id: "C",
        by: "c",
        mechanism: "logger",
        what: "write(2) for each, the reader finds the lines",
      },
    ],
    targets: [
      { ours: "solution", theirs: "Python", measure: RECORD.id, atLeast: 3 },
      { ours: "solution", theirs: "C", measure: RECORD.id, atLeast: 0.6 },
    ],
    mechanism: "fifo",
    look:
      "Asynchronous calls on a FIFO go to a thread and back: what counts is how many records share one.",
  },
  {
    lesson: "21_udp_datagrams",
    name: "datagrams, sixteen at a time",
    measures: [PACKET_64, PACKET_1024],
    players: [
      { id: "solution", by: "course", mechanism: "udp", what: "udpPort()" },
      { id: "socket", by: "python", mechanism: "udp", what: "send() and recv() of a UDP socket" },
    ],
    targets: [PACKET_64, PACKET_1024].map(({ id }) => (
      { ours: "solution", theirs: "socket", measure: id, atLeast: 0.6 }
    )),
    mechanism: "udp",
    look:
      "Each datagram is a call of its own; addresses that are made and parsed again come on top.",
  },
];
