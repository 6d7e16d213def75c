// Shared memory: a slot for one message that is handed over, and a ring for many.
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>

enum { HEADER_BYTES = 128, RING_BYTES = 4 << 20, HALF_BYTES = HEADER_BYTES + RING_BYTES, WAKE_EVERY = 32 };

/** One direction. For a slot, `tail` says full (1) or empty (0). */
typedef struct {
  unsigned tail;
  char gap[60]; // each process writes to a cache line of its own
  unsigned head;
  char gap2[60];
  char bytes[RING_BYTES];
} Half;

static Half *in_half, *out_half;
static int count_in, count_out;

static void open_memory(void) {
  int fd = open(path_of("memory"), O_RDWR);
  char *memory = mmap(NULL, 2 * HALF_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) check(-1, "mmap");
  in_half = (Half *)(memory + is_leader * HALF_BYTES);
  out_half = (Half *)(memory + !is_leader * HALF_BYTES);
}

static unsigned load(unsigned *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static void store(unsigned *word, unsigned value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
static void wake(unsigned *word) { syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0); }

static void wait_while(unsigned *word, unsigned value) {
  while (load(word) == value) syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

static void send_slot(const char *bytes, int n) {
  wait_while(&out_half->tail, 1);
  memcpy(out_half->bytes, bytes, n);
  store(&out_half->tail, 1);
  wake(&out_half->tail);
}

static void recv_slot(char *bytes, int n) {
  wait_while(&in_half->tail, 0);
  memcpy(bytes, in_half->bytes, n);
  store(&in_half->tail, 0);
  wake(&in_half->tail);
}

static void copy_in(Half *half, unsigned at, const char *bytes, unsigned n) {
  unsigned start = at % RING_BYTES, left = RING_BYTES - start;
  memcpy(half->bytes + start, bytes, n < left ? n : left);
  if (n > left) memcpy(half->bytes, bytes + left, n - left);
}

static void copy_out(Half *half, unsigned at, char *bytes, unsigned n) {
  unsigned start = at % RING_BYTES, left = RING_BYTES - start;
  memcpy(bytes, half->bytes + start, n < left ? n : left);
  if (n > left) memcpy(bytes + left, half->bytes, n - left);
}

/** A sleeper is woken for many messages at once; flush_ring() tells of the last ones. */
static void send_ring(const char *bytes, int n) {
  unsigned tail = out_half->tail, head;
  while (tail - (head = load(&out_half->head)) + 4 + n > RING_BYTES) {
    wake(&out_half->tail); // the other one may sleep before all that is in there
    wait_while(&out_half->head, head);
  }
  copy_in(out_half, tail, (char *)&n, 4);
  copy_in(out_half, tail + 4, bytes, n);
  store(&out_half->tail, tail + 4 + n);
  if (++count_out % WAKE_EVERY == 0) wake(&out_half->tail);
}

static void flush_ring(void) { wake(&out_half->tail); }

static void recv_ring(char *bytes, int n) {
  unsigned head = in_half->head;
  if (load(&in_half->tail) == head) {
    wake(&in_half->head);
    wait_while(&in_half->tail, head);
  }
  copy_out(in_half, head, (char *)&n, 4);
  copy_out(in_half, head + 4, bytes, n);
  store(&in_half->head, head + 4 + n);
  if (++count_in % WAKE_EVERY == 0) wake(&in_half->head);
}
