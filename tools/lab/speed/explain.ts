/** Says which system calls and copies make a mechanism's time, by the scenario's name on the command line. */
export const EXPLANATIONS: Readonly<Record<string, string>> = {
  memory:
    `Calls: futex(2) to wake the other one, and futex(2) to sleep until the slot is full (or empty) again.
Copies: into the slot and out of it, by the two processes; the kernel copies nothing.
The time is that of a wake-up. Whoever looks again and again instead of sleeping is faster, and eats a processor.`,
  ring:
    `Calls: none as long as the ring is neither empty nor full; here one futex(2) for 32 messages.
Copies: into the ring and out of it. A reader that uses the bytes in place needs only one.
What is left is to keep two counters that the processors have to show each other.`,
  pipe:
    `Calls: one write(2) and one read(2) for each message, fewer when small ones are written together.
Copies: from the writer into pages of the kernel, and from there to the reader. A pipe holds 64 KiB: then the writer waits.
Through Deno's streams, the event loop comes on top, and it costs more than the pipe itself.`,
  fifo: `A pipe with a name: the same calls, the same copies, the same 64 KiB.
Deno.open() makes it a file, and each asynchronous read or write of a file goes to a thread and back: several times the
time of the call itself. readSync() and writeSync() save that, and stop everything else in the process meanwhile.`,
  signal: `Calls: kill(2); the receiver returns from sigwait(3), or runs a handler and sigreturn(2).
Copies: none, as there is no content. Two of the same kind merge, so there is no throughput to measure.
Deno's listener runs when the event loop does: the handler writes to a pipe that the loop reads.`,
  sysv:
    `Calls: msgsnd(2) and msgrcv(2), one message each; nothing can put two messages into one call.
Copies: into memory that the kernel allocates for each message, and out of it. A queue holds 16 KiB: then the sender waits.
Deno cannot wait for a queue along with other things: it blocks in the call, or looks again and again (lesson 10).`,
  posix:
    `Calls: mq_timedsend(2) and mq_timedreceive(2), one message each; ten messages, then the sender waits.
Copies: into memory of the kernel, sorted by priority, and out of it.
On Linux a queue is a file descriptor that epoll(7) can wait for, but Deno does not offer that.`,
  unix: `Calls: one write(2) and one read(2), as with a pipe.
Copies: into a buffer that is allocated for each write, and out of it. That buffer, and what accounts for it, is what a
pipe does not have. A socket holds more than a pipe (about 200 KiB), which helps large messages.`,
  "unix-datagram":
    `Calls: one sendto(2) and one recvfrom(2) for each datagram, and its name is looked up unless it is connected.
Copies: into a buffer of its own for each datagram, and out of it. Ten may wait, then the sender does.
Nothing is lost and nothing comes out of order, as it never leaves the kernel.`,
  tcp: `Calls: one write(2) and one read(2), as with a pipe.
Copies: into segments and out of them, as with a Unix socket. But each segment walks through the whole network code,
with headers, checks, timers and acknowledgements, and comes back in by the loopback device as if from outside.`,
  udp: `Calls: one sendto(2) and one recvfrom(2) for each datagram.
Copies: into a packet and out of it, through the network code as with TCP, without acknowledgements.
Whoever sends faster than the other one reads loses packets: here the sender waits after 16 of them.`,
  counter: `Calls: none. One instruction that locks a cache line while it reads, adds and writes.
Copies: none. Against another process, the line moves from one processor to the other and back each time.
A lock around the addition (multiprocessing's get_lock()) costs a system call or two, and a switch when it is taken.`,
  lock: `Calls: flock(2) twice; with open(2) and close(2) around them four.
Copies: none. Against another process, whoever has to wait sleeps in the kernel and is woken: a switch for each turn.
A lock that is let go and taken again at once is often kept: nobody promises that processes take turns.`,
};
