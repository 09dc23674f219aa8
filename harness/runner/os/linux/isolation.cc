// Linux: network namespaces (network_namespaces(7), user_namespaces(7)).
#include "runner/isolation.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>

#include "runner/namespace.h"

namespace runner {
namespace {

bool write_file(const char* path, const std::string& text) {
  const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  return written;
}

// The user becomes root of the new namespaces only; setgroups has to be given up first (user_namespaces(7)).
void map_self_to_root(uid_t uid, gid_t gid) {
  write_file("/proc/self/setgroups", "deny");
  if (!write_file("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1") ||
      !write_file("/proc/self/gid_map", "0 " + std::to_string(gid) + " 1"))
    throw std::system_error(errno, std::generic_category(), "mapping the user into its namespace");
}

// A virtual machine has network namespaces ready (harness/guest/init.cc): each is a file, and a pipe beside them gives out
// their names, so that none is entered twice. False where there is none, or none left.
bool enter_ready_namespace() {
  const char* const folder = std::getenv("ADDRINUSE_READY_STACKS");
  if (folder == nullptr) return false;
  const int names = ::open((std::string(folder) + "/names").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  char name[5] = {};
  const bool is_left = names >= 0 && ::read(names, name, 4) == 4;
  if (names >= 0) ::close(names);
  if (!is_left) return false;
  const int ready = ::open((std::string(folder) + "/" + name).c_str(), O_RDONLY | O_CLOEXEC);
  const bool entered = ready >= 0 && ::setns(ready, CLONE_NEWNET) == 0;
  if (ready >= 0) ::close(ready);
  return entered;
}

bool make_namespace(Isolation wanted) {
  const uid_t uid = ::geteuid();
  const gid_t gid = ::getegid();
  if (wanted == Isolation::network_namespace) return ::unshare(CLONE_NEWNET) == 0;
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  map_self_to_root(uid, gid);
  return true;
}

}  // namespace

Isolation isolate(Isolation wanted) {
  if (wanted == Isolation::none) return wanted;
  if (wanted == Isolation::automatic) {
    for (const Isolation way : {Isolation::network_namespace, Isolation::user_network_namespace}) {
      try {
        return isolate(way);
      } catch (const std::runtime_error&) {
        continue;
      }
    }
    return Isolation::none;
  }
  if (wanted == Isolation::network_namespace && enter_ready_namespace()) return wanted;
  if (!make_namespace(wanted)) throw std::system_error(errno, std::generic_category(), "a network namespace");
  furnish_namespace();
  return wanted;
}

}  // namespace runner
