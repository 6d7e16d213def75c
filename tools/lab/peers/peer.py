"""Python's way: multiprocessing where it has the mechanism, else os, socket, or ctypes. See ../README.md."""
import ctypes
import fcntl
import multiprocessing
import os
import signal
import socket
import sys
import time

MAX_BYTES = 1 << 20
QUEUE_BYTES = 8192

mechanism, directory, budget_ms, measures, there, back = sys.argv[1:]
budget_ns = int(float(budget_ms) * 1e6)


class MpPipe:
    """multiprocessing.Pipe, as in the tutorial."""

    def __init__(self):
        self.ends = multiprocessing.Pipe()

    def open(self, is_leader):
        connection = self.ends[is_leader]
        self.send = connection.send_bytes
        self.recv = lambda n: connection.recv_bytes()


class Stream:
    """A file descriptor to write and one to read, or twice the same socket."""

    def send(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self.out, view):]

    def recv(self, n):
        data = os.read(self.into, n)
        if len(data) == n:
            return data
        parts = bytearray(data)
        while len(parts) < n:
            data = os.read(self.into, n - len(parts))
            if not data:
                sys.exit(1)  # the other one has gone
            parts += data
        return parts


class Fifo(Stream):
    def open(self, is_leader):
        # in one order in both processes: an open waits for its partner
        if is_leader:
            self.out = os.open(there, os.O_WRONLY)
        self.into = os.open(back if is_leader else there, os.O_RDONLY)
        if not is_leader:
            self.out = os.open(back, os.O_WRONLY)


class Socket(Stream):
    def __init__(self, family, address):
        self.listener = socket.socket(family)
        self.listener.bind(address)
        self.listener.listen(1)

    def open(self, is_leader):
        if is_leader:
            self.socket = socket.socket(self.listener.family)
            self.socket.connect(self.listener.getsockname())
        else:
            self.socket, _ = self.listener.accept()
        self.listener.close()
        if self.socket.family == socket.AF_INET:
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.out = self.into = self.socket.fileno()


class Datagrams:
    def __init__(self, family, *addresses):
        self.sockets = [socket.socket(family, socket.SOCK_DGRAM) for _ in addresses]
        for end, address in zip(self.sockets, addresses):
            end.bind(address)

    def open(self, is_leader):
        end = self.sockets[is_leader]
        end.connect(self.sockets[not is_leader].getsockname())
        self.send, self.recv = end.send, lambda n: end.recv(MAX_BYTES)


class Sysv:
    def open(self, is_leader):
        libc = ctypes.CDLL(None, use_errno=True)
        send_id, recv_id = (int(there), int(back)) if is_leader else (int(back), int(there))
        buffer = ctypes.create_string_buffer(8 + QUEUE_BYTES)
        kind = (1).to_bytes(8, "little")

        def send(data):
            if libc.msgsnd(send_id, kind + data, len(data), 0) < 0:
                raise OSError(ctypes.get_errno(), "msgsnd")

        def recv(_):
            count = libc.msgrcv(recv_id, buffer, QUEUE_BYTES, 0, 0)
            if count < 0:
                raise OSError(ctypes.get_errno(), "msgrcv")
            return buffer[8:8 + count]

        self.send, self.recv = send, recv


class Posix:
    def open(self, is_leader):
        try:
            libc = ctypes.CDLL("librt.so.1", use_errno=True)
        except OSError:
            libc = ctypes.CDLL(None, use_errno=True)
        names = (back, there) if is_leader else (there, back)
        into = libc.mq_open(names[0].encode(), os.O_RDONLY)
        out = libc.mq_open(names[1].encode(), os.O_WRONLY)
        if into < 0 or out < 0:
            raise OSError(ctypes.get_errno(), "mq_open")
        buffer = ctypes.create_string_buffer(QUEUE_BYTES)

        def send(data):
            if libc.mq_send(out, data, len(data), 0) < 0:
                raise OSError(ctypes.get_errno(), "mq_send")

        def recv(_):
            count = libc.mq_receive(into, buffer, QUEUE_BYTES, None)
            if count < 0:
                raise OSError(ctypes.get_errno(), "mq_receive")
            return buffer[:count]

        self.send, self.recv = send, recv


