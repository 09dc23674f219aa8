#include "runner/isolation.h"

#include <array>
#include <string_view>
#include <utility>

namespace runner {
namespace {

constexpr std::array<std::pair<Isolation, std::string_view>, 5> kNames = {
    {{Isolation::automatic, "auto"},
     {Isolation::network_namespace, "netns"},
     {Isolation::user_network_namespace, "user-netns"},
     {Isolation::vnet_jail, "vnet"},
     {Isolation::none, "none"}}};

}  // namespace

std::string name_of(Isolation isolation) {
  for (const auto& [value, name] : kNames)
    if (value == isolation) return std::string(name);
  return "none";
}

std::optional<Isolation> isolation_named(const std::string& name) {
  for (const auto& [value, known] : kNames)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace runner
