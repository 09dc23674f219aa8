// TCP states on NetBSD: TCP_INFO for a socket where the system has it (tcp(4)), the sysctls net.inet.tcp.pcblist and
// net.inet6.tcp6.pcblist for the stack, which give one kinfo_pcb per connection (sysctl(7), sys/sysctl.h).
#include <sys/param.h>
#include <sys/socket.h>
#include <sys/sysctl.h>
// after those
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <cerrno>
#include <climits>

#include "probe/net/tcp_state.h"
#include "probe/os/bsd/tcp_state.h"

namespace probe {
namespace {

bool read_list(const char* name, std::vector<kinfo_pcb>* into) {
  int numbers[CTL_MAXNAME];
  std::size_t count = CTL_MAXNAME;
  if (::sysctlnametomib(name, numbers, &count) != 0 || count + 4 > CTL_MAXNAME) return false;
  numbers[count++] = PCB_ALL;
  numbers[count++] = 0;
  numbers[count++] = sizeof(kinfo_pcb);
  numbers[count++] = INT_MAX;
  for (int tries = 0; tries < 8; ++tries) {
    std::size_t size = 0;
    if (::sysctl(numbers, static_cast<u_int>(count), nullptr, &size, nullptr, 0) != 0) return false;
    std::vector<kinfo_pcb> list(size / sizeof(kinfo_pcb) + 64);
    size = list.size() * sizeof(kinfo_pcb);
    if (::sysctl(numbers, static_cast<u_int>(count), list.data(), &size, nullptr, 0) == 0) {
      into->insert(into->end(), list.begin(), list.begin() + static_cast<long>(size / sizeof(kinfo_pcb)));
      return true;
    }
    if (errno != ENOMEM) return false;
  }
  return false;
}

Address address_of(const sockaddr* raw) {
  if (raw->sa_family == AF_INET6) {
    sockaddr_in6 in6{};
    std::memcpy(&in6, raw, sizeof in6);
    return ipv6_in_table(&in6.sin6_addr, ntohs(in6.sin6_port));
  }
  sockaddr_in in{};
  std::memcpy(&in, raw, sizeof in);
  return ipv4_in_table(&in.sin_addr, ntohs(in.sin_port));
}

}  // namespace

Result tcp_state_of([[maybe_unused]] Handle handle) {
#ifdef TCP_INFO
  return bsd_state_from_tcp_info<tcp_info>(handle, TCP_INFO);
#else
  Result result;
  result.unavailable = true;
  return result;
#endif
}

std::optional<std::vector<TcpEntry>> tcp_table() {
  std::vector<kinfo_pcb> list;
  if (!read_list("net.inet.tcp.pcblist", &list)) return std::nullopt;
  read_list("net.inet6.tcp6.pcblist", &list);
  std::vector<TcpEntry> entries;
  for (const kinfo_pcb& one : list)
    entries.push_back({address_of(reinterpret_cast<const sockaddr*>(&one.ki_s)),
                       address_of(reinterpret_cast<const sockaddr*>(&one.ki_d)), from_bsd(one.ki_tstate)});
  return entries;
}

}  // namespace probe
