// TCP states on macOS: TCP_CONNECTION_INFO for a socket (netinet/tcp.h), the sysctl net.inet.tcp.pcblist64 for the stack: a
// heading, one xtcpcb64 per connection, and a closing heading (netinet/tcp_var.h; netstat(1) reads it so). Headers that are
// gathered for cross-compiling leave those structures out: without them there is no table.
#include <sys/types.h>
// before these
#include <sys/socket.h>
#include <sys/sysctl.h>
// after those
#include <netinet/in.h>
#include <netinet/tcp.h>
#if __has_include(<netinet/tcp_var.h>) && __has_include(<netinet/in_pcb.h>) && __has_include(<sys/socketvar.h>)
#include <sys/socketvar.h>
// before these
#include <netinet/in_pcb.h>
#include <netinet/tcp_var.h>
#define ADDRINUSE_HAS_TABLE
#endif

#include <cerrno>

#include "probe/tcp_state.h"
#include "probe/tcp_state_bsd.h"

namespace probe {

#ifdef ADDRINUSE_HAS_TABLE
namespace {

constexpr const char* kList = "net.inet.tcp.pcblist64";

std::vector<char> read_list() {
  for (int tries = 0; tries < 8; ++tries) {
    std::size_t size = 0;
    if (::sysctlbyname(kList, nullptr, &size, nullptr, 0) != 0) return {};
    std::vector<char> bytes(size + size / 8 + 4096);
    size = bytes.size();
    if (::sysctlbyname(kList, bytes.data(), &size, nullptr, 0) == 0) {
      bytes.resize(size);
      return bytes;
    }
    if (errno != ENOMEM) return {};
  }
  return {};
}

TcpEntry entry_of(const xtcpcb64& one) {
  const xinpcb64& ends = one.xt_inpcb;
  const Port local = ntohs(ends.inp_lport);
  const Port remote = ntohs(ends.inp_fport);
  TcpEntry entry;
  entry.state = from_bsd(one.t_state);
  if ((ends.inp_vflag & INP_IPV6) != 0) {
    entry.local = ipv6_in_table(&ends.inp_dependladdr.inp6_local, local);
    entry.remote = ipv6_in_table(&ends.inp_dependfaddr.inp6_foreign, remote);
  } else {
    entry.local = ipv4_in_table(&ends.inp_dependladdr.inp46_local.ia46_addr4, local);
    entry.remote = ipv4_in_table(&ends.inp_dependfaddr.inp46_foreign.ia46_addr4, remote);
  }
  return entry;
}

}  // namespace

std::optional<std::vector<TcpEntry>> tcp_table() {
  const std::vector<char> bytes = read_list();
  if (bytes.size() < sizeof(xinpgen)) return std::nullopt;
  std::vector<TcpEntry> entries;
  xinpgen heading{};
  std::memcpy(&heading, bytes.data(), sizeof heading);
  for (std::size_t at = heading.xig_len; at + sizeof(xtcpcb64) <= bytes.size();) {
    xtcpcb64 one{};
    std::memcpy(&one, bytes.data() + at, sizeof one);
    if (one.xt_len <= sizeof(xinpgen)) break;  // the closing heading
    entries.push_back(entry_of(one));
    at += one.xt_len;
  }
  return entries;
}
#else
std::optional<std::vector<TcpEntry>> tcp_table() { return std::nullopt; }
#endif

Result tcp_state_of(Handle handle) {
  tcp_connection_info info{};
  socklen_t size = sizeof info;
  Result result;
  if (::getsockopt(static_cast<int>(handle), IPPROTO_TCP, TCP_CONNECTION_INFO, &info, &size) != 0) {
    result.error = errno;
    return result;
  }
  result.value = static_cast<std::int64_t>(from_bsd(info.tcpi_state));
  return result;
}

}  // namespace probe
