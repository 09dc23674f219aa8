#include "probe/core/status.h"

#include <array>
#include <utility>

namespace probe {
namespace {

constexpr std::array<std::pair<Status, std::string_view>, 6> kNames = {
    {{Status::observed, "observed"},
     {Status::not_applicable, "not-applicable"},
     {Status::broken, "broken"},
     {Status::crashed, "crashed"},
     {Status::timeout, "timeout"},
     {Status::not_run, "not-run"}}};

}  // namespace

std::string to_string(Status status) {
  for (const auto& [value, name] : kNames)
    if (value == status) return std::string(name);
  return "broken";
}

std::optional<Status> status_named(std::string_view name) {
  for (const auto& [value, known] : kNames)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace probe
