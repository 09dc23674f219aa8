// socket(2), accept4(2): non-blocking and close-on-exec in one call.
#include <cerrno>

#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {
namespace {

Result adopt(int descriptor, Handle& socket) {
  if (descriptor < 0) return result_of(errno);
  socket = descriptor;
  return Result::ok;
}

}  // namespace

Result open(Handle& socket, Family family, Protocol protocol) {
  const int type = protocol == Protocol::tcp ? SOCK_STREAM : SOCK_DGRAM;
  return adopt(::socket(family == Family::ipv4 ? AF_INET : AF_INET6, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
               socket);
}

Result accept(Handle& accepted, Handle listener) {
  return adopt(::accept4(static_cast<int>(listener), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC),
               accepted);
}

}  // namespace grid::raw
