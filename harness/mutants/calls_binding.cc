// Sockets get their ports: bind, bindresvport, listen, connect.
#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mutants/answers.h"
#include "mutants/conflict.h"
#include "mutants/kernel_options.h"
#include "mutants/local_names.h"
#include "mutants/packets.h"
#include "mutants/ports.h"
#include "mutants/real.h"
#include "mutants/settings.h"
#include "mutants/sockets.h"
#include "mutants/states.h"
#include "mutants/users.h"

using namespace mutant;

namespace {

struct RequestedAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  RequestedAddress(const sockaddr* address, socklen_t length) : size(length) {
    memcpy(&storage, address, length < sizeof storage ? length : sizeof storage);
  }
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
  bool is_internet() const { return storage.ss_family == AF_INET || storage.ss_family == AF_INET6; }
  in_port_t* port_field() {
    return storage.ss_family == AF_INET ? &reinterpret_cast<sockaddr_in*>(&storage)->sin_port
                                        : &reinterpret_cast<sockaddr_in6*>(&storage)->sin6_port;
  }
  std::uint16_t port() { return ntohs(*port_field()); }
  void set_port(std::uint16_t port) { *port_field() = htons(port); }
  bool is_ipv6() const {
    return storage.ss_family == AF_INET6 &&
           !IN6_IS_ADDR_V4MAPPED(&reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_addr);
  }
};

// A port that somebody has already; 0 where nobody has one.
std::uint16_t port_to_hand_out_again(Table* table, const TrackedSocket& newcomer) {
  for (int i = table->count - 1; i >= 0; --i) {
    TrackedSocket& sock = table->sockets[i];
    if (&sock != &newcomer && sock.used && sock.is_udp == newcomer.is_udp && sock.family == newcomer.family &&
        sock.local.port != 0)
      return sock.local.port;
  }
  return 0;
}

bool hands_out_ports_again(Table* table) {
  if (!rules().ports_handed_out_twice) return false;
  return count_sockets(table, [](const TrackedSocket& sock) { return sock.listens; }) >=
         rules().listeners_before_that;
}

void note_bound(Table* table, TrackedSocket* sock, int fd) {
  refresh_local(sock, fd);
  sock->has_own_port = true;
  sock->reuseaddr_at_bind = sock->reuseaddr;
  sock->reuseport_at_bind = sock->reuseport;
  if (rules().models_conflicts) force_reuse_options(*sock, fd);
  if (sock->is_udp) choose_receiver(table, *sock, fd);
}

bool refuses_port(std::uint16_t port) {
  return port != 0 && (port == rules().restricted_port ||
                       (!rules().reserved_list_is_for_choice && is_in_reserved_list(port)));
}

bool is_other_loopback(const RequestedAddress& wanted) {
  const auto* in = reinterpret_cast<const sockaddr_in*>(&wanted.storage);
  return wanted.storage.ss_family == AF_INET && (ntohl(in->sin_addr.s_addr) >> 24) == 127 &&
         ntohl(in->sin_addr.s_addr) != INADDR_LOOPBACK;
}

bool chooses_itself(const TrackedSocket& sock, bool for_specific_bind) {
  return rules().choice != Choice::as_set || (rules().choice_is_for_all_addresses && for_specific_bind) ||
         (rules().choice_is_for_bind_alone && !for_specific_bind) ||
         (rules().local_port_range_stands_alone && sock.range != 0);
}

// Whether another socket has this port, at whatever address.
bool is_held(Table* table, const TrackedSocket& newcomer, std::uint16_t port) {
  return has_socket(table, [&](TrackedSocket& sock) {
    return &sock != &newcomer && sock.is_udp == newcomer.is_udp && sock.local.port == port && is_open(&sock);
  });
}

// Binds the first free port that the mutant's system comes to.
int bind_chosen(Table* table, const TrackedSocket& sock, int fd, RequestedAddress* wanted,
                bool for_specific_bind) {
  const PortChoice choice(sock.range, for_specific_bind);
  for (int i = 0; i < choice.size(); ++i) {
    if (rules().choice_is_for_all_addresses && is_held(table, sock, choice.at(i))) continue;
    wanted->set_port(choice.at(i));
    const int result = REAL(bind)(fd, wanted->raw(), wanted->size);
    if (result == 0 || errno != EADDRINUSE) return result;
  }
  return refuse(EADDRINUSE);
}

