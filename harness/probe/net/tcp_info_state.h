// The state of a TCP socket by its TCP_INFO: Linux, the BSDs and macOS each have an option for it, whose
// structure has the field tcpi_state.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

#include "probe/net/tcp_state.h"

namespace probe {

// The state by the structure `Info` that getsockopt() gives for `option`; `from` makes a TcpState of the
// system's number.
template <typename Info, typename From>
Result state_from_tcp_info(Handle handle, int option, From from) {
  Info info{};
  socklen_t size = sizeof info;
  Result result;
  if (::getsockopt(static_cast<int>(handle), IPPROTO_TCP, option, &info, &size) != 0)
    result.error = errno;
  else
    result.value = static_cast<std::int64_t>(from(info.tcpi_state));
  return result;
}

}  // namespace probe
