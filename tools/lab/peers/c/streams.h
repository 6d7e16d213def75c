// Pipes, FIFOs and sockets: all of them are file descriptors.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

typedef union {
  struct sockaddr any;
  struct sockaddr_un local;
  struct sockaddr_in inet;
} Address;

static int pipes[2][2];
static int sockets[2]; // the follower's (or its listener), the leader's
static Address addresses[2];
static socklen_t lengths[2];

static void send_stream(const char *bytes, int n) {
  for (int done = 0; done < n;) {
    int count = write(out_fd, bytes + done, n - done);
    check(count, "write");
    done += count;
  }
}

static void recv_stream(char *bytes, int n) {
  for (int done = 0; done < n;) {
    int count = read(in_fd, bytes + done, n - done);
    if (count <= 0) exit(1); // the other one has gone
    done += count;
  }
}

static void send_datagram(const char *bytes, int n) { check(send(out_fd, bytes, n, 0), "send"); }
static void recv_datagram(char *bytes, int n) { check(recv(in_fd, bytes, n, 0), "recv"); }

static void make_pipes(void) { check(pipe(pipes[0]) | pipe(pipes[1]), "pipe"); }

static void open_pipes(void) {
  in_fd = pipes[is_leader][0];
  out_fd = pipes[!is_leader][1];
  close(pipes[is_leader][1]); // or nobody would ever see the end
  close(pipes[!is_leader][0]);
}

/** Opens in one order in both processes: an open waits for its partner. */
static void open_fifos(void) {
  if (is_leader) check(out_fd = open(there, O_WRONLY), "open");
  check(in_fd = open(is_leader ? back : there, O_RDONLY), "open");
  if (!is_leader) check(out_fd = open(back, O_WRONLY), "open");
}

static void bind_socket(int end, int family, int type) {
  Address *address = &addresses[end];
  address->any.sa_family = family;
  lengths[end] = family == AF_UNIX ? sizeof address->local : sizeof address->inet;
  if (family == AF_UNIX) strcpy(address->local.sun_path, path_of(end == 0 ? "a.sock" : "b.sock"));
  else address->inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  check(sockets[end] = socket(family, type, 0), "socket");
  check(bind(sockets[end], &address->any, lengths[end]), "bind");
  getsockname(sockets[end], &address->any, &lengths[end]);
}

static void make_listener(int family) {
  bind_socket(0, family, SOCK_STREAM);
  check(listen(sockets[0], 1), "listen");
}

static void open_connection(void) {
  int family = addresses[0].any.sa_family;
  if (is_leader) {
    check(in_fd = socket(family, SOCK_STREAM, 0), "socket");
    check(connect(in_fd, &addresses[0].any, lengths[0]), "connect");
  } else {
    check(in_fd = accept(sockets[0], NULL, NULL), "accept");
  }
  if (family == AF_INET) setsockopt(in_fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
  close(sockets[0]);
  out_fd = in_fd;
}

static void make_datagram_sockets(int family) {
  for (int end = 0; end < 2; end++) bind_socket(end, family, SOCK_DGRAM);
}

static void open_datagram_socket(void) {
  in_fd = out_fd = sockets[is_leader];
  check(connect(out_fd, &addresses[!is_leader].any, lengths[!is_leader]), "connect");
}