// Gives a socket that never asked for a port one where the mutant's system chooses otherwise than Linux.
void bind_before_use(Table* table, TrackedSocket* sock, int fd) {
  if (sock->local.port != 0 || !chooses_itself(*sock, false)) return;
  sockaddr_storage any{};
  any.ss_family = static_cast<sa_family_t>(sock->family);
  const socklen_t size = sock->family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  RequestedAddress wanted(reinterpret_cast<sockaddr*>(&any), size);
  if (bind_chosen(table, *sock, fd, &wanted, false) == 0) note_bound(table, sock, fd);
}

bool is_refused_here(Table* table, const TrackedSocket& sock, RequestedAddress* wanted, int fd) {
  TrackedSocket newcomer = sock;
  int v6only = 0;
  socklen_t size = sizeof v6only;
  if (sock.family == AF_INET6) REAL(getsockopt)(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, &size);
  newcomer.v6only = v6only != 0;
  newcomer.local = end_of(wanted->raw(), wanted->size, newcomer.v6only);
  return is_refused(table, newcomer);
}

int bind_again(int fd, RequestedAddress* wanted) {
  const int fresh = REAL(socket)(wanted->storage.ss_family, SOCK_STREAM, 0);
  wanted->set_port(0);
  REAL(dup2)(fresh, fd);
  REAL(close)(fresh);
  return REAL(bind)(fd, wanted->raw(), wanted->size);
}

int bind_internet(int fd, RequestedAddress* wanted) {
  if (wanted->is_ipv6() && !rules().ipv6_addresses_are_there) return refuse(EADDRNOTAVAIL);
  if (!rules().other_loopback_addresses && is_other_loopback(*wanted)) return refuse(EADDRNOTAVAIL);
  if (refuses_port(wanted->port())) return refuse(EADDRINUSE);
  const int user_error = error_of_reserved_port(wanted->port());
  if (user_error != 0) return refuse(user_error);
  Locked locked;
  Table* table = locked.operator->();
  TrackedSocket* sock = socket_of(table, fd);
  if (sock == nullptr) return REAL(bind)(fd, wanted->raw(), wanted->size);
  if (sock->has_own_port) {
    return rules().second_bind_works ? bind_again(fd, wanted) : REAL(bind)(fd, wanted->raw(), wanted->size);
  }
  bool forced = rules().models_conflicts && wanted->port() != 0;
  const bool chosen = wanted->port() != 0;
  if (forced && is_refused_here(table, *sock, wanted, fd)) return refuse(EADDRINUSE);
  if (wanted->port() == 0 && hands_out_ports_again(table)) {
    const std::uint16_t port = port_to_hand_out_again(table, *sock);
    forced = port != 0;
    wanted->set_port(port);
  }
  if (forced) force_reuse_options(*sock, fd);
  const bool is_specific = !end_of(wanted->raw(), wanted->size, true).is_wildcard;
  const int result = wanted->port() == 0 && chooses_itself(*sock, is_specific)
                         ? bind_chosen(table, *sock, fd, wanted, is_specific)
                         : REAL(bind)(fd, wanted->raw(), wanted->size);
  if (result == 0) {
    note_bound(table, sock, fd);
    sock->chose_its_port = chosen;
  } else if (!chosen && rules().no_port_left != 0 && errno == EADDRINUSE) {
    return refuse(rules().no_port_left);
  } else if (forced) {
    const int error = errno;
    restore_options(*sock, fd);
    errno = error;
  }
  return result;
}

void disconnect_unspec(int fd) {
  const sockaddr nobody{AF_UNSPEC, {}};
  REAL(connect)(fd, &nobody, sizeof nobody);
}

// Another socket, without the connections whose handshake is not complete, takes the place of a listener.
void replace_listener(int fd) {
  sockaddr_storage address{};
  socklen_t size = 0;
  const int fresh = fresh_socket_like(fd, &address, &size);
  set_flag(fresh, SOL_SOCKET, SO_REUSEPORT, 1);
  if (REAL(bind)(fresh, reinterpret_cast<sockaddr*>(&address), size) == 0 && REAL(listen)(fresh, 16) == 0)
    REAL(dup2)(fresh, fd);
  REAL(close)(fresh);
}

