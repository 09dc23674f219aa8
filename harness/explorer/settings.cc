#include "explorer/settings.h"

namespace explorer {
namespace {

constexpr std::array<std::string_view, kSettings> kNames = {"port-range",
                                                            "tcp_tw_reuse",
                                                            "tcp_timestamps",
                                                            "tcp_migrate_req",
                                                            "tcp_fin_timeout",
                                                            "ip_autobind_reuse",
                                                            "ip_nonlocal_bind",
                                                            "tcp_abort_on_overflow",
                                                            "tcp_syncookies",
                                                            "somaxconn",
                                                            "bindv6only",
                                                            "tcp_rfc1337",
                                                            "reserved-ports",
                                                            "tcp_max_tw_buckets",
                                                            "ip_unprivileged_port_start",
                                                            "ip_early_demux",
                                                            "tcp_early_demux",
                                                            "udp_early_demux",
                                                            "tcp_fastopen",
                                                            "tcp_max_syn_backlog",
                                                            "tcp_orphan_retries",
                                                            "ip_nonlocal_bind_v6",
                                                            "tcp_tw_reuse_delay"};

std::string range_text(grid::Port low, grid::Port high) {
  return std::to_string(low) + " " + std::to_string(high);
}

std::string text_of(Setting setting, int value, grid::Port narrow) {
  // An empty list is written as a newline.
  if (setting == Setting::reserved_ports)
    return value <= 0 ? "\n" : std::to_string(narrow) + "-" + std::to_string(narrow + value - 1);
  if (setting != Setting::port_range) return std::to_string(value);
  if (value <= 0) return range_text(kLowestAutomatic, kHighestAutomatic);
  return range_text(narrow, static_cast<grid::Port>(narrow + value - 1));
}

}  // namespace

std::string_view name(Setting setting) { return kNames[static_cast<std::size_t>(setting)]; }

std::optional<Setting> setting_named(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<Setting>(i);
  return std::nullopt;
}

grid::Result Settings::change(Setting setting, int value, grid::Port narrow) {
  const auto before = read_setting(setting);
  if (!before) return grid::Result::unavailable;
  const grid::Result result = write_setting(setting, text_of(setting, value, narrow));
  if (result != grid::Result::ok) return result;
  changes_.push_back({setting, *before});
  if (setting == Setting::port_range) narrowed_ = value;
  return result;
}

void Settings::restore() {
  for (; !changes_.empty(); changes_.pop_back())
    write_setting(changes_.back().setting, changes_.back().before.empty() ? "\n" : changes_.back().before);
  narrowed_ = 0;
}

}  // namespace explorer
