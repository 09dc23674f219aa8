// Socket options: those that the cells vary, and those that a set-up needs.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace grid {

enum class Option : std::uint8_t {
  reuseaddr,
  reuseport,
  reuseport_lb,    // FreeBSD: SO_REUSEPORT_LB
  exclusive,       // Windows: SO_EXCLUSIVEADDRUSE
  exclbind,        // illumos: SO_EXCLBIND
  device_lo,       // Linux: SO_BINDTODEVICE "lo"
  v6only,          // IPV6_V6ONLY
  no_port,         // Linux: IP_BIND_ADDRESS_NO_PORT
  reset_on_close,  // SO_LINGER with a timeout of 0 seconds
  receive_buffer,  // SO_RCVBUF; the value is in bytes
  count
};

inline constexpr int kVariedOptions = 6;  // the first six are what a cell's `opts` names

// The varied options that a socket has: bit i stands for the option with number i.
using Options = std::uint8_t;

constexpr Options bit(Option option) { return static_cast<Options>(1U << static_cast<unsigned>(option)); }

inline constexpr Options kRA = bit(Option::reuseaddr);
inline constexpr Options kRP = bit(Option::reuseport);
inline constexpr Options kRPLB = bit(Option::reuseport_lb);
inline constexpr Options kEXCLUSIVE = bit(Option::exclusive);
inline constexpr Options kEXCLBIND = bit(Option::exclbind);
inline constexpr Options kDevice = bit(Option::device_lo);

std::string_view name(Option option);       // RA, RP, …, dev-lo, V6ONLY, …
std::string options_text(Options options);  // `none`, `RA`, `RA+RP`, …
std::optional<Options> options_named(std::string_view text);

}  // namespace grid