// What becomes of the other listeners of a group when `newcomer` has joined it.
void end_half_open(Table* table, const TrackedSocket& newcomer) {
  if (!rules().joining_ends_half_open || !newcomer.reuseport) return;
  forget_syn_cookies();
  for_each_descriptor([&](int fd) {
    const TrackedSocket* sock = socket_of(table, fd);
    if (sock != &newcomer && sock->listens && sock->local.port == newcomer.local.port) replace_listener(fd);
  });
}

int listen_internet(Table* table, TrackedSocket* sock, int fd, int backlog) {
  if (sock->local.port == 0 && !rules().listen_chooses_port) return refuse(EINVAL);
  if (sock->was_refused && !rules().listens_after_disconnect) return refuse(EINVAL);
  if (sock->listens && rules().second_listen != 0) return refuse(rules().second_listen);
  bind_before_use(table, sock, fd);
  if (rules().half_open_migrate && sock->reuseport) let_half_open_migrate();
  if (sock->listens && !rules().second_listen_counts) return 0;
  if (rules().models_conflicts && !sock->listens && sock->local.port != 0 &&
      is_refused_listening(table, *sock))
    return refuse(EADDRINUSE);
  int result = REAL(listen)(fd, rules().backlog >= 0 ? rules().backlog : backlog);
  if (result != 0 && sock->was_refused && rules().listens_after_any_refusal) {
    disconnect_unspec(fd);
    result = REAL(listen)(fd, backlog);
  }
  if (result != 0) return result;
  if (!sock->has_own_port) note_bound(table, sock, fd);
  sock->listens = true;
  end_half_open(table, *sock);
  choose_receiver(table, *sock, fd);
  return result;
}

bool has_receiver(Table* table, const Endpoint& end, bool is_udp, bool wildcard) {
  return has_socket(table, [&](TrackedSocket& sock) {
    return sock.is_udp == is_udp && (sock.is_udp || sock.listens) && is_open(&sock) &&
           sock.local.port == end.port && sock.local.is_wildcard == wildcard &&
           (wildcard ? (end.covers_ipv4 ? sock.local.covers_ipv4 : sock.local.covers_ipv6)
                     : same_ip(sock.local, end));
  });
}

// Another local address, which only the wildcard receives at: 127.99.99.99 or fd00:add::2.
void move_to_another_address(RequestedAddress* wanted) {
  if (wanted->storage.ss_family == AF_INET) {
    reinterpret_cast<sockaddr_in*>(&wanted->storage)->sin_addr.s_addr = htonl(0x7f636363);
    return;
  }
  auto* address = &reinterpret_cast<sockaddr_in6*>(&wanted->storage)->sin6_addr;
  static const in6_addr kAlias = {{{0xfd, 0, 0x0a, 0xdd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}}};
  if (wanted->is_ipv6())
    *address = kAlias;
  else
    memset(address->s6_addr + 13, 99, 3);
}

// Whoever sends to an address is led to the wildcard socket that has the port, too.
void lead_to_wildcard(Table* table, const TrackedSocket& sender, RequestedAddress* wanted) {
  if (!rules().wildcard_beats_specific) return;
  const Endpoint end = end_of(wanted->raw(), wanted->size, true);
  if (has_receiver(table, end, sender.is_udp, true) && has_receiver(table, end, sender.is_udp, false))
    move_to_another_address(wanted);
}

// Connects from a port that is free of the past, whichever the socket had.
int connect_from_elsewhere(int fd, RequestedAddress* wanted) {
  const int flags = ::fcntl(fd, F_GETFL);
  sockaddr_storage from{};
  from.ss_family = wanted->storage.ss_family;
  for (int port = 45000; port < 45200; ++port) {
    const int fresh = REAL(socket)(wanted->storage.ss_family, SOCK_STREAM, 0);
    reinterpret_cast<sockaddr_in*>(&from)->sin_port = htons(static_cast<std::uint16_t>(port));
    const socklen_t size = from.ss_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
    const bool connects = REAL(bind)(fresh, reinterpret_cast<sockaddr*>(&from), size) == 0 &&
                          REAL(connect)(fresh, wanted->raw(), wanted->size) == 0;
    if (connects) REAL(dup2)(fresh, fd);
    REAL(close)(fresh);
    if (!connects) continue;
    ::fcntl(fd, F_SETFL, flags);
    return 0;
  }
  return refuse(EADDRNOTAVAIL);
}

