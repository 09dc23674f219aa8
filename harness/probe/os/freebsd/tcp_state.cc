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

#include "probe/net/tcp_state.h"
#include "probe/os/bsd/sysctl_list.h"
#include "probe/os/bsd/tcp_state.h"

namespace probe {
namespace {

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

Result tcp_state_of(Handle handle) { return bsd_state_from_tcp_info<tcp_info>(handle, TCP_INFO); }

std::optional<std::vector<TcpEntry>> tcp_table() {
  const std::vector<char> bytes = sysctl_list("net.inet.tcp.pcblist");
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
