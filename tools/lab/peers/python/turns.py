"""What is measured in turns: each of these is a generator that yields how many a turn has and the turn, then cleans up."""
import json
import multiprocessing
import os
import signal
import socket
import socketserver
import xmlrpc.client
import xmlrpc.server
from multiprocessing.managers import BaseManager

from channels import directory, there

MESSAGES = 64
CALLS = 64
JOBS = 256
WORKERS = 2
WRITERS = 4
RECORD = {"level": "info", "writer": 12345, "message": "what a service says now and then"}
context = multiprocessing.get_context("fork")


def add_one(n):
    return n + 1


def put_and_get():
    """multiprocessing.Queue as a queue.Queue: in one process."""
    queue, body = context.Queue(), bytes(64)

    def turn():
        for _ in range(MESSAGES):
            queue.put((1, body))
        for _ in range(MESSAGES):
            queue.get()

    yield MESSAGES, turn
    queue.close()
    queue.join_thread()


def call_manager(address):
    """A method of an object that lives in a manager's process; its proxy makes one call after another."""
    class Manager(BaseManager):
        pass

    class Adder:
        def add_one(self, n):
            return n + 1

    Manager.register("Adder", Adder)
    with Manager(address=address, authkey=b"lab", ctx=context) as manager:
        adder = manager.Adder()

        def turn():
            for n in range(CALLS):
                adder.add_one(n)

        yield CALLS, turn
        del adder


def call_socketserver():
    """socketserver in a process of its own, a connection for each call, one after another."""
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(self.rfile.read())

    class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        request_queue_size = CALLS
        daemon_threads = True

    path, body = f"{directory}/server", bytes(16)
    server = Server(path, Handler)
    child = context.Process(target=server.serve_forever, daemon=True)
    child.start()
    server.server_close()

    def call():
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(path)
            client.sendall(body)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass

    def turn():
        for _ in range(CALLS):
            call()

    yield CALLS, turn
    child.kill()
    child.join()


def call_xmlrpc():
    """xmlrpc.server in a process of its own, one call after another through one connection."""
    class Handler(xmlrpc.server.SimpleXMLRPCRequestHandler):
        protocol_version = "HTTP/1.1"  # or each call would connect
        disable_nagle_algorithm = True

    server = xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), Handler, logRequests=False)
    server.register_function(add_one)
    child = context.Process(target=server.serve_forever, daemon=True)
    child.start()
    port = server.server_address[1]
    server.server_close()
    with xmlrpc.client.ServerProxy(f"http://127.0.0.1:{port}") as proxy:
        def turn():
            for n in range(CALLS):
                proxy.add_one(n)

        yield CALLS, turn
    child.kill()
    child.join()


def pool_async():
    with context.Pool(WORKERS) as pool:
        def turn():
            for result in [pool.apply_async(add_one, (n,)) for n in range(JOBS)]:
                result.get()

        yield JOBS, turn
        pool.terminate()
        pool.join()


def pool_map():
    with context.Pool(WORKERS) as pool:
        yield JOBS, lambda: pool.map(add_one, range(JOBS))
        pool.terminate()
        pool.join()


def log():
    """Four processes write records to one FIFO, each by one os.write(), until they are killed."""
    into = os.open(there, os.O_RDONLY | os.O_NONBLOCK)  # waits for no writer
    os.set_blocking(into, True)
    keeper = os.open(there, os.O_WRONLY)  # no writer is the last one
    writers = [fork(write_records) for _ in range(WRITERS)]
    kept = b""
    count = 0

    def turn():
        nonlocal kept, count
        while count < MESSAGES:
            *lines, kept = (kept + os.read(into, 65536)).split(b"\n")
            for line in lines:
                json.loads(line)
            count += len(lines)
        count -= MESSAGES

    yield MESSAGES, turn
    for pid in writers:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            raise ChildProcessError("a writer has ended too early")
    os.close(keeper)


def write_records():
    out = os.open(there, os.O_WRONLY)
    while True:
        os.write(out, (json.dumps(RECORD) + "\n").encode())


def fork(act):
    pid = os.fork()
    if pid == 0:
        act()
        os._exit(0)
    return pid


TURNS = {
    "mp-queue": put_and_get,
    "manager-unix": lambda: call_manager(f"{directory}/manager"),
    "manager-tcp": lambda: call_manager(("127.0.0.1", 0)),
    "socketserver": call_socketserver,
    "xmlrpc": call_xmlrpc,
    "pool-async": pool_async,
    "pool-map": pool_map,
    "logger": log,
}