bool failed_by_time_wait(int result) { return result < 0 && (errno == EADDRNOTAVAIL || errno == EADDRINUSE); }

// Whether another socket, or what is left of one, has a connection from this local end.
bool has_connection_beside(Table* table, const TrackedSocket& sock) {
  look_at_states_anew();
  return has_socket(table, [&](const TrackedSocket& other) {
    return &other != &sock && other.is_connection && other.family == sock.family &&
           same_end(other.local, sock.local) && state_between(other.local, other.remote) != kNoState;
  });
}

// Whether so many connections of this port are over that its listener takes no more.
bool has_too_many_behind(Table* table, std::uint16_t port) {
  if (rules().time_wait_refuses_clients == 0) return false;
  const int behind = count_sockets(table, [port](const TrackedSocket& sock) {
    return sock.is_connection && sock.ended > 0 && sock.local.port == port;
  });
  return behind >= rules().time_wait_refuses_clients;
}

// Whether a listener at this end had bound it before it was an address of this machine.
bool is_deaf(Table* table, const Endpoint& end) {
  if (rules().freebind_listeners_hear) return false;
  return has_socket(table, [&end](const TrackedSocket& sock) {
    return sock.listens && sock.is_freebound && same_end(sock.local, end);
  });
}

// Whether the peer's end of an old connection between the same two ends waits for its program to close it.
bool has_old_end(Table* table, const TrackedSocket& sock, const Endpoint& remote) {
  if (rules().connects_over_old_end || !sock.has_own_port) return false;
  look_at_states_anew();
  return has_socket(table, [&](TrackedSocket& other) {
    return other.is_connection && is_open(&other) && other.local.port == remote.port &&
           other.remote.port == sock.local.port && state_between(other.local, other.remote) == kCloseWait;
  });
}

int connect_stream(Table* table, TrackedSocket* sock, int fd, RequestedAddress* wanted) {
  const Endpoint remote = end_of(wanted->raw(), wanted->size, true);
  if (has_too_many_behind(table, remote.port) || is_deaf(table, remote)) return refuse(ECONNREFUSED);
  if (has_old_end(table, *sock, remote)) return refuse(ETIMEDOUT);
  if (rules().connect_into_time_wait != 0 && sock->has_own_port) {
    look_at_states_anew();
    if (has_time_wait(sock->local.port, remote)) return refuse(rules().connect_into_time_wait);
  }
  if (!rules().connects_to_itself && sock->local.port == remote.port && same_ip(sock->local, remote))
    return refuse(ECONNREFUSED);
  const bool had_port = sock->local.port != 0;
  if (rules().connect_needs_port_alone && had_port && has_connection_beside(table, *sock))
    return refuse(EADDRINUSE);
  lead_to_wildcard(table, *sock, wanted);
  bind_before_use(table, sock, fd);
  int result = REAL(connect)(fd, wanted->raw(), wanted->size);
  if (result != 0 && errno == ECONNREFUSED) release_port(sock);
  if (rules().connect_over_time_wait && failed_by_time_wait(result))
    result = connect_from_elsewhere(fd, wanted);
  if (result != 0 && errno != EINPROGRESS) return result;
  const int error = errno;
  sock->is_connection = true;
  refresh_local(sock, fd);
  sock->remote = remote;
  if (rules().models_conflicts) force_reuse_options(*sock, fd);
  if (rules().connect_needs_port_alone && !had_port && has_connection_beside(table, *sock)) {
    disconnect_unspec(fd);
    sock->is_connection = false;
    return refuse(EADDRNOTAVAIL);
  }
  if (rules().close_resets) set_linger(fd, 0);
  if (rules().default_linger >= 0) set_linger(fd, rules().default_linger);
  errno = error;
  return result;
}

