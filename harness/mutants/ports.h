// How a mutant's system chooses ports (ip-sysctl: ip_local_port_range, ip_local_reserved_ports).
#pragma once
#include <cstdint>

namespace mutant {

constexpr int kLocalPortRange = 51;  // IP_LOCAL_PORT_RANGE, younger than the C library's headers

// The ports in the order in which they are tried for a socket that asks for none.
class PortChoice {
 public:
  // `own_range`: the socket's IP_LOCAL_PORT_RANGE, the last port in the upper half, the first in the lower; 0: none.
  PortChoice(std::uint32_t own_range, bool for_specific_bind);
  int size() const { return last_ - first_ + 1; }
  std::uint16_t at(int index) const;

 private:
  int first_ = 32768;
  int last_ = 60999;
  int offset_ = 0;
  bool backwards_ = false;
};

// Whether the setting ip_local_reserved_ports names this port.
bool is_in_reserved_list(std::uint16_t port);

}  // namespace mutant
