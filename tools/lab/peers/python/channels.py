"""How each mechanism is opened and used: multiprocessing where it has it, else os, socket, or ctypes."""
import ctypes
import multiprocessing
import os
import signal
import socket
import sys

from ring import Ring

MAX_BYTES = 1 << 20
QUEUE_BYTES = 8192

mechanism, directory, budget_ms, measures, there, back = sys.argv[1:]


class MpPipe:
    """multiprocessing.Pipe, as in the tutorial."""

    def __init__(self):
        self.ends = multiprocessing.Pipe()

    def open(self, is_leader):
        connection = self.ends[is_leader]
        self.send = connection.send_bytes
        self.recv = lambda n: connection.recv_bytes()


class MpValues:
    """The same, with values that it pickles."""

    def __init__(self):
        self.ends = multiprocessing.Pipe()

    def open(self, is_leader):
        connection = self.ends[is_leader]
        self.send = lambda data: connection.send(data)
        self.recv = lambda n: connection.recv()


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
        other = self.child if is_leader else self.parent
        self.send = lambda data: os.kill(other, self.BELLS[data[0]])
        self.recv = lambda n: bytes([signal.sigwait(self.BELLS) == signal.SIGUSR2])


KINDS = {
    "pipe": MpPipe,
    "values": MpValues,
    "shm-ring": Ring,
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
