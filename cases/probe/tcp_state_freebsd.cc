// TCP states on FreeBSD: TCP_INFO for a socket (tcp(4)), the sysctl net.inet.tcp.pcblist for the stack: a heading, one
// xtcpcb per connection, and a closing heading (netinet/in_pcb.h, netinet/tcp_var.h; netstat(1) reads it so).
#include <sys/types.h>
// before these
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/socketvar.h>
#include <sys/sysctl.h>
// after those
#include <netinet/in.h>
#include <netinet/in_pcb.h>
#include <netinet/tcp.h>
#include <netinet/tcp_var.h>

#include <cerrno>

#include "probe/tcp_state.h"
#include "probe/tcp_state_bsd.h"

namespace probe {
namespace {

std::vector<char> read_list() {
  for (int tries = 0; tries < 8; ++tries) {
    std::size_t size = 0;
    if (::sysctlbyname("net.inet.tcp.pcblist", nullptr, &size, nullptr, 0) != 0) return {};
    std::vector<char> bytes(size + size / 8 + 4096);
    size = bytes.size();
    if (::sysctlbyname("net.inet.tcp.pcblist", bytes.data(), &size, nullptr, 0) == 0) {
      bytes.resize(size);
      return bytes;
    }
    if (errno != ENOMEM) return {};
  }
  return {};
}

TcpEntry entry_of(const xtcpcb& one) {
  const in_conninfo& ends = one.xt_inp.inp_inc;
  const Port local = ntohs(ends.inc_lport);
  const Port remote = ntohs(ends.inc_fport);
  TcpEntry entry;
  entry.state = from_bsd(one.t_state);
  if ((one.xt_inp.inp_vflag & INP_IPV6) != 0) {
    entry.local = ipv6_in_table(&ends.inc6_laddr, local);
    entry.remote = ipv6_in_table(&ends.inc6_faddr, remote);
  } else {
    entry.local = ipv4_in_table(&ends.inc_laddr, local);
    entry.remote = ipv4_in_table(&ends.inc_faddr, remote);
  }
  return entry;
}

}  // namespace

Result tcp_state_of(Handle handle) {
  tcp_info info{};
  socklen_t size = sizeof info;
  Result result;
  if (::getsockopt(static_cast<int>(handle), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
    result.error = errno;
    return result;
  }
  result.value = static_cast<std::int64_t>(from_bsd(info.tcpi_state));
  return result;
}

std::optional<std::vector<TcpEntry>> tcp_table() {
  const std::vector<char> bytes = read_list();
  if (bytes.size() < sizeof(xinpgen)) return std::nullopt;
  std::vector<TcpEntry> entries;
  xinpgen heading{};
  std::memcpy(&heading, bytes.data(), sizeof heading);
  for (std::size_t at = heading.xig_len; at + sizeof(xtcpcb) <= bytes.size();) {
    xtcpcb one{};
    std::memcpy(&one, bytes.data() + at, sizeof one);
    if (one.xt_len <= sizeof(xinpgen)) break;  // the closing heading
    entries.push_back(entry_of(one));
    at += one.xt_len;
  }
  return entries;
}

}  // namespace probe
