// Socket options by name. A platform that lacks one still compiles the cases: the option is then marked as
// unsupported.
#pragma once
#include "probe/net/calls.h"

namespace probe {

struct Option {
  const char* name;  // "SO_REUSEADDR"
  int level;
  int number;
  bool is_supported;  // this platform's headers know it
};

// The value of SO_LINGER that means "on, this many seconds", in the form the system wants.
Bytes linger_value(int seconds);

// Defined in os/*/option.cc.
extern const Option reuseaddr;              // SO_REUSEADDR
extern const Option reuseport;              // SO_REUSEPORT
extern const Option reuseport_lb;           // SO_REUSEPORT_LB (FreeBSD 12)
extern const Option exclusiveaddruse;       // SO_EXCLUSIVEADDRUSE (Windows)
extern const Option exclbind;               // SO_EXCLBIND (Solaris, illumos)
extern const Option reuseshareuid;          // SO_REUSESHAREUID (macOS)
extern const Option rtable;                 // SO_RTABLE (OpenBSD)
extern const Option linger;                 // SO_LINGER; set with Socket::set_linger
extern const Option keepalive;              // SO_KEEPALIVE
extern const Option error_status;           // SO_ERROR
extern const Option send_buffer;            // SO_SNDBUF
extern const Option receive_buffer;         // SO_RCVBUF
extern const Option broadcast;              // SO_BROADCAST
extern const Option bind_to_device;         // SO_BINDTODEVICE (Linux); set with Socket::set_text
extern const Option bind_to_ifindex;        // SO_BINDTOIFINDEX (Linux 5.0)
extern const Option incoming_cpu;           // SO_INCOMING_CPU (Linux)
extern const Option attach_reuseport_cbpf;  // SO_ATTACH_REUSEPORT_CBPF (Linux 4.5)
extern const Option v6only;                 // IPV6_V6ONLY
extern const Option freebind;               // IP_FREEBIND (Linux)
extern const Option transparent;            // IP_TRANSPARENT (Linux)
extern const Option bind_address_no_port;   // IP_BIND_ADDRESS_NO_PORT (Linux 4.2)
extern const Option local_port_range;       // IP_LOCAL_PORT_RANGE (Linux 6.3)
extern const Option nodelay;                // TCP_NODELAY
extern const Option linger2;                // TCP_LINGER2 (Linux)
extern const Option defer_accept;           // TCP_DEFER_ACCEPT (Linux)
extern const Option user_timeout;           // TCP_USER_TIMEOUT (Linux)
extern const Option keep_idle;              // TCP_KEEPIDLE
extern const Option keep_interval;          // TCP_KEEPINTVL
extern const Option keep_count;             // TCP_KEEPCNT
extern const Option multicast_loop;         // IP_MULTICAST_LOOP
extern const Option multicast_all;          // IP_MULTICAST_ALL (Linux 2.6.31)

}  // namespace probe
