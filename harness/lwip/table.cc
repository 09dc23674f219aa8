// lwIP's own lists of connections (lwip/priv/tcp_priv.h), in the form of Linux's tables.
#include <cstdio>

// Debian's lwipopts.h declares functions without saying that they are C's.
extern "C" {
#include "lwip/opt.h"
}
#include "lwip/priv/tcp_priv.h"
#include "lwip/stack.h"
#include "lwip/tcpip.h"

namespace in_front {
namespace {

// By lwIP's numbers (enum tcp_state, lwip/tcpbase.h), those of Linux (include/net/tcp_states.h).
constexpr int kLinuxStates[] = {7, 10, 2, 3, 1, 4, 5, 8, 11, 9, 6};

std::string text_of(const ip_addr_t& address, u16_t port, bool six) {
  char text[48];
  if (!six) {
    std::snprintf(text, sizeof text, "%08X:%04X", static_cast<unsigned>(ip_2_ip4(&address)->addr), port);
    return text;
  }
  const bool is_any = !IP_IS_V6_VAL(address);
  const u32_t* words = ip_2_ip6(&address)->addr;
  const auto word = [&](int i) { return is_any ? 0U : static_cast<unsigned>(words[i]); };
  std::snprintf(text, sizeof text, "%08X%08X%08X%08X:%04X", word(0), word(1), word(2), word(3), port);
  return text;
}

// Whether a socket for both families, or for IPv6, holds it: such ones are in Linux's second table.
template <typename Block>
bool is_of_ipv6(const Block& block) {
  return !IP_IS_V4_VAL(block.local_ip);
}

void add(std::string* table, const ip_addr_t& local, u16_t local_port, const ip_addr_t& remote,
         u16_t remote_port, int state, bool six) {
  char last[64];
  std::snprintf(last, sizeof last, " %02X 00000000:00000000 00:00000000 00000000\n", state);
  *table += "   0: " + text_of(local, local_port, six) + " " + text_of(remote, remote_port, six) + last;
}

std::string table(bool six) {
  std::string found = "  sl  local_address rem_address   st\n";
  LOCK_TCPIP_CORE();
  for (const tcp_pcb* list : {tcp_active_pcbs, tcp_tw_pcbs})
    for (const tcp_pcb* one = list; one != nullptr; one = one->next)
      if (is_of_ipv6(*one) == six)
        add(&found, one->local_ip, one->local_port, one->remote_ip, one->remote_port,
            kLinuxStates[one->state], six);
  for (const tcp_pcb_listen* one = tcp_listen_pcbs.listen_pcbs; one != nullptr; one = one->next)
    if (is_of_ipv6(*one) == six)
      add(&found, one->local_ip, one->local_port, *IP_ADDR_ANY, 0, kLinuxStates[LISTEN], six);
  UNLOCK_TCPIP_CORE();
  return found;
}

}  // namespace

std::string table_of_ipv4() { return table(false); }
std::string table_of_ipv6() { return table(true); }

}  // namespace in_front
