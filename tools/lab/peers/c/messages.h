// Queues of the kernel, and signals.
#include <mqueue.h>
#include <signal.h>
#include <sys/msg.h>

static mqd_t in_mq, out_mq;
static sigset_t bells;
static struct {
  long type;
  char text[QUEUE_BYTES];
} message;

static void open_sysv(void) {
  in_fd = atoi(is_leader ? back : there);
  out_fd = atoi(is_leader ? there : back);
}

static void send_sysv(const char *bytes, int n) {
  message.type = 1;
  memcpy(message.text, bytes, n);
  check(msgsnd(out_fd, &message, n, 0), "msgsnd");
}

static void recv_sysv(char *bytes, int n) {
  check(msgrcv(in_fd, &message, QUEUE_BYTES, 0, 0), "msgrcv");
  memcpy(bytes, message.text, n);
}

static void open_posix(void) {
  check(in_mq = mq_open(is_leader ? back : there, O_RDONLY), "mq_open");
  check(out_mq = mq_open(is_leader ? there : back, O_WRONLY), "mq_open");
}

static void send_posix(const char *bytes, int n) { check(mq_send(out_mq, bytes, n, 0), "mq_send"); }
static void recv_posix(char *bytes, int n) { check(mq_receive(in_mq, bytes, MAX_BYTES, NULL), "mq_receive"); }

/** Before there are two processes: a signal that nobody holds back would end the one that it reaches. */
static void block_signals(void) {
  sigemptyset(&bells);
  sigaddset(&bells, SIGUSR1);
  sigaddset(&bells, SIGUSR2);
  sigprocmask(SIG_BLOCK, &bells, NULL);
}

static void send_signal(const char *bytes, int n) { check(kill(other, *bytes ? SIGUSR2 : SIGUSR1), "kill"); }

static void recv_signal(char *bytes, int n) {
  int signal;
  sigwait(&bells, &signal);
  *bytes = signal == SIGUSR2;
}
