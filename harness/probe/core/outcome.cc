#include "probe/core/outcome.h"

#include <stdexcept>

namespace probe {

Outcome Outcome::of_error(int native) {
  if (native == 0) return ok();
  Outcome outcome{Kind::error, name_of_error(native)};
  outcome.native_ = native;
  return outcome;
}

Outcome Outcome::missing(std::string what_is_missing) {
  Outcome outcome{Kind::missing, "unsupported"};
  outcome.what_ = std::move(what_is_missing);
  return outcome;
}

Outcome fails_with(const std::string& error_name) {
  if (!is_error_name(error_name)) throw std::invalid_argument("no error is called " + error_name);
  return Outcome::word(error_name);
}

}  // namespace probe
