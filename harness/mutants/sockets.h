// What this library remembers of the sockets of one case: shared by the case's process and its helpers, which are one
// process group.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <cstdint>

namespace mutant {

// An address and port. IPv4 is kept as its mapped form; covers_* say which families' traffic reaches it.
struct Endpoint {
  std::uint8_t ip[16];
  std::uint16_t port;  // host byte order; 0: none
  bool is_wildcard;
  bool covers_ipv4;
  bool covers_ipv6;
};

struct Holder {
  pid_t process;
  int descriptors;
};

constexpr int kMostHolders = 8;
constexpr int kMostSockets = 8192;
constexpr int kMostDescriptors = 4096;

struct TrackedSocket {
  bool used;
  bool is_udp;
  int family;
  bool v6only;
  bool has_own_port;    // bound by bind() or listen(): holds its port for as long as it is open
  bool chose_its_port;  // and keeps it when its connection fails (SOCK_BINDPORT_LOCK)
  bool listens;
  bool is_connection;  // connected or accepted
  bool reuseaddr;      // as the program set it
  bool reuseport;
  bool reuseaddr_at_bind;
  bool reuseport_at_bind;
  bool was_refused;       // a connect(); or it stopped listening
  bool was_disconnected;  // by connect() to AF_UNSPEC
  bool is_freebound;      // IP_FREEBIND
  pid_t accepting;        // the first process that waited in accept()
  bool tells_wildcard;    // in place of its own address
  bool is_member;         // of a multicast group
  bool
      brings_program;  // SO_ATTACH_REUSEPORT_CBPF before it was bound: it joins no group (reuseport_add_sock())
  sockaddr_in6 named_peer;  // what connect() named, where the system is not told; an IPv4 address fits
  socklen_t named_size;
  std::uint32_t range;  // IP_LOCAL_PORT_RANGE
  uid_t user;
  int device;
  Endpoint local;
  Endpoint remote;
  double ended;  // when its last descriptor went; 0: it is open
  Holder holders[kMostHolders];
};

struct Table {
  int lock;
  int count;  // of slots ever used
  TrackedSocket sockets[kMostSockets];
};

// Holds the table's lock while it lives.
class Locked {
 public:
  Locked();
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked();
  Table* operator->() const { return table_; }
  // In a forked child: the lock is the parent's.
  void leave_to_parent() { table_ = nullptr; }

 private:
  Table* table_;
};

// -- with the lock held --
// The socket behind a descriptor of this process, or nothing.
TrackedSocket* socket_of(Table* table, int fd);
// A new one for a descriptor.
TrackedSocket* remember(Table* table, int fd, bool is_udp, int family);
void remember_duplicate(Table* table, int fd, int copy);
void forget(Table* table, int fd);
// This process is about to execute a program: the descriptors that are closed by that (fcntl(2), FD_CLOEXEC).
void forget_what_exec_closes(Table* table);
// After a fork: the child has every descriptor that this process has.
void share_with_child(Table* table, pid_t child);
// Whether any process still has it open; notes the end of those whose processes are gone.
bool is_open(TrackedSocket* sock);
// A connection that failed, or a listener shut down: a port that the system chose is free again.
void release_port(TrackedSocket* sock);
// Reads the addresses of a socket from the system.
void refresh_local(TrackedSocket* sock, int fd);
void refresh_remote(TrackedSocket* sock, int fd);
Endpoint end_of(const sockaddr* address, socklen_t size, bool v6only);
bool same_ip(const Endpoint& a, const Endpoint& b);
// The same address and port.
bool same_end(const Endpoint& a, const Endpoint& b);

// The first remembered socket that `is_wanted`, or nothing.
template <typename IsWanted>
TrackedSocket* find_socket(Table* table, IsWanted is_wanted) {
  for (int i = 0; i < table->count; ++i)
    if (table->sockets[i].used && is_wanted(table->sockets[i])) return &table->sockets[i];
  return nullptr;
}

template <typename IsWanted>
bool has_socket(Table* table, IsWanted is_wanted) {
  return find_socket(table, is_wanted) != nullptr;
}

// How many remembered sockets are wanted.
template <typename IsWanted>
int count_sockets(Table* table, IsWanted is_wanted) {
  int count = 0;
  for (int i = 0; i < table->count; ++i)
    if (table->sockets[i].used && is_wanted(table->sockets[i])) ++count;
  return count;
}

// A fresh stream socket of the family of a bound one, whose address is put into `address`.
int fresh_socket_like(int fd, sockaddr_storage* address, socklen_t* size);

double seconds();  // on the system's clock, whatever the mutant's says

// Whether this descriptor of this process is a remembered socket.
bool is_remembered(int fd);

// Calls `act` with every such descriptor.
template <typename Act>
void for_each_descriptor(Act act) {
  for (int fd = 0; fd < kMostDescriptors; ++fd)
    if (is_remembered(fd)) act(fd);
}

}  // namespace mutant
