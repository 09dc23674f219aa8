#include "probe/scenarios/time_wait_settings.h"

#include <cstdlib>

#include "probe/core/case.h"
#include "probe/net/settings.h"

namespace probe {
namespace {

// Milliseconds of the local maximum segment lifetime below which a busy machine may look too late.
constexpr long kShortestLocalMsl = 1000;

// "NAME is VALUE" if the setting is there and hides TIME_WAIT; else empty.
template <typename Hides>
std::string hidden_by(const char* name, Hides hides) {
  const auto value = setting(name);
  return value && hides(*value) ? std::string(name) + " is " + *value : "";
}

std::string ended_too_soon_by() {
  return hidden_by("net.inet.tcp.msl_local", [](const std::string& value) {
    return std::strtol(value.c_str(), nullptr, 10) < kShortestLocalMsl;
  });
}

void require_not(const std::string& cause) {
  if (!cause.empty()) throw CaseAborted(Status::not_applicable, "no TIME_WAIT is kept here (" + cause + ")");
}

}  // namespace

std::string local_time_wait_setting() {
  const std::string absent =
      hidden_by("net.inet.tcp.nolocaltimewait", [](const std::string& value) { return value != "0"; });
  return absent.empty() ? ended_too_soon_by() : absent;
}

void require_lasting_time_wait() { require_not(ended_too_soon_by()); }
void require_local_time_wait() { require_not(local_time_wait_setting()); }

}  // namespace probe
