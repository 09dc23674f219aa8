// On a system with one stack, the system's own name is the stack's: "freebsd", "netbsd", "openbsd", "darwin",
// "sunos".
#include "probe/net/network_stack.h"

#include <sys/utsname.h>

#include <cctype>

namespace probe {
std::string network_stack_name() {
  utsname names{};
  if (::uname(&names) < 0) return "unknown";
  std::string name = names.sysname;
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

}  // namespace probe
