"""Python's ways. What a peer takes and prints: ../../README.md."""
import fcntl
import multiprocessing
import os
import signal
import sys
import time

from channels import KINDS, budget_ms, directory, measures, mechanism
from turns import TURNS

budget_ns = int(float(budget_ms) * 1e6)


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
        if hasattr(channel, "flush"):
            channel.flush()


def lead(channel, measure):
    is_rtt, byte_count, window = parse(measure)
    answer_bytes = byte_count if is_rtt else 1
    send, recv, now = channel.send, channel.recv, time.monotonic_ns
    flush = getattr(channel, "flush", None)

    def turn(data):
        for _ in range(window):
            send(data)
        if flush:
            flush()
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
    if mechanism == "open-lock":
        def open_lock_and_close():
            opened = os.open(f"{directory}/lock", os.O_RDWR | os.O_CREAT)
            fcntl.flock(opened, fcntl.LOCK_EX)
            os.close(opened)  # ends the lock, too

        return open_lock_and_close
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


def take_turns():
    turns = TURNS[mechanism]()
    count_each, turn = next(turns)
    now = time.monotonic_ns
    start = now()
    while now() - start < budget_ns:
        turn()
    count = ns = 0
    start = now()
    while ns < budget_ns:
        turn()
        count += count_each
        ns = now() - start
    next(turns, None)  # lets it clean up
    print(measures, count, ns)


if mechanism in TURNS:
    take_turns()
    sys.exit()
if mechanism in ("lock", "open-lock", "counter"):
    compete()
    sys.exit()
pair = KINDS[mechanism]()
sys.stdout.flush()
child = os.fork()
pair.child = child
pair.open(child != 0)
for one in measures.split(","):
    lead(pair, one) if child else serve(pair, one)
if child:
    os.waitpid(child, 0)