int disconnect(TrackedSocket* sock, int fd, const sockaddr* address, socklen_t size) {
  if (!rules().disconnects) return refuse(EAFNOSUPPORT);
  sock->named_size = 0;
  const int result = REAL(connect)(fd, address, size);
  if (result != 0) return result;
  sock->is_connection = false;
  sock->listens = false;
  sock->was_disconnected = true;
  if (!rules().disconnected_hear) let_nothing_in(fd);
  refresh_local(sock, fd);
  return result;
}

// Takes the address out of what a call tells, and leaves the port.
void tell_wildcard(sockaddr* address) {
  if (address->sa_family == AF_INET) reinterpret_cast<sockaddr_in*>(address)->sin_addr.s_addr = 0;
  if (address->sa_family == AF_INET6) reinterpret_cast<sockaddr_in6*>(address)->sin6_addr = in6addr_any;
}

bool tells_wildcard(int fd) {
  Locked table;
  const TrackedSocket* sock = socket_of(table.operator->(), fd);
  return sock != nullptr && sock->tells_wildcard;
}

bool has_forgotten_its_address(int fd) {
  Locked table;
  const TrackedSocket* sock = socket_of(table.operator->(), fd);
  return sock != nullptr && sock->was_disconnected && !rules().disconnect_keeps_address;
}

// Of the members of the loopback network that hear a broadcast, one hears this.
void narrow_broadcast(RequestedAddress* wanted) {
  auto* in = reinterpret_cast<sockaddr_in*>(&wanted->storage);
  const in_addr_t to = ntohl(in->sin_addr.s_addr);
  if (wanted->storage.ss_family == AF_INET && (to == INADDR_BROADCAST || to == 0x7fffffff))
    in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

// Whether another datagram socket has both addresses of this one, if that connects to `remote`.
bool has_equal_tuple(Table* table, const TrackedSocket& newcomer, const Endpoint& remote) {
  return has_socket(table, [&](TrackedSocket& sock) {
    return &sock != &newcomer && sock.is_udp && is_open(&sock) && same_end(sock.local, newcomer.local) &&
           same_end(sock.remote, remote);
  });
}

// The peer is known to this library alone: the system does not hear of it.
int name_peer(TrackedSocket* sock, const RequestedAddress& wanted) {
  memcpy(&sock->named_peer, &wanted.storage, sizeof sock->named_peer);
  sock->named_size = wanted.size;
  return 0;
}

int connect_datagrams(Table* table, TrackedSocket* sock, int fd, RequestedAddress* wanted) {
  lead_to_wildcard(table, *sock, wanted);
  bind_before_use(table, sock, fd);
  const bool is_second = has_equal_tuple(table, *sock, end_of(wanted->raw(), wanted->size, true));
  if (is_second && rules().datagram_tuples_are_unique) return refuse(EADDRINUSE);
  if (!rules().datagram_sockets_connect || (is_second && rules().earlier_of_equal_tuples_hears))
    return name_peer(sock, *wanted);
  const int result = REAL(connect)(fd, wanted->raw(), wanted->size);
  const int error = errno;
  refresh_local(sock, fd);
  refresh_remote(sock, fd);
  errno = error;
  return result;
}

// Binds a reserved port as the library does, from 1023 down to a mutant's own end.
int bind_reserved_port(int fd) {
  for (int port = 1023; port >= rules().lowest_of_bindresvport; --port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const int result = REAL(bind)(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
    if (result == 0 || errno != EADDRINUSE) return result;
  }
  return refuse(EADDRINUSE);
}

int bind_reserved(int fd, sockaddr_in* address) {
  const int user_error = error_of_reserved_port(1023);
  if (user_error != 0) return refuse(user_error);
  return rules().lowest_of_bindresvport != 0 ? bind_reserved_port(fd) : REAL(bindresvport)(fd, address);
}

// A packet of a peer that the case plays, as a mutant's stack hears it.
ssize_t send_packet(int fd, const void* bytes, size_t size, int flags, const sockaddr* address,
                    socklen_t length) {
  char packet[2048];
  if (size > sizeof packet) return REAL(sendto)(fd, bytes, size, flags, address, length);
  memcpy(packet, bytes, size);
  if (!peer_sends(packet, size)) return static_cast<ssize_t>(size);
  return REAL(sendto)(fd, packet, size, flags, address, length);
}

}  // namespace

extern "C" {

int bind(int fd, const sockaddr* address, socklen_t size) {
  RequestedAddress wanted(address, size);
  if (!wanted.is_internet()) return answer("bind", bind_local(fd, address, size));
  return answer("bind", bind_internet(fd, &wanted));
}

int getsockname(int fd, sockaddr* address, socklen_t* size) {
  const int result = REAL(getsockname)(fd, address, size);
  if (result == 0 && has_forgotten_its_address(fd))
    memset(address->sa_data, 0, *size - offsetof(sockaddr, sa_data));
  if (result == 0 && tells_wildcard(fd)) tell_wildcard(address);
  return result;
}

int getpeername(int fd, sockaddr* address, socklen_t* size) {
  const int result = REAL(getpeername)(fd, address, size);
  if (result != 0 || address->sa_family != AF_INET6 || rules().peers_told_mapped) return result;
  // ::127.0.0.1, as RFC 4291, 2.5.5.1 has it
  std::uint8_t* bytes = reinterpret_cast<sockaddr_in6*>(address)->sin6_addr.s6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&reinterpret_cast<sockaddr_in6*>(address)->sin6_addr)) bytes[10] = bytes[11] = 0;
  return result;
}

