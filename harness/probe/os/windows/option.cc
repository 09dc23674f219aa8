// Which options Windows has. Its SO_REUSEADDR is not that of the others: it lets a socket take an address
// that is in use (Microsoft Learn, Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE).

#include "probe/net/option.h"

#include "probe/os/windows/winsock.h"

namespace probe {

Bytes linger_value(int seconds) {
  ::linger value{};
  value.l_onoff = 1;
  value.l_linger = static_cast<u_short>(seconds);
  return bytes_of(value);
}

namespace {

constexpr Option absent(const char* name) { return {name, 0, 0, false}; }

}  // namespace

const Option reuseaddr = {"SO_REUSEADDR", SOL_SOCKET, static_cast<int>(SO_REUSEADDR), true};
const Option reuseport = absent("SO_REUSEPORT");
const Option reuseport_lb = absent("SO_REUSEPORT_LB");
const Option exclusiveaddruse = {"SO_EXCLUSIVEADDRUSE", SOL_SOCKET, static_cast<int>(SO_EXCLUSIVEADDRUSE),
                                 true};
const Option exclbind = absent("SO_EXCLBIND");
const Option reuseshareuid = absent("SO_REUSESHAREUID");
const Option rtable = absent("SO_RTABLE");
const Option linger = {"SO_LINGER", SOL_SOCKET, static_cast<int>(SO_LINGER), true};
const Option keepalive = {"SO_KEEPALIVE", SOL_SOCKET, static_cast<int>(SO_KEEPALIVE), true};
const Option error_status = {"SO_ERROR", SOL_SOCKET, static_cast<int>(SO_ERROR), true};
const Option send_buffer = {"SO_SNDBUF", SOL_SOCKET, static_cast<int>(SO_SNDBUF), true};
const Option receive_buffer = {"SO_RCVBUF", SOL_SOCKET, static_cast<int>(SO_RCVBUF), true};
const Option broadcast = {"SO_BROADCAST", SOL_SOCKET, static_cast<int>(SO_BROADCAST), true};
const Option bind_to_device = absent("SO_BINDTODEVICE");
const Option bind_to_ifindex = absent("SO_BINDTOIFINDEX");
const Option incoming_cpu = absent("SO_INCOMING_CPU");
const Option attach_reuseport_cbpf = absent("SO_ATTACH_REUSEPORT_CBPF");
const Option v6only = {"IPV6_V6ONLY", IPPROTO_IPV6, static_cast<int>(IPV6_V6ONLY), true};
const Option freebind = absent("IP_FREEBIND");
const Option transparent = absent("IP_TRANSPARENT");
const Option bind_address_no_port = absent("IP_BIND_ADDRESS_NO_PORT");
const Option local_port_range = absent("IP_LOCAL_PORT_RANGE");
const Option nodelay = {"TCP_NODELAY", IPPROTO_TCP, static_cast<int>(TCP_NODELAY), true};
const Option linger2 = absent("TCP_LINGER2");
const Option defer_accept = absent("TCP_DEFER_ACCEPT");
const Option user_timeout = absent("TCP_USER_TIMEOUT");
const Option keep_idle = absent("TCP_KEEPIDLE");
const Option keep_interval = absent("TCP_KEEPINTVL");
const Option keep_count = absent("TCP_KEEPCNT");
const Option multicast_loop = {"IP_MULTICAST_LOOP", IPPROTO_IP, static_cast<int>(IP_MULTICAST_LOOP), true};
const Option multicast_all = absent("IP_MULTICAST_ALL");

}  // namespace probe
