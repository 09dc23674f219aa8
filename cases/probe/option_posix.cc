// Which options this POSIX system's headers know, and their numbers.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstring>

#include "probe/option.h"

// Options of the Linux kernel that are younger than the oldest C library headers the suite is built with
// (include/uapi/linux/in.h). The kernel says at run time whether it knows them.
#if defined(IP_BIND_ADDRESS_NO_PORT) && !defined(IP_LOCAL_PORT_RANGE)
#define IP_LOCAL_PORT_RANGE 51
#endif

namespace probe {

Bytes linger_value(int seconds) {
  ::linger value{};
  value.l_onoff = 1;
  value.l_linger = seconds;
  Bytes bytes;
  bytes.size = sizeof value;
  std::memcpy(bytes.at.data(), &value, sizeof value);
  return bytes;
}

#define ADDRINUSE_OPTION_THERE(variable, level, name) const Option variable = {#name, level, name, true}
#define ADDRINUSE_OPTION_ABSENT(variable, level, name) const Option variable = {#name, level, 0, false}

ADDRINUSE_OPTION_THERE(reuseaddr, SOL_SOCKET, SO_REUSEADDR);
ADDRINUSE_OPTION_THERE(linger, SOL_SOCKET, SO_LINGER);
ADDRINUSE_OPTION_THERE(keepalive, SOL_SOCKET, SO_KEEPALIVE);
ADDRINUSE_OPTION_THERE(error_status, SOL_SOCKET, SO_ERROR);
ADDRINUSE_OPTION_THERE(send_buffer, SOL_SOCKET, SO_SNDBUF);
ADDRINUSE_OPTION_THERE(receive_buffer, SOL_SOCKET, SO_RCVBUF);
ADDRINUSE_OPTION_THERE(broadcast, SOL_SOCKET, SO_BROADCAST);
ADDRINUSE_OPTION_THERE(v6only, IPPROTO_IPV6, IPV6_V6ONLY);
ADDRINUSE_OPTION_THERE(nodelay, IPPROTO_TCP, TCP_NODELAY);
ADDRINUSE_OPTION_THERE(multicast_loop, IPPROTO_IP, IP_MULTICAST_LOOP);

#ifdef SO_REUSEPORT
ADDRINUSE_OPTION_THERE(reuseport, SOL_SOCKET, SO_REUSEPORT);
#else
ADDRINUSE_OPTION_ABSENT(reuseport, SOL_SOCKET, SO_REUSEPORT);
#endif

#ifdef SO_REUSEPORT_LB
ADDRINUSE_OPTION_THERE(reuseport_lb, SOL_SOCKET, SO_REUSEPORT_LB);
#else
ADDRINUSE_OPTION_ABSENT(reuseport_lb, SOL_SOCKET, SO_REUSEPORT_LB);
#endif

#ifdef SO_EXCLUSIVEADDRUSE
ADDRINUSE_OPTION_THERE(exclusiveaddruse, SOL_SOCKET, SO_EXCLUSIVEADDRUSE);
#else
ADDRINUSE_OPTION_ABSENT(exclusiveaddruse, SOL_SOCKET, SO_EXCLUSIVEADDRUSE);
#endif

#ifdef SO_EXCLBIND
ADDRINUSE_OPTION_THERE(exclbind, SOL_SOCKET, SO_EXCLBIND);
#else
ADDRINUSE_OPTION_ABSENT(exclbind, SOL_SOCKET, SO_EXCLBIND);
#endif

#ifdef SO_REUSESHAREUID
ADDRINUSE_OPTION_THERE(reuseshareuid, SOL_SOCKET, SO_REUSESHAREUID);
#else
ADDRINUSE_OPTION_ABSENT(reuseshareuid, SOL_SOCKET, SO_REUSESHAREUID);
#endif

#ifdef SO_RTABLE
ADDRINUSE_OPTION_THERE(rtable, SOL_SOCKET, SO_RTABLE);
#else
ADDRINUSE_OPTION_ABSENT(rtable, SOL_SOCKET, SO_RTABLE);
#endif

#ifdef SO_BINDTODEVICE
ADDRINUSE_OPTION_THERE(bind_to_device, SOL_SOCKET, SO_BINDTODEVICE);
#else
ADDRINUSE_OPTION_ABSENT(bind_to_device, SOL_SOCKET, SO_BINDTODEVICE);
#endif

#ifdef SO_BINDTOIFINDEX
ADDRINUSE_OPTION_THERE(bind_to_ifindex, SOL_SOCKET, SO_BINDTOIFINDEX);
#else
ADDRINUSE_OPTION_ABSENT(bind_to_ifindex, SOL_SOCKET, SO_BINDTOIFINDEX);
#endif

#ifdef SO_INCOMING_CPU
ADDRINUSE_OPTION_THERE(incoming_cpu, SOL_SOCKET, SO_INCOMING_CPU);
#else
ADDRINUSE_OPTION_ABSENT(incoming_cpu, SOL_SOCKET, SO_INCOMING_CPU);
#endif

#ifdef SO_ATTACH_REUSEPORT_CBPF
ADDRINUSE_OPTION_THERE(attach_reuseport_cbpf, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF);
#else
ADDRINUSE_OPTION_ABSENT(attach_reuseport_cbpf, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF);
#endif

#ifdef IP_FREEBIND
ADDRINUSE_OPTION_THERE(freebind, IPPROTO_IP, IP_FREEBIND);
#else
ADDRINUSE_OPTION_ABSENT(freebind, IPPROTO_IP, IP_FREEBIND);
#endif

#ifdef IP_BIND_ADDRESS_NO_PORT
ADDRINUSE_OPTION_THERE(bind_address_no_port, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
#else
ADDRINUSE_OPTION_ABSENT(bind_address_no_port, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
#endif

#ifdef IP_LOCAL_PORT_RANGE
ADDRINUSE_OPTION_THERE(local_port_range, IPPROTO_IP, IP_LOCAL_PORT_RANGE);
#else
ADDRINUSE_OPTION_ABSENT(local_port_range, IPPROTO_IP, IP_LOCAL_PORT_RANGE);
#endif

#ifdef TCP_LINGER2
ADDRINUSE_OPTION_THERE(linger2, IPPROTO_TCP, TCP_LINGER2);
#else
ADDRINUSE_OPTION_ABSENT(linger2, IPPROTO_TCP, TCP_LINGER2);
#endif

#ifdef TCP_USER_TIMEOUT
ADDRINUSE_OPTION_THERE(user_timeout, IPPROTO_TCP, TCP_USER_TIMEOUT);
#else
ADDRINUSE_OPTION_ABSENT(user_timeout, IPPROTO_TCP, TCP_USER_TIMEOUT);
#endif

#ifdef TCP_KEEPIDLE
ADDRINUSE_OPTION_THERE(keep_idle, IPPROTO_TCP, TCP_KEEPIDLE);
#else
ADDRINUSE_OPTION_ABSENT(keep_idle, IPPROTO_TCP, TCP_KEEPIDLE);
#endif

#ifdef TCP_KEEPINTVL
ADDRINUSE_OPTION_THERE(keep_interval, IPPROTO_TCP, TCP_KEEPINTVL);
#else
ADDRINUSE_OPTION_ABSENT(keep_interval, IPPROTO_TCP, TCP_KEEPINTVL);
#endif

#ifdef TCP_KEEPCNT
ADDRINUSE_OPTION_THERE(keep_count, IPPROTO_TCP, TCP_KEEPCNT);
#else
ADDRINUSE_OPTION_ABSENT(keep_count, IPPROTO_TCP, TCP_KEEPCNT);
#endif

#ifdef IP_MULTICAST_ALL
ADDRINUSE_OPTION_THERE(multicast_all, IPPROTO_IP, IP_MULTICAST_ALL);
#else
ADDRINUSE_OPTION_ABSENT(multicast_all, IPPROTO_IP, IP_MULTICAST_ALL);
#endif

}  // namespace probe
