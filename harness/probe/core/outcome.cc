#include "probe/core/outcome.h"

#include <stdexcept>
#include <utility>

#include "probe/core/words.h"

namespace probe {

Outcome Outcome::of_error(int native) {
  if (native == 0) return ok();
  Outcome outcome{Kind::error, name_of_error(native)};
  outcome.native_ = native;
  return outcome;
}

Outcome Outcome::missing(std::string what_is_missing) {
  Outcome outcome{Kind::missing, words::unsupported};
  outcome.what_ = std::move(what_is_missing);
  return outcome;
}

Outcome outcomes_of(const std::vector<Outcome>& outcomes) {
  std::string text;
  for (const Outcome& outcome : outcomes) {
    if (outcome.is_missing()) return outcome;
    text += (text.empty() ? "" : ", ") + outcome.text();
  }
  return text;
}

Outcome fails_with(const std::string& error_name) {
  if (!words::is_error_name(error_name)) throw std::invalid_argument("no error is called " + error_name);
  return Outcome::word(error_name);
}

}  // namespace probe
