import { assertEquals } from "@std/assert";
import { labelRun } from "./label_run.ts";

/** As texts of reports are, and as they are told. */
const CASES: [text: string, told: string][] = [
  [
    "still waiting after 3.2 s:\nchild 4711 (yes) waits in write on its stdout (pipe:[98159]), which is full; " +
    "its only reader is your own process (fd 47): read it",
    "still waiting when its time was over:\nchild A (yes) waits in write on its stdout (pipe 1), which is full; " +
    "its only reader is your own process (fd a): read it",
  ],
  [
    "child 12 waits on pipe:[7]; child 13 on pipe:[8]; child 12 holds pipe:[7] (fd 5, 6), fd 1",
    "child A waits on pipe 1; child B on pipe 2; child A holds pipe 1 (fd a, b), fd 1",
  ],
  [
    "left running: sleep 1000 (pid 77), started at mod.ts:3:5",
    "left running: sleep 1000 (pid A), started at mod.ts:3:5",
  ],
  ["its parent 30 has not waited for child 31", "its parent A has not waited for child B"],
  ["workers that are still there is [ 45, 46 ]", "workers that are still there is [ A, B ]"],
  ["gave up waiting until worker 45 is up", "gave up waiting until worker A is up"],
  ["Process 45 ended before Child 46", "Process A ended before Child B"],
  ["pids are 45 and 46", "pids are A and B"],
  ["the pids after that is [ 45, 46 ]", "the pids after that is [ A, B ]"],
  ['who does C is { name: "C", pid: 45 }', 'who does C is { name: "C", pid: A }'],
  ["Deno.kill(-45, 9), /proc/45/fd/0", "Deno.kill(-A, 9), /proc/A/fd/0"],
  [
    "a listener on 127.0.0.1:40123 (fd 12), a connection with [::1]:40124; port 40123",
    "a listener on 127.0.0.1:port-1 (fd a), a connection with [::1]:port-2; port port-1",
  ],
  [
    '{ hostname: "127.0.0.1", port: 40123, transport: "tcp" }',
    '{ hostname: "127.0.0.1", port: port-1, transport: "tcp" }',
  ],
  ["listens on port 0", "listens on port 0"],
  [
    "the FIFO /tmp/ipc668d7a54240dc6cb/new, made at /tmp/ipc668d7a54240dc6cb/x",
    "the FIFO /tmp/temp-1/new, made at /tmp/temp-1/x",
  ],
  ["child 5 (cat /tmp/ipc66... )", "child A (cat /tmp/temp-1 )"],
  [
    "a listener on /tmp/ipc668d7a54240dc6cb/.aa889170 (fd 5), /tmp/mine/.bbccddee/in",
    "a listener on /tmp/temp-1/temp-2 (fd a), /tmp/mine/temp-3/in",
  ],
  ["/tmp/ipco1ul2xqs.8f3.2kd01-4/t/s, /tmp/ipco.old", "/tmp/temp-1/t/s, /tmp/ipco.old"],
  ["/tmp/my_fifo, /dev/shm/counter", "/tmp/my_fifo, /dev/shm/counter"],
  [
    "the POSIX queue /ipc-7f3c2b1a-0000-4000-8000-0123456789ab (3 bytes in it)",
    "the POSIX queue /temp-1 (3 bytes in it)",
  ],
  ["mod.ts?copy=7f3c2b1a-0000-4000-8000-0123456789ab", "mod.ts?copy=id-1"],
  ["the System V queue 32769, messages in it: 3", "the System V queue A, messages in it: 3"],
  ["read on descriptor 12 (socket:[4711])", "read on descriptor a (socket 1)"],
];

for (const [text, told] of CASES) {
  Deno.test(`labelRun() tells "${text.slice(0, 50).replace("\n", " ")}" without a number of its run`, () => {
    assertEquals(labelRun([text]), [told]);
  });
}

Deno.test("labelRun() leaves what is the same in each run", () => {
  const texts = [
    "expected [ 2, 3, 0 ], got [ 0 ]: 4194304 bytes, exit code 141, 1 process",
    'grace of 200 ms begins: pipeline([["head", "-n", "3"]]) // 6 bytes',
    "the number of workers after start() is 3, worker 1 took 12",
    "lessons/05_pipeline/mod.ts:12:3, os error 32, 7 of 12, 10 processes",
    "",
  ];
  assertEquals(labelRun(texts), texts);
});

Deno.test("labelRun() gives a number one label in all texts of a check", () => {
  assertEquals(labelRun(["child 45 ended", "I am pid 46", "pid 45"]), [
    "child A ended",
    "I am pid B",
    "pid A",
  ]);
});

Deno.test("labelRun() has a label for any number of processes, and takes a flood in its stride", () => {
  const flood = Array.from({ length: 30 }, (_, index) => `child ${index + 100}`).join(", ");
  assertEquals(
    labelRun([flood])[0]?.split(", ").slice(24),
    [
      ..."YZ",
      "AA",
      "AB",
      "AC",
      "AD",
    ].map((letters) => `child ${letters}`),
  );
  const start = performance.now();
  labelRun(["pids ".repeat(2_000), "1".repeat(8_000), "/tmp/" + "x".repeat(8_000)]);
  assertEquals(performance.now() - start < 2_000, true);
});
