#include "probe/scenarios/time_wait_settings.h"

#include "probe/core/case.h"
#include "probe/net/settings.h"

namespace probe {

std::string local_time_wait_setting() {
  constexpr const char* kName = "net.inet.tcp.nolocaltimewait";
  const auto value = setting(kName);
  return !value || *value == "0" ? "" : std::string(kName) + " is " + *value;
}

void require_local_time_wait() {
  const std::string hidden_by = local_time_wait_setting();
  if (!hidden_by.empty())
    throw CaseAborted(Status::not_applicable, "no TIME_WAIT is kept here (" + hidden_by + ")");
}

}  // namespace probe
