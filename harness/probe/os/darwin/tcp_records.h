// What the sysctl net.inet.tcp.pcblist_n of macOS gives, which netstat(1) reads. No header of the SDK
// declares it: it is as xnu has it (bsd/netinet/in_pcblist.c makes it; bsd/sys/socketvar.h, in_pcb.h and
// tcp_var.h hold the structures, packed to four bytes). A heading, some records for each connection,
// TIME_WAIT included, and a closing heading of the same size; every record begins with its length and its
// kind, and is padded to eight bytes.
#pragma once
#include <arpa/inet.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "probe/net/tcp_state.h"
#include "probe/os/bsd/tcp_state.h"

namespace probe::darwin {

constexpr std::uint32_t kEnds = 0x10;   // XSO_INPCB
constexpr std::uint32_t kState = 0x20;  // XSO_TCPCB
constexpr std::uint8_t kIsIpv6 = 0x2;   // INP_IPV6

struct RecordHead {
  std::uint32_t size;
  std::uint32_t kind;
};

struct Heading {  // xinpgen: its second word is a count, not a kind
  std::uint32_t size;
  std::uint32_t count;
  std::uint32_t generations[4];
};

struct EndsRecord {  // xinpcb_n up to what is read here
  RecordHead head;
  std::uint32_t handle[2];
  std::uint16_t remote_port;
  std::uint16_t local_port;
  std::uint32_t control_block[2];
  std::uint32_t generation[2];
  std::uint32_t flags;
  std::uint32_t flow;
  std::uint8_t version;
  std::uint8_t time_to_live;
  std::uint8_t protocol;
  std::uint8_t padding;
  std::uint8_t remote[16];  // IPv4: the last four
  std::uint8_t local[16];
};

struct StateRecord {  // xtcpcb_n up to what is read here
  RecordHead head;
  std::uint32_t segments[2];
  std::uint32_t duplicates;
  std::uint32_t timers[4];
  std::int32_t state;
};

static_assert(sizeof(Heading) == 24 && sizeof(EndsRecord) == 80 && sizeof(StateRecord) == 40,
              "as xnu packs them");

inline Address end_of(const EndsRecord& record, const std::uint8_t* bytes, std::uint16_t port) {
  return (record.version & kIsIpv6) != 0 ? ipv6_in_table(bytes, ntohs(port))
                                         : ipv4_in_table(bytes + 12, ntohs(port));
}

// Every connection in these bytes; stops where they make no sense.
inline std::vector<TcpEntry> entries_in(const std::vector<char>& bytes) {
  std::vector<TcpEntry> entries;
  const auto copy = [&](std::size_t at, auto* into) {
    if (at + sizeof *into > bytes.size()) return false;
    std::memcpy(into, bytes.data() + at, sizeof *into);
    return true;
  };
  Heading heading{};
  if (!copy(0, &heading) || heading.size < sizeof heading) return entries;
  TcpEntry entry;
  RecordHead head{};
  for (std::size_t at = heading.size; copy(at, &head); at += (std::size_t{head.size} + 7) / 8 * 8) {
    EndsRecord ends{};
    StateRecord state{};
    if (head.size <= sizeof heading) break;  // the closing heading
    if (head.kind == kEnds && head.size >= sizeof ends && copy(at, &ends)) {
      entry.local = end_of(ends, ends.local, ends.local_port);
      entry.remote = end_of(ends, ends.remote, ends.remote_port);
    } else if (head.kind == kState && head.size >= sizeof state && copy(at, &state)) {
      entry.state = from_bsd(state.state);
      entries.push_back(entry);  // a connection's last record
    }
  }
  return entries;
}

}  // namespace probe::darwin
