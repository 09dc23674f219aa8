// TCP states on OpenBSD: TCP_INFO for a socket where the system has it (tcp(4)), the sysctl kern.file for the stack: asked
// for sockets, it gives every TCP connection, those without a socket included (sysctl(2), sys/sysctl.h; netstat(1)).
#include <sys/types.h>
// before these
#include <sys/socket.h>
#include <sys/sysctl.h>
// after those
#define _KERNEL
#include <sys/file.h>
#undef _KERNEL
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <cerrno>

#include "probe/net/tcp_state.h"
#include "probe/os/bsd/tcp_state.h"

namespace probe {
namespace {

std::vector<kinfo_file> read_list() {
  int numbers[6] = {CTL_KERN, KERN_FILE, KERN_FILE_BYFILE, DTYPE_SOCKET, sizeof(kinfo_file), 0};
  for (int tries = 0; tries < 8; ++tries) {
    std::size_t size = 0;
    numbers[5] = 0;
    if (::sysctl(numbers, 6, nullptr, &size, nullptr, 0) != 0) return {};
    std::vector<kinfo_file> list(size / sizeof(kinfo_file) + 64);
    size = list.size() * sizeof(kinfo_file);
    numbers[5] = static_cast<int>(list.size());
    if (::sysctl(numbers, 6, list.data(), &size, nullptr, 0) == 0) {
      list.resize(size / sizeof(kinfo_file));
      return list;
    }
    if (errno != ENOMEM) return {};
  }
  return {};
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
  const std::vector<kinfo_file> list = read_list();
  if (list.empty()) return std::nullopt;
  std::vector<TcpEntry> entries;
  for (const kinfo_file& one : list) {
    if (one.so_protocol != IPPROTO_TCP) continue;
    const Port local = ntohs(static_cast<std::uint16_t>(one.inp_lport));
    const Port remote = ntohs(static_cast<std::uint16_t>(one.inp_fport));
    const auto make = one.so_family == AF_INET6 ? ipv6_in_table : ipv4_in_table;
    entries.push_back({make(one.inp_laddru, local), make(one.inp_faddru, remote), from_bsd(one.t_state)});
  }
  return entries;
}

}  // namespace probe
