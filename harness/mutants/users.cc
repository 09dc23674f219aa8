#include "mutants/users.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <unistd.h>

#include "mutants/real.h"
#include "mutants/rules.h"

namespace {

constexpr uid_t kSame = static_cast<uid_t>(-1);
uid_t pretended = kSame;

// Only root can become somebody else; for anybody else the system's refusal stands.
bool pretends() { return mutant::rules().models_conflicts && REAL(geteuid)() == 0; }

int first_unreserved_port() {
  if (mutant::rules().first_unreserved_port != 0) return mutant::rules().first_unreserved_port;
  int port = 1024;
  FILE* file = REAL(fopen)("/proc/sys/net/ipv4/ip_unprivileged_port_start", "re");
  if (file == nullptr) return port;
  if (::fscanf(file, "%d", &port) != 1) port = 1024;
  ::fclose(file);
  return port;
}

}  // namespace

namespace mutant {

int error_of_reserved_port(std::uint16_t port) {
  const bool is_ordinary = pretended != kSame && pretended != 0;
  if (!is_ordinary || port == 0 || rules().reserved_ports_are_open) return 0;
  return port < first_unreserved_port() ? EACCES : 0;
}

}  // namespace mutant

extern "C" {

int setgroups(size_t size, const gid_t* groups) { return pretends() ? 0 : REAL(setgroups)(size, groups); }

int setgid(gid_t group) { return pretends() ? 0 : REAL(setgid)(group); }

int setuid(uid_t user) {
  if (!pretends()) return REAL(setuid)(user);
  pretended = user;
  return 0;
}

uid_t geteuid() { return pretended != kSame ? pretended : REAL(geteuid)(); }
}
