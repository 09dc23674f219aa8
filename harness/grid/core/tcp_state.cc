#include <array>

#include "grid/core/raw.h"

namespace grid {

std::string_view name(TcpState state) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "unknown",    "CLOSED",     "LISTEN",  "SYN_SENT", "SYN_RECEIVED", "ESTABLISHED",
      "CLOSE_WAIT", "FIN_WAIT_1", "CLOSING", "LAST_ACK", "FIN_WAIT_2",   "TIME_WAIT"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace grid
