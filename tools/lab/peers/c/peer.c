// The limit: two processes with nothing between them and the kernel. What a peer takes and prints: ../../README.md.
// clang-format off
#include "peer.h"
#include "streams.h"
#include "messages.h"
#include "memory.h"
#include "logger.h"
// clang-format on
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>

static Channel channel;
static void (*flush)(void);
static char *block;
static double budget_ns;

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

// ---- one process sends, the other one answers

typedef struct {
  int is_rtt, bytes, window;
} Measure;

static Measure parse(const char *text) {
  Measure m = {.is_rtt = *text == 'r', .window = 1};
  sscanf(strchr(text, ':'), ":%d:%d", &m.bytes, &m.window);
  return m;
}

static void serve(Measure m) {
  for (int is_last = 0; !is_last;) {
    for (int i = 0; i < m.window; i++) {
      channel.recv(block, m.bytes);
      is_last |= *block;
    }
    channel.send(block, m.is_rtt ? m.bytes : 1);
    if (flush) flush();
  }
}

static void turn(Measure m) {
  for (int i = 0; i < m.window; i++) channel.send(block, m.bytes);
  if (flush) flush();
  channel.recv(block, m.is_rtt ? m.bytes : 1);
}

static void lead(const char *name, Measure m) {
  *block = 0;
  double start = now_ns(), ns = 0;
  while (now_ns() - start < budget_ns) {
    turn(m);
    *block = 0;
  }
  long count = 0;
  for (start = now_ns(); ns < budget_ns; ns = now_ns() - start, count += m.window) turn(m);
  memset(block, 1, 1); // the last turn, which is not counted
  turn(m);
  printf("%s %ld %.0f\n", name, count, ns);
}

// ---- both processes do the same to one thing

static int lock_fd;

static void add(void) { __atomic_fetch_add(&in_half->tail, 1, __ATOMIC_SEQ_CST); }

static void lock_and_unlock(void) {
  flock(lock_fd, LOCK_EX);
  flock(lock_fd, LOCK_UN);
}

static void open_lock_and_close(void) {
  int fd;
  check(fd = open(path_of("lock"), O_RDWR | O_CREAT, 0600), "open");
  flock(fd, LOCK_EX);
  close(fd); // ends the lock, too
}

static void repeat(const char *name, void (*act)(void)) {
  double start = now_ns(), ns = 0;
  while (now_ns() - start < budget_ns) act();
  long count = 0;
  for (start = now_ns(); ns < budget_ns; ns = now_ns() - start, count += 64) {
    for (int i = 0; i < 64; i++) act();
  }
  printf("%s %ld %.0f\n", name, count, ns);
}

static void compete(const char *mechanism, char *measures) {
  int is_lock = strcmp(mechanism, "counter");
  void (*act)(void) = !strcmp(mechanism, "lock") ? lock_and_unlock : is_lock ? open_lock_and_close : add;
  make_pipes();
  other = 0;
  for (char *name = strtok(measures, ","); name; name = strtok(NULL, ",")) {
    if (!strcmp(name, "duel")) check(other = fork(), "fork");
    is_leader = 0; // both use the same half
    if (!is_lock) open_memory();
    check(lock_fd = open(path_of("lock"), O_RDWR | O_CREAT, 0600), "open"); // not shared: it is the file that has the lock
    if (!strcmp(name, "duel")) {
      if (other == 0) write(pipes[0][1], "", 1);
      while (other == 0) act(); // until it is killed
      read(pipes[0][0], block, 1);
    }
    repeat(name, act);
    if (other) kill(other, SIGKILL), waitpid(other, NULL, 0);
  }
}

// ---- many processes write, this one reads

static void log_records(const char *name) {
  open_log();
  double start = now_ns(), ns = 0;
  while (now_ns() - start < budget_ns) read_records();
  long count = 0;
  for (start = now_ns(); ns < budget_ns || count == 0; ns = now_ns() - start) count += read_records();
  close_log();
  printf("%s %ld %.0f\n", name, count, ns);
}

// ---- which channel

typedef struct {
  const char *name;
  Channel channel;
  void (*open)(void);
} Kind;

static const Kind KINDS[] = {
    {"pipe", {send_stream, recv_stream}, open_pipes},
    {"fifo", {send_stream, recv_stream}, open_fifos},
    {"unix", {send_stream, recv_stream}, open_connection},
    {"tcp", {send_stream, recv_stream}, open_connection},
    {"unix-datagram", {send_datagram, recv_datagram}, open_datagram_socket},
    {"udp", {send_datagram, recv_datagram}, open_datagram_socket},
    {"sysv", {send_sysv, recv_sysv}, open_sysv},
    {"posix", {send_posix, recv_posix}, open_posix},
    {"memory", {send_slot, recv_slot}, open_memory},
    {"ring", {send_ring, recv_ring}, open_memory},
    {"signal", {send_signal, recv_signal}, block_signals},
};

/** Makes what has to be there before there are two processes. */
static void prepare(const char *name) {
  if (!strcmp(name, "pipe")) make_pipes();
  if (!strcmp(name, "unix")) make_listener(AF_UNIX);
  if (!strcmp(name, "tcp")) make_listener(AF_INET);
  if (!strcmp(name, "unix-datagram")) make_datagram_sockets(AF_UNIX);
  if (!strcmp(name, "udp")) make_datagram_sockets(AF_INET);
  if (!strcmp(name, "signal")) block_signals();
}

static const Kind *find_kind(const char *name) {
  for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
    if (!strcmp(KINDS[i].name, name)) return &KINDS[i];
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  char *mechanism = argv[1], *measures = argv[4];
  dir = argv[2], budget_ns = atof(argv[3]) * 1e6, there = argv[5], back = argv[6];
  block = calloc(1, MAX_BYTES);
  if (!strcmp(mechanism, "logger")) {
    log_records(measures);
    return 0;
  }
  if (!strcmp(mechanism, "lock") || !strcmp(mechanism, "open-lock") || !strcmp(mechanism, "counter")) {
    compete(mechanism, measures);
    return 0;
  }
  const Kind *kind = find_kind(mechanism);
  if (kind == NULL) return 2;
  prepare(mechanism);
  pid_t parent = getpid(), child = fork();
  check(child, "fork");
  is_leader = child != 0;
  other = is_leader ? child : parent;
  kind->open();
  channel = kind->channel;
  if (!strcmp(mechanism, "ring")) flush = flush_ring;
  for (char *name = strtok(measures, ","); name; name = strtok(NULL, ",")) {
    if (is_leader) lead(name, parse(name));
    else serve(parse(name));
  }
  if (is_leader) waitpid(child, NULL, 0);
  return 0;
}
