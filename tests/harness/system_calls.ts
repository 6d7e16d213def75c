// What a thread asks of the kernel, read from /proc/PID/task/TID/syscall (proc(5), syscalls(2)).

/** System calls that can block, in groups that wait for the same kind of thing. */
export type CallKind =
  | "read"
  | "write"
  | "open"
  | "accept"
  | "connect"
  | "receive"
  | "send"
  | "futex"
  | "flock"
  | "fcntl"
  | "wait"
  | "event"
  | "timer"
  | "signal"
  | "msgrcv"
  | "msgsnd"
  | "mq_receive"
  | "mq_send"
  | "semop";

/** One system call in progress: its name as in the manual, and its arguments. */
export interface SystemCall {
  readonly kind: CallKind;
  readonly name: string;
  readonly args: readonly number[];
}

/** Each line: kind, name, number on x86_64, number on aarch64; `-` where that machine has none. */
const TABLE = `
read read 0 63          read readv 19 65        read pread64 17 67      read splice 275 76
write write 1 64        write writev 20 66      write pwrite64 18 68    write sendfile 40 71
open open 2 -           open openat 257 56
accept accept 43 202    accept accept4 288 242  connect connect 42 203
receive recvfrom 45 207 receive recvmsg 47 212  send sendto 44 206      send sendmsg 46 211
futex futex 202 98      flock flock 73 32       fcntl fcntl 72 25
wait wait4 61 260       wait waitid 247 95
event poll 7 -          event ppoll 271 73      event select 23 -       event pselect6 270 72
event epoll_wait 232 -  event epoll_pwait 281 22 event epoll_pwait2 441 441
timer nanosleep 35 101  timer clock_nanosleep 230 115
signal pause 34 -       signal rt_sigsuspend 130 133 signal rt_sigtimedwait 128 137
msgrcv msgrcv 70 188    msgsnd msgsnd 69 189
mq_receive mq_timedreceive 243 183 mq_send mq_timedsend 242 182
semop semop 65 193      semop semtimedop 220 192
`;

const BY_NUMBER = parseTable();

/** Reads one line of `syscall`; undefined while the thread runs, and for calls that block for reasons of their own. */
export function parseSystemCall(text: string, arch: string): SystemCall | undefined {
  const [number = "", ...words] = text.trim().split(" ");
  const known = BY_NUMBER.get(`${arch} ${number}`);
  return known === undefined ? undefined : { ...known, args: words.slice(0, 6).map(Number) };
}

function parseTable(): ReadonlyMap<string, { kind: CallKind; name: string }> {
  const words = TABLE.trim().split(/\s+/);
  const calls = new Map<string, { kind: CallKind; name: string }>();
  for (let at = 0; at + 3 < words.length; at += 4) {
    const [kind, name = "", x86, arm] = words.slice(at, at + 4);
    calls.set(`x86_64 ${x86}`, { kind: kind as CallKind, name });
    calls.set(`aarch64 ${arm}`, { kind: kind as CallKind, name });
  }
  return calls;
}
