// Systems whose settings the suite does not change.
#include "probe/net/settings.h"

namespace probe {

std::optional<std::string> setting(const std::string&) { return std::nullopt; }

Outcome change_setting(const std::string& name, const std::string&) {
  return Outcome::missing("needs the setting " + name + " changed, which the suite does not do here");
}

}  // namespace probe