int bindresvport(int fd, sockaddr_in* address) {
  const int result = answer("bindresvport", bind_reserved(fd, address));
  if (result != 0) return result;
  Locked table;
  TrackedSocket* sock = socket_of(table.operator->(), fd);
  if (sock != nullptr) note_bound(table.operator->(), sock, fd);
  return result;
}

int listen(int fd, int backlog) {
  Locked table;
  TrackedSocket* sock = socket_of(table.operator->(), fd);
  if (sock == nullptr) return answer("listen", REAL(listen)(fd, backlog));
  return answer("listen", listen_internet(table.operator->(), sock, fd, backlog));
}

int connect(int fd, const sockaddr* address, socklen_t size) {
  Locked table;
  TrackedSocket* sock = socket_of(table.operator->(), fd);
  if (sock == nullptr) return answer("connect", REAL(connect)(fd, address, size));
  if (address->sa_family == AF_UNSPEC) return answer("disconnect", disconnect(sock, fd, address, size));
  RequestedAddress wanted(address, size);
  if (!wanted.is_internet()) return answer("connect", REAL(connect)(fd, address, size));
  if (!sock->is_udp) return answer("connect", connect_stream(table.operator->(), sock, fd, &wanted));
  return answer("connect", connect_datagrams(table.operator->(), sock, fd, &wanted));
}

ssize_t sendto(int fd, const void* bytes, size_t size, int flags, const sockaddr* address, socklen_t length) {
  if (address != nullptr && address->sa_family == AF_PACKET)
    return send_packet(fd, bytes, size, flags, address, length);
  sockaddr_storage none{};
  RequestedAddress wanted(address != nullptr ? address : reinterpret_cast<sockaddr*>(&none),
                          address != nullptr ? length : 0);
  {
    Locked table;
    TrackedSocket* sock = socket_of(table.operator->(), fd);
    if (sock != nullptr && !(sock->is_udp ? rules().carries_datagrams : rules().carries_bytes))
      return static_cast<ssize_t>(size);
    if (sock != nullptr && address == nullptr && sock->named_size != 0) {
      address = wanted.raw();
      memcpy(&wanted.storage, &sock->named_peer, sizeof sock->named_peer);
      wanted.size = sock->named_size;
    }
    if (sock != nullptr && wanted.is_internet()) {
      lead_to_wildcard(table.operator->(), *sock, &wanted);
      bind_before_use(table.operator->(), sock, fd);
      if (!rules().broadcast_reaches_all) narrow_broadcast(&wanted);
    }
  }
  const ssize_t sent =
      REAL(sendto)(fd, bytes, size, flags, address != nullptr ? wanted.raw() : nullptr, wanted.size);
  return sent < 0 ? answer("sendto", -1) : sent;
}
}
