#include "explorer/option.h"

#include <array>

namespace explorer {
namespace {

struct Names {
  std::string_view own;
  std::string_view system;
};

constexpr std::array<Names, kOptions> kNames = {{
    {"reuseaddr", "SO_REUSEADDR"},
    {"reuseport", "SO_REUSEPORT"},
    {"v6only", "IPV6_V6ONLY"},
    {"no-port", "IP_BIND_ADDRESS_NO_PORT"},
    {"linger", "SO_LINGER"},
    {"device", "SO_BINDTODEVICE"},
    {"freebind", "IP_FREEBIND"},
    {"defer-accept", "TCP_DEFER_ACCEPT"},
    {"incoming-cpu", "SO_INCOMING_CPU"},
    {"port-range", "IP_LOCAL_PORT_RANGE"},
    {"group-filter", "SO_ATTACH_REUSEPORT_CBPF"},
    {"transparent", "IP_TRANSPARENT"},
    {"repair", "TCP_REPAIR"},
    {"addrform", "IPV6_ADDRFORM"},
    {"linger2", "TCP_LINGER2"},
    {"fastopen", "TCP_FASTOPEN"},
    {"broadcast", "SO_BROADCAST"},
    {"join", "IP_ADD_MEMBERSHIP"},
    {"user-timeout", "TCP_USER_TIMEOUT"},
    {"receive-errors", "IP_RECVERR"},
    {"group-program", "SO_ATTACH_REUSEPORT_EBPF"},
    {"sequence", "TCP_QUEUE_SEQ"},
}};

}  // namespace

std::string_view name(OptionName option) { return kNames[static_cast<std::size_t>(option)].own; }
std::string_view system_name(OptionName option) { return kNames[static_cast<std::size_t>(option)].system; }

std::optional<OptionName> option_named(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i].own == name) return static_cast<OptionName>(i);
  return std::nullopt;
}

}  // namespace explorer
