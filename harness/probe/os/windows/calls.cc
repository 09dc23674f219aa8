// Socket calls on Windows (Winsock 2).
#include "probe/net/calls.h"

#include <cstring>

#include "probe/net/tcp_state.h"
#include "probe/os/windows/winsock.h"

namespace probe {
namespace {

// Winsock wants to be started once per process.
void start_winsock() {
  static const int started = [] {
    WSADATA data;
    return ::WSAStartup(MAKEWORD(2, 2), &data);
  }();
  (void)started;
}

struct SystemAddress {
  sockaddr_storage storage{};
  int size = sizeof(sockaddr_storage);
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

SystemAddress to_system(const Address& address) {
  SystemAddress system;
  if (address.family == Family::ipv4) {
    auto* in = reinterpret_cast<sockaddr_in*>(&system.storage);
    in->sin_family = AF_INET;
    in->sin_port = htons(address.port);
    std::memcpy(&in->sin_addr, address.bytes.data(), 4);
    system.size = sizeof(sockaddr_in);
  } else if (address.family == Family::ipv6) {
    auto* in = reinterpret_cast<sockaddr_in6*>(&system.storage);
    in->sin6_family = AF_INET6;
    in->sin6_port = htons(address.port);
    std::memcpy(&in->sin6_addr, address.bytes.data(), 16);
    system.size = sizeof(sockaddr_in6);
  }
  return system;
}

Address from_system(const sockaddr_storage& storage) {
  Address address;
  if (storage.ss_family == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(&storage);
    address.port = ntohs(in->sin_port);
    std::memcpy(address.bytes.data(), &in->sin_addr, 4);
  } else if (storage.ss_family == AF_INET6) {
    const auto* in = reinterpret_cast<const sockaddr_in6*>(&storage);
    address.family = Family::ipv6;
    address.port = ntohs(in->sin6_port);
    std::memcpy(address.bytes.data(), &in->sin6_addr, 16);
  }
  return address;
}

Result done(int rc) {
  Result result;
  result.value = rc;
  result.error = rc == SOCKET_ERROR ? ::WSAGetLastError() : 0;
  return result;
}

Result taken(SOCKET handle) {
  Result result = done(handle == INVALID_SOCKET ? SOCKET_ERROR : 0);
  if (handle == INVALID_SOCKET) return result;
  result.value = static_cast<std::int64_t>(handle);
  return result;
}

Result unavailable() {
  Result result;
  result.unavailable = true;
  return result;
}

Result open_socket(const Call& call) {
  start_winsock();
  const auto family = static_cast<Family>(call.a);
  if (family == Family::unix_path) {
    ::WSASetLastError(WSAEAFNOSUPPORT);
    return taken(INVALID_SOCKET);
  }
  const int type = static_cast<Protocol>(call.b) == Protocol::udp ? SOCK_DGRAM : SOCK_STREAM;
  return taken(::WSASocketW(family == Family::ipv6 ? AF_INET6 : AF_INET, type, 0, nullptr, 0,
                            WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT));
}

Result accept_socket(SOCKET s) {
  SystemAddress peer;
  Result result = taken(::accept(s, peer.raw(), &peer.size));
  result.address = from_system(peer.storage);
  return result;
}

Result local_address(SOCKET s) {
  SystemAddress system;
  Result result = done(::getsockname(s, system.raw(), &system.size));
  if (result.error == 0) result.address = from_system(system.storage);
  return result;
}

Result peer_address(SOCKET s) {
  SystemAddress system;
  Result result = done(::getpeername(s, system.raw(), &system.size));
  if (result.error == 0) result.address = from_system(system.storage);
  return result;
}

Result send_bytes(SOCKET s, const Call& call) {
  SystemAddress to = to_system(call.address);
  return done(::sendto(s, reinterpret_cast<const char*>(call.data.at.data()),
                       static_cast<int>(call.data.size), 0, call.has_address ? to.raw() : nullptr,
                       call.has_address ? to.size : 0));
}

Result receive_bytes(SOCKET s, bool peek) {
  SystemAddress from;
  Result result;
  const int size =
      ::recvfrom(s, reinterpret_cast<char*>(result.data.at.data()), static_cast<int>(result.data.at.size()),
                 peek ? MSG_PEEK : 0, from.raw(), &from.size);
  result.value = size;
  result.error = size == SOCKET_ERROR ? ::WSAGetLastError() : 0;
  result.data.size = size > 0 ? static_cast<std::uint32_t>(size) : 0;
  result.address = from_system(from.storage);
  return result;
}

Result get_option(SOCKET s, const Call& call) {
  Result result;
  int size = static_cast<int>(result.data.at.size());
  const int rc = ::getsockopt(s, call.a, call.b, reinterpret_cast<char*>(result.data.at.data()), &size);
  result.error = rc == SOCKET_ERROR ? ::WSAGetLastError() : 0;
  result.data.size = result.error != 0 ? 0 : static_cast<std::uint32_t>(size);
  return result;
}

Result set_option(SOCKET s, const Call& call) {
  return done(::setsockopt(s, call.a, call.b, reinterpret_cast<const char*>(call.data.at.data()),
                           static_cast<int>(call.data.size)));
}

// A failed connect() is reported in the third set (Microsoft Learn, select).
Result wait_for(SOCKET s, const Call& call) {
  fd_set ready;
  fd_set failed;
  FD_ZERO(&ready);
  FD_ZERO(&failed);
  FD_SET(s, &ready);
  FD_SET(s, &failed);
  timeval timeout{call.b / 1000, (call.b % 1000) * 1000};
  const bool for_writing = call.a == 2;
  return done(::select(0, for_writing ? nullptr : &ready, for_writing ? &ready : nullptr, &failed, &timeout));
}

Result set_blocking(SOCKET s, bool blocking) {
  u_long nonblocking = blocking ? 0 : 1;
  return done(::ioctlsocket(s, FIONBIO, &nonblocking));
}

int system_how(How how) {
  switch (how) {
    case How::read:
      return SD_RECEIVE;
    case How::write:
      return SD_SEND;
    case How::both:
      break;
  }
  return SD_BOTH;
}

// Where others say EINPROGRESS, a connect() that goes on by itself is WSAEWOULDBLOCK here (Microsoft Learn, connect).
Result connect_to(SOCKET s, SystemAddress* address) {
  Result result = done(::connect(s, address->raw(), address->size));
  if (result.error == WSAEWOULDBLOCK) result.error = WSAEINPROGRESS;
  return result;
}

Result disconnect(SOCKET s) {
  sockaddr_in unspecified{};  // Winsock takes the wildcard address for "none" (Microsoft Learn, connect)
  unspecified.sin_family = AF_INET;
  return done(::connect(s, reinterpret_cast<sockaddr*>(&unspecified), sizeof unspecified));
}

}  // namespace

Result carry_out(const Call& call) {
  const auto s = static_cast<SOCKET>(call.handle);
  SystemAddress address = to_system(call.address);
  switch (call.op) {
    case Op::open:
      return open_socket(call);
    case Op::close:
      return done(::closesocket(s));
    case Op::duplicate:
      return unavailable();
    case Op::bind:
      return done(::bind(s, address.raw(), address.size));
    case Op::listen:
      return done(::listen(s, call.a));
    case Op::connect:
      return connect_to(s, &address);
    case Op::accept:
      return accept_socket(s);
    case Op::shutdown:
      return done(::shutdown(s, system_how(static_cast<How>(call.a))));
    case Op::set_option:
      return set_option(s, call);
    case Op::get_option:
      return get_option(s, call);
    case Op::local:
      return local_address(s);
    case Op::peer:
      return peer_address(s);
    case Op::send:
      return send_bytes(s, call);
    case Op::receive:
      return receive_bytes(s, call.a == 1);
    case Op::wait:
      return wait_for(s, call);
    case Op::blocking:
      return set_blocking(s, call.a != 0);
    case Op::disconnect:
      return disconnect(s);
    case Op::tcp_state:
      return tcp_state_of(call.handle);
    case Op::exit_process:
      ::ExitProcess(0);
    default:
      break;
  }
  return unavailable();
}

}  // namespace probe
