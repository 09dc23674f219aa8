// uname(2), and the settings that address reuse depends on (Linux: ip-sysctl; the BSDs: sysctl(8)).
#include "runner/facts.h"

#include <sys/utsname.h>
#include <unistd.h>

#include "probe/net/network_stack.h"
#include "probe/net/settings.h"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

// Defined only where a library that changes the system's rules is loaded in front of it (harness/mutants/library.cc): then
// the platform says so itself. A preload that fails is silent, and its absence shows here.
#ifdef __ELF__
extern "C" __attribute__((weak)) const char* addrinuse_mutant();
// The same of the library that puts lwIP in the system's place (harness/lwip/stack.cc): which version it is made for.
extern "C" __attribute__((weak)) const char* addrinuse_lwip();
#else
constexpr const char* (*addrinuse_mutant)() = nullptr;
constexpr const char* (*addrinuse_lwip)() = nullptr;
#endif

namespace runner {
namespace {

constexpr const char* kSettings[] = {
    "net.core.somaxconn",
    "net.ipv4.ip_autobind_reuse",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_nonlocal_bind",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_abort_on_overflow",
    "net.ipv4.tcp_early_demux",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_max_orphans",
    "net.ipv4.tcp_max_tw_buckets",
    "net.ipv4.tcp_migrate_req",
    "net.ipv4.tcp_orphan_retries",
    "net.ipv4.tcp_retries2",
    "net.ipv4.tcp_rfc1337",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_timestamps",
    "net.ipv4.tcp_tw_reuse",
    "net.ipv4.tcp_tw_reuse_delay",
    "net.ipv6.bindv6only",
    // The BSDs' and macOS's.
    "kern.ipc.soacceptqueue",
    "kern.somaxconn",
    "net.inet.ip.portrange.first",
    "net.inet.ip.portrange.last",
    "net.inet.tcp.fast_finwait2_recycle",
    "net.inet.tcp.finwait2_timeout",
    "net.inet.tcp.msl",
    "net.inet.tcp.msl_local",
    "net.inet.tcp.mslt.enable",
    "net.inet.tcp.mslt.loopback",
    "net.inet.tcp.nolocaltimewait",
    "net.inet.tcp.rfc1323",
    "net.inet6.ip6.v6only",
};

#ifdef __GLIBC__
std::string name_of_libc() { return std::string("glibc ") + ::gnu_get_libc_version(); }
#elif defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__)
// The libc is released together with the kernel: the fact "release" says which it is.
std::string name_of_libc() { return "the system's own"; }
#elif defined(__APPLE__)
std::string name_of_libc() { return "libSystem"; }
#else
std::string name_of_libc() { return "not glibc"; }
#endif

std::map<std::string, std::string> read_settings() {
  std::map<std::string, std::string> settings;
  for (const char* name : kSettings)
    if (const auto value = probe::setting(name)) settings[name] = *value;
  return settings;
}

}  // namespace

Facts ask_facts() {
  Facts facts;
  utsname names{};
  ::uname(&names);  // cannot fail with a valid buffer
  facts.values = {{"sysname", names.sysname}, {"release", names.release},
                  {"version", names.version}, {"machine", names.machine},
                  {"libc", name_of_libc()},   {"stack", probe::network_stack_name()}};
  if (addrinuse_mutant != nullptr) facts.values["mutant"] = addrinuse_mutant();
  if (addrinuse_lwip != nullptr) facts.values["lwip"] = addrinuse_lwip();
  facts.settings = read_settings();
  return facts;
}

}  // namespace runner
