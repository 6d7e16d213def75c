// What the kinds of channel have in common. Each opens itself in both processes and gives a way to send and to receive.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_BYTES = 1 << 20, QUEUE_BYTES = 8192 };

typedef struct {
  void (*send)(const char *bytes, int n);
  void (*recv)(char *bytes, int n);
} Channel;

static char *dir, *there, *back; // what the lab made for this pair
static int is_leader;
static pid_t other;
static int in_fd, out_fd;

static void check(long result, const char *what) {
  if (result >= 0) return;
  perror(what);
  exit(1);
}

static char *path_of(const char *name) {
  static char path[256];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  return path;
}
