#include "probe/scenarios/time_wait_settings.h"

#include "probe/core/case.h"
#include "probe/net/settings.h"

namespace probe {

std::string time_wait_hidden_by() {
  constexpr const char* kName = "net.inet.tcp.nolocaltimewait";
  const auto value = setting(kName);
  return !value || *value == "0" ? "" : std::string(kName) + " is " + *value;
}

void needs_time_wait_unhidden() {
  const std::string hidden_by = time_wait_hidden_by();
  if (!hidden_by.empty()) throw Stop(Status::not_applicable, "no TIME_WAIT is kept here (" + hidden_by + ")");
}

}  // namespace probe
