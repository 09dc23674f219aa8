// The options of socket(7), ip(7), ipv6(7) and of the BSDs' and illumos's setsockopt manuals; unavailable
// where there is none.
#include <cerrno>

#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {
namespace {

constexpr int kNone = -1;

struct SystemOption {
  int level = SOL_SOCKET;
  int number = kNone;
};

constexpr SystemOption kReusePort = {SOL_SOCKET,
#ifdef SO_REUSEPORT
                                     SO_REUSEPORT
#else
                                     kNone
#endif
};
constexpr SystemOption kReusePortLb = {SOL_SOCKET,
#ifdef SO_REUSEPORT_LB
                                       SO_REUSEPORT_LB
#else
                                       kNone
#endif
};
constexpr SystemOption kExclBind = {SOL_SOCKET,
#ifdef SO_EXCLBIND
                                    SO_EXCLBIND
#else
                                    kNone
#endif
};
#ifdef __linux__
constexpr int kBindAddressNoPort = 24;  // IP_BIND_ADDRESS_NO_PORT, which older headers do not have
constexpr SystemOption kNoPort = {IPPROTO_IP, kBindAddressNoPort};
#else
constexpr SystemOption kNoPort = {};
#endif

constexpr SystemOption number_of(Option option) {
  switch (option) {
    case Option::reuseaddr:
      return {SOL_SOCKET, SO_REUSEADDR};
    case Option::reuseport:
      return kReusePort;
    case Option::reuseport_lb:
      return kReusePortLb;
    case Option::exclbind:
      return kExclBind;
    case Option::v6only:
      return {IPPROTO_IPV6, IPV6_V6ONLY};
    case Option::no_port:
      return kNoPort;
    case Option::receive_buffer:
      return {SOL_SOCKET, SO_RCVBUF};
    default:
      return {};
  }
}

Result set_raw(Handle socket, int level, int number, const void* value, socklen_t length) {
  return ::setsockopt(static_cast<int>(socket), level, number, value, length) == 0 ? Result::ok
                                                                                   : result_of(errno);
}

// socket(7): an empty name removes the binding to a device.
Result set_device([[maybe_unused]] Handle socket, [[maybe_unused]] int value) {
#ifdef SO_BINDTODEVICE
  return set_raw(socket, SOL_SOCKET, SO_BINDTODEVICE, value != 0 ? "lo" : "", value != 0 ? 3 : 1);
#else
  return Result::unavailable;
#endif
}

}  // namespace

Result set(Handle socket, Option option, int value) {
  if (option == Option::device_lo) return set_device(socket, value);
  if (option == Option::reset_on_close) {
    const linger reset{value != 0 ? 1 : 0, 0};
    return set_raw(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  }
  const SystemOption numbers = number_of(option);
  if (numbers.number == kNone) return Result::unavailable;
  return set_raw(socket, numbers.level, numbers.number, &value, sizeof value);
}

Result get(Handle socket, Option option, int& value) {
  const SystemOption numbers = number_of(option);
  if (numbers.number == kNone) return Result::unavailable;
  socklen_t length = sizeof value;
  return ::getsockopt(static_cast<int>(socket), numbers.level, numbers.number, &value, &length) == 0
             ? Result::ok
             : result_of(errno);
}

}  // namespace grid::raw
