// Settings of FreeBSD (sysctl(3)). Those that belong to a network stack can be changed in a vnet jail (CTLFLAG_VNET,
// sysctl(9)); the others belong to the whole machine.
#include <cerrno>
#include <cstdlib>

#include "probe/os/bsd/sysctl_settings.h"

namespace probe {
namespace {

// Writes a number with the size that the setting has; the error number, 0 if it was written.
int write_number(const std::string& name, const std::string& value) {
  std::size_t size = 0;
  if (::sysctlbyname(name.c_str(), nullptr, &size, nullptr, 0) != 0) return errno;
  const long long number = std::strtoll(value.c_str(), nullptr, 10);
  const std::uint8_t byte = number != 0;
  const auto narrow = static_cast<std::int32_t>(number);
  const std::int64_t wide = number;
  const void* const bytes = size == sizeof byte     ? static_cast<const void*>(&byte)
                            : size == sizeof narrow ? static_cast<const void*>(&narrow)
                                                    : static_cast<const void*>(&wide);
  return ::sysctlbyname(name.c_str(), nullptr, nullptr, bytes, size) == 0 ? 0 : errno;
}

Outcome write_setting(const std::string& name, const std::string& value) {
  const int error = write_number(name, value);
  if (error == EPERM) return Outcome::missing("the setting " + name + " belongs to the whole machine");
  return Outcome::of_error(error);
}

}  // namespace

std::optional<std::string> setting(const std::string& name) { return setting_by_name(name); }

Outcome change_setting(const std::string& name, const std::string& value) {
  const auto now = setting_by_name(name);
  if (!stack_is_private() || !now || *now == value) return keep_setting(name, value);
  const Outcome outcome = write_setting(name, value);
  log_step("setting " + name + " = " + value, outcome.is_missing() ? outcome.what() : outcome.text());
  return outcome;
}

}  // namespace probe
