// Winsock.
#include "grid/core/raw.h"

#include "os/sockets.h"

namespace grid {

namespace {

SOCKET socket_of(Handle handle) { return static_cast<SOCKET>(handle); }

Result outcome(int returned) {
  return returned != SOCKET_ERROR ? Result::ok : result_of(::WSAGetLastError());
}

const sockaddr* raw_of(const SocketAddress& address) {
  return reinterpret_cast<const sockaddr*>(address.bytes);
}

Result adopt(SOCKET opened, Handle& socket) {
  if (opened == INVALID_SOCKET) return result_of(::WSAGetLastError());
  socket = static_cast<Handle>(opened);
  u_long non_blocking = 1;
  return outcome(::ioctlsocket(opened, static_cast<long>(FIONBIO), &non_blocking));
}

timeval timeval_of(int milliseconds) { return {milliseconds / 1000, milliseconds % 1000 * 1000}; }

// A set of one socket; select() waits for it.
struct OneSocket {
  explicit OneSocket(SOCKET socket) {
    set.fd_count = 1;
    set.fd_array[0] = socket;
  }
  fd_set set{};
};

}  // namespace

namespace raw {

Result open(Handle& socket, Family family, Protocol protocol) {
  const bool tcp = protocol == Protocol::tcp;
  return adopt(::socket(family == Family::ipv4 ? AF_INET : AF_INET6, tcp ? SOCK_STREAM : SOCK_DGRAM,
                        tcp ? IPPROTO_TCP : IPPROTO_UDP),
               socket);
}

Result accept(Handle& accepted, Handle listener) {
  return adopt(::accept(socket_of(listener), nullptr, nullptr), accepted);
}

Result bind(Handle socket, const SocketAddress& address) {
  return outcome(::bind(socket_of(socket), raw_of(address), address.length));
}

Result listen(Handle socket, int backlog) { return outcome(::listen(socket_of(socket), backlog)); }

Result connect(Handle socket, const SocketAddress& address) {
  const Result result = outcome(::connect(socket_of(socket), raw_of(address), address.length));
  return result == Result::kEAGAIN ? Result::kEINPROGRESS : result;
}

// Winsock shows a connection as writable, and its failure as an exception (Microsoft Learn, select()).
Result await_connection(Handle socket, const SocketAddress&, int timeout_ms) {
  OneSocket writable(socket_of(socket));
  OneSocket failed(socket_of(socket));
  timeval timeout = timeval_of(timeout_ms);
  if (::select(0, nullptr, &writable.set, &failed.set, &timeout) <= 0) return Result::timeout;
  int error = 0;
  int length = sizeof error;
  const Result known = outcome(
      ::getsockopt(socket_of(socket), SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&error), &length));
  return known == Result::ok ? result_of(error) : known;
}

Result send(Handle socket, const void* data, std::size_t size, std::size_t& sent) {
  const int count = ::send(socket_of(socket), static_cast<const char*>(data), static_cast<int>(size), 0);
  sent = count > 0 ? static_cast<std::size_t>(count) : 0;
  return outcome(count);
}

Result send_to(Handle socket, const SocketAddress& address) {
  return outcome(::sendto(socket_of(socket), "x", 1, 0, raw_of(address), address.length));
}

Result receive(Handle socket) {
  char data[64];
  const Result result = outcome(::recv(socket_of(socket), data, sizeof data, 0));
  // Winsock's word for a datagram that was refused (Microsoft Learn, recv()).
  return result == Result::kECONNRESET ? Result::kECONNREFUSED : result;
}

Result shutdown_write(Handle socket) { return outcome(::shutdown(socket_of(socket), SD_SEND)); }

Result close(Handle socket) { return outcome(::closesocket(socket_of(socket))); }

Result local_address(Handle socket, SocketAddress& address) {
  int length = sizeof address.bytes;
  const Result result =
      outcome(::getsockname(socket_of(socket), reinterpret_cast<sockaddr*>(address.bytes), &length));
  address.length = static_cast<std::uint8_t>(length);
  return result;
}

bool wait_readable(const Handle* sockets, std::size_t count, int timeout_ms) {
  fd_set set{};
  for (std::size_t i = 0; i < count && set.fd_count < FD_SETSIZE; ++i)
    set.fd_array[set.fd_count++] = socket_of(sockets[i]);
  timeval timeout = timeval_of(timeout_ms);
  return ::select(0, &set, nullptr, nullptr, &timeout) > 0;
}

// The table of connections shows it.
TcpState tcp_state(Handle) { return TcpState::unknown; }

}  // namespace raw
}  // namespace grid
