"""A ring in shared memory, made of what multiprocessing has: memory, and semaphores to sleep on."""
import multiprocessing
import struct

RING_BYTES = 4 << 20
WAKE_EVERY = 32


class Half:
    """One direction: `ends` holds how many bytes have come in, and how many have gone out."""

    def __init__(self):
        self.memory = multiprocessing.RawArray("c", RING_BYTES)
        self.ends = multiprocessing.RawArray("Q", 2)
        self.has_come = multiprocessing.Semaphore(0)
        self.has_gone = multiprocessing.Semaphore(0)


class Ring:
    def __init__(self):
        self.halves = [Half(), Half()]

    def open(self, is_leader):
        self.open_sender(self.halves[is_leader])
        self.open_receiver(self.halves[not is_leader])

    def open_sender(self, half):
        memory, ends = memoryview(half.memory).cast("B"), memoryview(half.ends).cast("B").cast("Q")
        pack, sent = struct.Struct("<I").pack_into, 0

        def send(data):
            nonlocal sent
            tail, need = ends[0], 4 + len(data)
            while tail - ends[1] + need + 4 > RING_BYTES:
                half.has_come.release()  # the other one may sleep before all that is in there
                half.has_gone.acquire()
            at, tail = place(tail, need)
            pack(memory, at, len(data))
            memory[at + 4:at + need] = data
            ends[0] = tail
            sent += 1
            if sent % WAKE_EVERY == 0:
                half.has_come.release()

        self.send, self.flush = send, half.has_come.release

    def open_receiver(self, half):
        memory, ends = memoryview(half.memory).cast("B"), memoryview(half.ends).cast("B").cast("Q")
        unpack, taken = struct.Struct("<I").unpack_from, 0

        def recv(n):
            nonlocal taken
            head = ends[1]
            if ends[0] == head:
                half.has_gone.release()
                while ends[0] == head:
                    half.has_come.acquire()
            at, head = place(head, 4 + n)
            (length,) = unpack(memory, at)
            data = bytes(memory[at + 4:at + 4 + length])
            ends[1] = head
            taken += 1
            if taken % WAKE_EVERY == 0:
                half.has_gone.release()
            return data

        self.recv = recv


def place(end, need):
    """Where a message of `need` bytes lies, and the end behind it: none crosses the edge, both sides know its size."""
    at = end % RING_BYTES
    if at + need > RING_BYTES:
        return 0, end + RING_BYTES - at + need
    return at, end + need
