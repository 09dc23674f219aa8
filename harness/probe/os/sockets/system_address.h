// Addresses and results in the form of the Berkeley sockets, which POSIX systems and Winsock share. The file
// that includes this has included its system's socket headers before.
#pragma once
#include <cstring>

#include "probe/net/calls.h"

namespace probe {

struct SystemAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

// An IPv4 or IPv6 address as the system takes it; an unspecified one has the bytes of an IPv4 address and AF_UNSPEC.
inline SystemAddress internet_address(const Address& address) {
  SystemAddress system;
  if (address.family == Family::ipv6) {
    auto* in = reinterpret_cast<sockaddr_in6*>(&system.storage);
    in->sin6_family = AF_INET6;
    in->sin6_port = htons(address.port);
    std::memcpy(&in->sin6_addr, address.bytes.data(), 16);
    system.size = sizeof(sockaddr_in6);
  } else {
    auto* in = reinterpret_cast<sockaddr_in*>(&system.storage);
    in->sin_family = address.family == Family::unspecified ? AF_UNSPEC : AF_INET;
    in->sin_port = htons(address.port);
    std::memcpy(&in->sin_addr, address.bytes.data(), 4);
    system.size = sizeof(sockaddr_in);
  }
  return system;
}

// The address that the system gave; 0.0.0.0:0 for one of another family.
inline Address from_system(const sockaddr_storage& storage) {
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

// Does the call on the socket `s`. `System` has one function for each operation that differs between systems,
// with the system's own type of sockets.
template <typename System>
Result carry_out_with(const Call& call, typename System::SocketType s) {
  switch (call.op) {
    case Op::open:
      return System::open(call);
    case Op::close:
      return System::close(s);
    case Op::duplicate:
      return System::duplicate(s);
    case Op::bind:
      return System::bind(s, call.address);
    case Op::listen:
      return System::done(::listen(s, call.backlog()));
    case Op::connect:
      return System::connect(s, call.address);
    case Op::accept:
      return System::accept(s);
    case Op::shutdown:
      return System::done(::shutdown(s, System::number_of(call.how())));
    case Op::set_option:
      return System::set_option(s, call);
    case Op::get_option:
      return System::get_option(s, call);
    case Op::local:
      return System::local(s);
    case Op::peer:
      return System::peer(s);
    case Op::send:
      return System::send(s, call);
    case Op::receive:
      return System::receive(s);
    case Op::wait:
      return System::wait(s, call);
    case Op::set_blocking:
      return System::set_blocking(s, call.is_blocking());
    case Op::disconnect:
      return System::disconnect(s);
    case Op::tcp_state:
      return System::tcp_state(s);
    case Op::bind_reserved:
      return System::bind_reserved(s);
    case Op::keep_on_exec:
      return System::keep_on_exec(s);
    case Op::change_user:
      return System::change_user();
    case Op::leave_child:
      return System::leave_child(s);
    case Op::exit_process:
      System::exit_process();
  }
  return {};
}

}  // namespace probe
