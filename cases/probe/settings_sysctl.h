// Settings by their names in sysctl(3), for systems that have sysctlbyname(): numbers and texts. They belong to the whole
// machine, so they are read and never changed.
#pragma once
#include <sys/types.h>
// after that
#include <sys/sysctl.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "probe/settings.h"
#include "probe/transcript.h"

namespace probe {

inline std::optional<std::string> setting_by_name(const std::string& name) {
  char bytes[256] = {};
  std::size_t size = sizeof bytes - 1;
  if (::sysctlbyname(name.c_str(), bytes, &size, nullptr, 0) != 0) return std::nullopt;
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

inline Outcome refuse_to_change(const std::string& name) {
  const Outcome outcome = setting_by_name(name)
                              ? Outcome::missing("needs a stack of its own, to change " + name)
                              : Outcome::missing("there is no setting " + name);
  log_step("setting " + name, outcome.what());
  return outcome;
}

}  // namespace probe
