// Settings by their names in sysctl(3), for systems that have sysctlbyname(): numbers and texts. They belong
// to the whole machine, so they are read and never changed.
#pragma once
#include <sys/types.h>
// after that
#include <sys/sysctl.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include "probe/core/transcript.h"
#include "probe/net/settings.h"

namespace probe {

inline std::optional<std::string> setting_by_name(const std::string& name) {
  char bytes[256] = {};
  std::size_t size = sizeof bytes - 1;
  if (::sysctlbyname(name.c_str(), bytes, &size, nullptr, 0) != 0) return std::nullopt;
  if (size == 1) return std::to_string(static_cast<unsigned char>(bytes[0]));  // a bool: FreeBSD 14 has such
  std::int32_t narrow = 0;
  std::int64_t wide = 0;
  if (size == sizeof narrow) {
    std::memcpy(&narrow, bytes, sizeof narrow);
    return std::to_string(narrow);
  }
  if (size == sizeof wide) {
    std::memcpy(&wide, bytes, sizeof wide);
    return std::to_string(wide);
  }
  return std::string(bytes);
}

// What change_setting() does here: nothing, which will do where the setting is so already.
inline Outcome keep_setting(const std::string& name, const std::string& value) {
  const auto now = setting_by_name(name);
  const Outcome outcome =
      !now            ? Outcome::missing("there is no setting " + name)
      : *now == value ? Outcome::ok()
                      : Outcome::missing("needs " + name + " to be " + value + " (it is " + *now + ")");
  log_step("setting " + name + " = " + value, outcome.is_missing() ? outcome.what() : outcome.text());
  return outcome;
}

}  // namespace probe
