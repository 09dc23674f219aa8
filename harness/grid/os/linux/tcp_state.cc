// tcp(7), TCP_INFO: the first byte is the state, by the numbers of <netinet/tcp.h>.
#include <array>

#include "grid/core/raw.h"
#include "os/linux_tcp_states.h"
#include "os/sockets.h"

namespace grid::raw {

TcpState tcp_state(Handle socket) {
  unsigned char number = 0;
  socklen_t length = sizeof number;
  if (::getsockopt(static_cast<int>(socket), IPPROTO_TCP, TCP_INFO, &number, &length) != 0)
    return TcpState::unknown;
  return tcp_state_numbered(number);
}

}  // namespace grid::raw
