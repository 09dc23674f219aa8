// Non-blocking sockets where socket() and accept() take no flag for it.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {
namespace {

Result adopt(int descriptor, Handle& socket) {
  if (descriptor < 0) return result_of(errno);
  socket = descriptor;
  if (::fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 && ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0)
    return Result::ok;
  const Result result = result_of(errno);
  ::close(descriptor);
  socket = kNoHandle;
  return result;
}

}  // namespace

Result open(Handle& socket, Family family, Protocol protocol) {
  return adopt(::socket(family == Family::ipv4 ? AF_INET : AF_INET6,
                        protocol == Protocol::tcp ? SOCK_STREAM : SOCK_DGRAM, 0),
               socket);
}

Result accept(Handle& accepted, Handle listener) {
  return adopt(::accept(static_cast<int>(listener), nullptr, nullptr), accepted);
}

}  // namespace grid::raw
