#include "runner/facts.h"

#include "probe/core/json.h"

namespace runner {
namespace {

std::string members_of(const std::map<std::string, std::string>& values) {
  std::string json;
  for (const auto& [name, value] : values)
    json += (json.empty() ? "" : ",") + probe::json_string(name) + ":" + probe::json_string(value);
  return json;
}

}  // namespace

std::string json_of(const Facts& facts) {
  const std::string values = members_of(facts.values);
  // Nobody but the program itself: the harness, where there is one, puts its own way of running in this place.
  return R"({"engine":"program",)" + values + (values.empty() ? "" : ",") + "\"settings\":{" +
         members_of(facts.settings) + "}}";
}

}  // namespace runner
