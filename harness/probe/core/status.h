// What became of a case: one enum for the case, its runner and the channel between them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace probe {

// A case reports the first three of itself; the runner adds the others.
enum class Status { observed, not_applicable, broken, crashed, timeout, not_run };

// The name in a run file (results/run.schema.json): "not-applicable".
std::string to_string(Status status);
// The status of this name; nothing if there is none.
std::optional<Status> status_named(std::string_view name);

}  // namespace probe
