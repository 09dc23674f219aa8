// FreeBSD: a jail with a virtual network stack per case (jail(8) "vnet", jail_set(2), vnet(9)). Its loopback device is down
// and has no address at first. The jail ends with its last process, since it is not persistent.
#include "runner/isolation.h"

#include <sys/param.h>
// before these
#include <sys/jail.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "runner/os/bsd/loopback.h"

namespace runner {
namespace {

// The parameters of jail_set(2): a name and a value in turn, whose memory must outlive the call.
class JailParameters {
 public:
  void add(const char* name, void* value, std::size_t size) {
    parts_.push_back({const_cast<char*>(name), std::strlen(name) + 1});
    parts_.push_back({value, size});
  }
  int create_and_attach() {
    return ::jail_set(parts_.data(), static_cast<unsigned>(parts_.size()), JAIL_CREATE | JAIL_ATTACH);
  }

 private:
  std::vector<iovec> parts_;
};

// The process sees the whole file system, and may open raw sockets, as it may outside.
void enter_vnet_jail() {
  std::string path = "/";
  int new_stack = JAIL_SYS_NEW;
  char reason[256] = {};
  JailParameters parameters;
  parameters.add("path", path.data(), path.size() + 1);
  parameters.add("vnet", &new_stack, sizeof new_stack);
  parameters.add("allow.raw_sockets", nullptr, 0);
  parameters.add("errmsg", reason, sizeof reason);
  if (parameters.create_and_attach() >= 0) return;
  const int error = errno;
  throw std::system_error(error, std::generic_category(),
                          std::string("a vnet jail") + (reason[0] != '\0' ? ": " : "") + reason);
}

// The kernel itself gives ::1 to a loopback device that comes up (in6_ifattach() in netinet6/in6_ifattach.c).
void configure_loopback() {
  bring_loopback_up();
  for (const char* address : {"127.0.0.1", "127.0.0.2"})
    if (!is_local_address(address) && !add_loopback_address(address))
      throw std::system_error(errno, std::generic_category(), std::string("the address ") + address);
  for (const char* address : {"::1", "fd00:add::2"})  // a kernel without IPv6 has neither
    if (!is_local_address(address)) add_loopback_address(address);
}

}  // namespace

Isolation isolate(Isolation wanted) {
  if (wanted == Isolation::none) return wanted;
  if (wanted == Isolation::network_namespace || wanted == Isolation::user_network_namespace)
    throw std::runtime_error("this system has no " + name_of(wanted) + "; it has vnet");
  if (wanted == Isolation::automatic && ::geteuid() != 0) return Isolation::none;
  try {
    enter_vnet_jail();
  } catch (const std::system_error&) {  // a kernel without VIMAGE, or a jail that may have no children
    if (wanted != Isolation::automatic) throw;
    return Isolation::none;
  }
  configure_loopback();
  return Isolation::vnet_jail;
}

}  // namespace runner
