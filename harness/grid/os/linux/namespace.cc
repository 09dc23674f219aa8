// network_namespaces(7), user_namespaces(7), netdevice(7).
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "grid/core/system.h"
#include "os/linux_settings.h"
#include "os/sockets.h"

namespace grid::sys {
namespace {

bool write_file(const char* path, const char* text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool written = ::write(file, text, std::strlen(text)) == static_cast<ssize_t>(std::strlen(text));
  ::close(file);
  return written;
}

// A user without rights has them in a user namespace of its own.
bool unshare_as_user() {
  const unsigned user = ::geteuid();
  const unsigned group = ::getegid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  char map[32];
  std::snprintf(map, sizeof map, "0 %u 1", user);
  write_file("/proc/self/uid_map", map);
  write_file("/proc/self/setgroups", "deny");
  std::snprintf(map, sizeof map, "0 %u 1", group);
  write_file("/proc/self/gid_map", map);
  return true;
}

bool loopback_up() {
  const int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  ifreq device{};
  std::snprintf(device.ifr_name, sizeof device.ifr_name, "lo");
  // gVisor brings it up itself, and has no call for it.
  const bool is_up = ::ioctl(descriptor, SIOCGIFFLAGS, &device) == 0 && (device.ifr_flags & IFF_UP) != 0;
  device.ifr_flags = IFF_UP | IFF_RUNNING;
  const bool done = is_up || ::ioctl(descriptor, SIOCSIFFLAGS, &device) == 0;
  ::close(descriptor);
  return done;
}

bool sends_to_itself(Handle socket, Address at) {
  SocketAddress address = socket_address(at, 0);
  if (raw::bind(socket, address) != Result::ok || raw::local_address(socket, address) != Result::ok)
    return false;
  return raw::send_to(socket, address) == Result::ok && raw::wait_readable(&socket, 1, 1);
}

// The kernel makes an IPv6 address usable in a thread of its own (net/ipv6/addrconf.c): until then nothing can
// be bound to it, or nothing arrives there.
void await_ipv6(Address address) {
  for (int tries = 0; tries < 1000; ++tries) {
    Handle socket = kNoHandle;
    if (raw::open(socket, Family::ipv6, Protocol::udp) != Result::ok) return;
    const bool arrived = sends_to_itself(socket, address);
    raw::close(socket);
    if (arrived) return;
    ::usleep(500);
  }
}

// netdevice(7), SIOCSIFADDR: a second name of the device takes a second address.
bool add_ipv4_address() {
  const int descriptor = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq device{};
  std::snprintf(device.ifr_name, sizeof device.ifr_name, "lo:1");
  const SocketAddress address = socket_address(Address::global4, 0);
  std::memcpy(&device.ifr_addr, address.bytes, address.length);
  const bool done = descriptor >= 0 && ::ioctl(descriptor, SIOCSIFADDR, &device) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return done;
}

// Linux, include/uapi/linux/ipv6.h: struct in6_ifreq.
struct Ipv6Request {
  std::uint8_t address[16];
  std::uint32_t prefix_length;
  int device;
};

bool add_ipv6_address() {
  const int descriptor = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  Ipv6Request request{};
  std::memcpy(request.address, facts(Address::global6).bytes, sizeof request.address);
  request.prefix_length = 128;
  request.device = static_cast<int>(::if_nametoindex("lo"));
  const bool done = descriptor >= 0 && ::ioctl(descriptor, SIOCSIFADDR, &request) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return done;
}

}  // namespace

bool add_global_addresses() {
  if (!add_ipv4_address() || !add_ipv6_address()) return false;
  await_ipv6(Address::global6);
  return true;
}

bool enter_new_namespace() {
  if (::unshare(CLONE_NEWNET) != 0 && !unshare_as_user()) return false;
  if (!loopback_up()) return false;
  // A small machine would keep a few hundred TIME_WAIT connections only (ip-sysctl, tcp_max_tw_buckets).
  write_file("/proc/sys/net/ipv4/tcp_max_tw_buckets", "262144");
  reopen_port_range();
  reopen_diag();
  await_ipv6(Address::lo6);
  return true;
}

}  // namespace grid::sys
