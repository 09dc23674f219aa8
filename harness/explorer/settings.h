// Settings of the stack that stories change (Linux: ip-sysctl). Every change is taken back at the story's
// end.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grid/core/raw.h"

namespace explorer {

enum class Setting : std::uint8_t {
  port_range,      // ip_local_port_range: the lowest N of the story's narrow ports; 0: the whole range again
  tw_reuse,        // tcp_tw_reuse
  timestamps,      // tcp_timestamps
  migrate_req,     // tcp_migrate_req
  fin_timeout,     // tcp_fin_timeout, in seconds
  autobind_reuse,  // ip_autobind_reuse
  nonlocal_bind,   // ip_nonlocal_bind
  abort_on_overflow,   // tcp_abort_on_overflow
  syncookies,          // tcp_syncookies
  somaxconn,           // core/somaxconn
  bindv6only,          // ipv6/bindv6only
  rfc1337,             // tcp_rfc1337
  reserved_ports,      // ip_local_reserved_ports: the lowest N of the story's narrow ports; 0: none
  max_tw_buckets,      // tcp_max_tw_buckets
  unprivileged_start,  // ip_unprivileged_port_start
  early_demux,         // ip_early_demux
  tcp_early_demux,     // tcp_early_demux
  udp_early_demux,     // udp_early_demux
  fastopen,            // tcp_fastopen
  max_syn_backlog,     // tcp_max_syn_backlog
  orphan_retries,      // tcp_orphan_retries
  nonlocal_bind_v6,    // ipv6/ip_nonlocal_bind
  tw_reuse_delay,      // tcp_tw_reuse_delay, in milliseconds
  count
};

inline constexpr int kSettings = static_cast<int>(Setting::count);

// ip_local_port_range's name, for instance.
std::string_view name(Setting setting);
std::optional<Setting> setting_named(std::string_view name);

// The range of automatic ports outside stories that narrow it. Its lowest port is even: systems tell even and
// odd apart.
inline constexpr grid::Port kLowestAutomatic = 61000;
inline constexpr grid::Port kHighestAutomatic = 65535;

// Writes a setting of this process's stack, and remembers what it was. Result::unavailable where the system
// has no such setting; EACCES or another error where it may not be written.
class Settings {
 public:
  grid::Result change(Setting setting, int value, grid::Port narrow);
  // Takes every change back, the last one first.
  void restore();
  // How many of the story's narrow ports the range of automatic ports has now; 0: it is not narrowed.
  int narrowed() const { return narrowed_; }

 private:
  struct Change {
    Setting setting;
    std::string before;
  };
  std::vector<Change> changes_;
  int narrowed_ = 0;
};

// The file's text, without the newline; nothing where there is none.
std::optional<std::string> read_setting(Setting setting);
grid::Result write_setting(Setting setting, const std::string& text);

}  // namespace explorer
