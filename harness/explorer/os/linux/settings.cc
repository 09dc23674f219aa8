// ip-sysctl: a file below /proc/sys/net for each setting of the calling process's network namespace.
#include "explorer/settings.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace explorer {
namespace {

constexpr std::array<const char*, kSettings> kFiles = {"/proc/sys/net/ipv4/ip_local_port_range",
                                                       "/proc/sys/net/ipv4/tcp_tw_reuse",
                                                       "/proc/sys/net/ipv4/tcp_timestamps",
                                                       "/proc/sys/net/ipv4/tcp_migrate_req",
                                                       "/proc/sys/net/ipv4/tcp_fin_timeout",
                                                       "/proc/sys/net/ipv4/ip_autobind_reuse",
                                                       "/proc/sys/net/ipv4/ip_nonlocal_bind",
                                                       "/proc/sys/net/ipv4/tcp_abort_on_overflow",
                                                       "/proc/sys/net/ipv4/tcp_syncookies",
                                                       "/proc/sys/net/core/somaxconn",
                                                       "/proc/sys/net/ipv6/bindv6only",
                                                       "/proc/sys/net/ipv4/tcp_rfc1337",
                                                       "/proc/sys/net/ipv4/ip_local_reserved_ports",
                                                       "/proc/sys/net/ipv4/tcp_max_tw_buckets",
                                                       "/proc/sys/net/ipv4/ip_unprivileged_port_start",
                                                       "/proc/sys/net/ipv4/ip_early_demux",
                                                       "/proc/sys/net/ipv4/tcp_early_demux",
                                                       "/proc/sys/net/ipv4/udp_early_demux",
                                                       "/proc/sys/net/ipv4/tcp_fastopen",
                                                       "/proc/sys/net/ipv4/tcp_max_syn_backlog",
                                                       "/proc/sys/net/ipv4/tcp_orphan_retries",
                                                       "/proc/sys/net/ipv6/ip_nonlocal_bind",
                                                       "/proc/sys/net/ipv4/tcp_tw_reuse_delay"};

const char* file_of(Setting setting) { return kFiles[static_cast<std::size_t>(setting)]; }

}  // namespace

std::optional<std::string> read_setting(Setting setting) {
  const int file = ::open(file_of(setting), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  char text[64];
  const ssize_t length = ::read(file, text, sizeof text);
  ::close(file);
  if (length < 0) return std::nullopt;
  if (length == 0) return std::string();
  return std::string(text, static_cast<std::size_t>(text[length - 1] == '\n' ? length - 1 : length));
}

grid::Result write_setting(Setting setting, const std::string& text) {
  const int file = ::open(file_of(setting), O_WRONLY | O_CLOEXEC);
  if (file < 0) return grid::result_of(errno);
  const ssize_t written = ::write(file, text.data(), text.size());
  const int error = errno;
  ::close(file);
  return written < 0 ? grid::result_of(error) : grid::Result::ok;
}

}  // namespace explorer
