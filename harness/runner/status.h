// What became of a case, for the whole runner. It is a text only in a record and on the channel from a case.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace runner {

// The first three are what a case says of itself (probe/core/case.h); the others are what the runner says of it.
enum class Status { observed, not_applicable, broken, crashed, timeout, not_run };

// The name in a run file (results/run.schema.json): "not-applicable".
std::string name_of(Status status);
// The status of this name; nothing if there is none.
std::optional<Status> status_named(std::string_view name);

}  // namespace runner
