// Winsock's options (Microsoft Learn, "SOL_SOCKET Socket Options", "IPPROTO_IPV6 Socket Options").
#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {
namespace {

constexpr int kNone = 0;
constexpr int kExclusive = ~SO_REUSEADDR;  // SO_EXCLUSIVEADDRUSE

struct SystemOption {
  int level = SOL_SOCKET;
  int number = kNone;
};

constexpr SystemOption number_of(Option option) {
  switch (option) {
    case Option::reuseaddr:
      return {SOL_SOCKET, SO_REUSEADDR};
    case Option::exclusive:
      return {SOL_SOCKET, kExclusive};
    case Option::v6only:
      return {IPPROTO_IPV6, IPV6_V6ONLY};
    case Option::receive_buffer:
      return {SOL_SOCKET, SO_RCVBUF};
    default:
      return {};
  }
}

template <class Value>
Result set_raw(Handle socket, int level, int number, const Value& value) {
  const int returned = ::setsockopt(static_cast<SOCKET>(socket), level, number,
                                    reinterpret_cast<const char*>(&value), sizeof value);
  return returned == 0 ? Result::ok : result_of(::WSAGetLastError());
}

}  // namespace

Result set(Handle socket, Option option, int value) {
  if (option == Option::reset_on_close)
    return set_raw(socket, SOL_SOCKET, SO_LINGER, linger{static_cast<u_short>(value != 0 ? 1 : 0), 0});
  const SystemOption numbers = number_of(option);
  return numbers.number == kNone ? Result::unavailable
                                 : set_raw(socket, numbers.level, numbers.number, value);
}

Result get(Handle socket, Option option, int& value) {
  const SystemOption numbers = number_of(option);
  if (numbers.number == kNone) return Result::unavailable;
  int length = sizeof value;
  const int returned = ::getsockopt(static_cast<SOCKET>(socket), numbers.level, numbers.number,
                                    reinterpret_cast<char*>(&value), &length);
  return returned == 0 ? Result::ok : result_of(::WSAGetLastError());
}

}  // namespace grid::raw
