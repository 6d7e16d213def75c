// Four processes log to one FIFO, each record by one write(2); the leader reads and finds the lines.
#include <signal.h>
#include <sys/wait.h>

enum { WRITERS = 4, READ_BYTES = 65536 };

static pid_t writers[WRITERS];

static void write_records(void) {
  const char *record = "{\"level\":\"info\",\"writer\":12345,\"message\":\"what a service says now and then\"}\n";
  int length = strlen(record);
  check(out_fd = open(there, O_WRONLY), "open");
  for (;;) check(write(out_fd, record, length), "write"); // until it is killed
}

static void open_log(void) {
  check(in_fd = open(there, O_RDWR), "open"); // waits for no writer, and no writer is the last one
  for (int i = 0; i < WRITERS; i++) {
    check(writers[i] = fork(), "fork");
    if (writers[i] == 0) write_records();
  }
}

static long read_records(void) {
  static char bytes[READ_BYTES];
  int n = read(in_fd, bytes, sizeof bytes);
  check(n, "read");
  long count = 0;
  for (char *at = bytes; (at = memchr(at, '\n', bytes + n - at)); at++) count++;
  return count;
}

static void close_log(void) {
  for (int i = 0; i < WRITERS; i++) {
    kill(writers[i], SIGKILL);
    int status;
    check(waitpid(writers[i], &status, 0), "waitpid");
    if (WIFSIGNALED(status)) continue;
    fprintf(stderr, "a writer has ended too early\n");
    exit(1);
  }
}
