// Settings of NetBSD (settings_sysctl.h).
#include "probe/os/bsd/sysctl_settings.h"

namespace probe {

std::optional<std::string> setting(const std::string& name) { return setting_by_name(name); }
Outcome change_setting(const std::string& name, const std::string& value) {
  return keep_setting(name, value);
}

}  // namespace probe