class Memory:
    """Anonymous shared memory and two semaphores for each direction: full, and empty."""

    def __init__(self):
        self.slots = [multiprocessing.RawArray(ctypes.c_char, MAX_BYTES) for _ in range(2)]
        self.full = [multiprocessing.Semaphore(0) for _ in range(2)]
        self.empty = [multiprocessing.Semaphore(1) for _ in range(2)]

    def open(self, is_leader):
        slots = [memoryview(slot).cast("B") for slot in self.slots]
        out, into = is_leader, not is_leader

        def send(data):
            self.empty[out].acquire()
            slots[out][:len(data)] = data
            self.full[out].release()

        def recv(n):
            self.full[into].acquire()
            data = bytes(slots[into][:n])
            self.empty[into].release()
            return data

        self.send, self.recv = send, recv


class Signal:
    BELLS = (signal.SIGUSR1, signal.SIGUSR2)

    def __init__(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, self.BELLS)
        self.parent = os.getpid()

    def open(self, is_leader):
        other = child if is_leader else self.parent
        self.send = lambda data: os.kill(other, self.BELLS[data[0]])
        self.recv = lambda n: bytes([signal.sigwait(self.BELLS) == signal.SIGUSR2])


KINDS = {
    "pipe": MpPipe,
    "fifo": Fifo,
    "unix": lambda: Socket(socket.AF_UNIX, f"{directory}/a.sock"),
    "tcp": lambda: Socket(socket.AF_INET, ("127.0.0.1", 0)),
    "unix-datagram": lambda: Datagrams(socket.AF_UNIX, f"{directory}/a.sock", f"{directory}/b.sock"),
    "udp": lambda: Datagrams(socket.AF_INET, ("127.0.0.1", 0), ("127.0.0.1", 0)),
    "sysv": Sysv,
    "posix": Posix,
    "memory": Memory,
    "signal": Signal,
}


def parse(measure):
    kind, *numbers = measure.split(":")
    return kind == "rtt", int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 1


def serve(channel, measure):
    is_rtt, byte_count, window = parse(measure)
    is_last = 0
    while not is_last:
        for _ in range(window):
            data = channel.recv(byte_count)
            is_last |= data[0]
        channel.send(data if is_rtt else data[:1])


def lead(channel, measure):
    is_rtt, byte_count, window = parse(measure)
    answer_bytes = byte_count if is_rtt else 1
    send, recv, now = channel.send, channel.recv, time.monotonic_ns

    def turn(data):
        for _ in range(window):
            send(data)
        recv(answer_bytes)

    zeros = bytes(byte_count)
    start = now()
    while now() - start < budget_ns:
        turn(zeros)
    count = ns = 0
    start = now()
    while ns < budget_ns:
        turn(zeros)
        count += window
        ns = now() - start
    turn(b"\1" + zeros[1:])  # the last turn, which is not counted
    print(measure, count, ns)


def make_act():
    """What two processes do to one thing: add one to a Value, or take a lock of flock(2)."""
    if mechanism == "counter":
        counter = multiprocessing.Value("i", 0)

        def add():
            with counter.get_lock():
                counter.value = (counter.value + 1) & 0xffff

        return add
    def lock_and_unlock():
        nonlocal file, owner
        if owner != os.getpid():  # the lock belongs to the open file, which a fork shares
            file, owner = os.open(f"{directory}/lock", os.O_RDWR | os.O_CREAT), os.getpid()
        fcntl.flock(file, fcntl.LOCK_EX)
        fcntl.flock(file, fcntl.LOCK_UN)

    file, owner = -1, 0
    return lock_and_unlock


def compete():
    act = make_act()
    for name in measures.split(","):
        rival = 0
        if name == "duel":
            into, out = os.pipe()
            rival = os.fork()
            if rival == 0:
                os.write(out, b"!")
                while True:
                    act()  # until it is killed
            os.read(into, 1)
        repeat(name, act, after=lambda: rival and os.kill(rival, signal.SIGKILL))
        if rival:
            os.waitpid(rival, 0)


def repeat(name, act, after):
    now = time.monotonic_ns
    start = now()
    while now() - start < budget_ns:
        act()
    count = ns = 0
    start = now()
    while ns < budget_ns:
        for _ in range(64):
            act()
        count += 64
        ns = now() - start
    after()
    print(name, count, ns)


if mechanism in ("lock", "counter"):
    compete()
    sys.exit()
pair = KINDS[mechanism]()
sys.stdout.flush()
child = os.fork()
pair.open(child != 0)
for one in measures.split(","):
    lead(pair, one) if child else serve(pair, one)
if child:
    os.waitpid(child, 0)
