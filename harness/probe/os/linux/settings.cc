// Settings under /proc/sys (proc(5)).
#include "probe/net/settings.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "probe/core/transcript.h"

namespace probe {
namespace {

std::string path_of(std::string name) {
  for (char& c : name)
    if (c == '.') c = '/';
  return "/proc/sys/" + name;
}

Outcome write_setting(const std::string& name, const std::string& value) {
  const int fd = ::open(path_of(name).c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return Outcome::missing("needs the right to change " + name);
  const bool written = ::write(fd, value.data(), value.size()) == static_cast<ssize_t>(value.size());
  const int error = written ? 0 : errno;
  ::close(fd);
  // gVisor shows settings that nobody can change; Linux's own refusals of a value are EINVAL and ERANGE.
  if (error == EIO || error == EACCES || error == EPERM)
    return Outcome::missing("the setting " + name + " cannot be changed");
  return Outcome::of_error(error);
}

}  // namespace

std::optional<std::string> setting(const std::string& name) {
  std::ifstream file(path_of(name));
  std::string value;
  if (!file || !std::getline(file, value)) return std::nullopt;
  return value;
}

Outcome change_setting(const std::string& name, const std::string& value) {
  const bool is_supported = ::access(path_of(name).c_str(), F_OK) == 0;
  const Outcome outcome = !is_supported        ? Outcome::missing("there is no setting " + name)
                          : stack_is_private() ? write_setting(name, value)
                          : setting(name) == value
                              ? Outcome::ok()
                              : Outcome::missing("needs a stack of its own, to change " + name);
  log_step("setting " + name + " = " + value, outcome.is_missing() ? outcome.what() : outcome.text());
  return outcome;
}

}  // namespace probe
