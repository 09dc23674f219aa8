// Settings of the stack a case runs in (Linux: the files under /proc/sys, ip-sysctl). They are changed only
// where the stack is the case's own, so that nothing outlives it.
#pragma once
#include <optional>
#include <string>

#include "probe/core/outcome.h"

namespace probe {

// Whether this process has a stack to itself.
bool stack_is_private();

// The setting's value ("net.ipv4.tcp_timestamps"), or nothing where the platform has no such setting.
std::optional<std::string> setting(const std::string& name);

// Changes it, and reads it back. Missing (a case then ends as not-applicable) where there is no such setting,
// where the stack is not the case's own, or where it belongs to the whole machine and is not so already.
Outcome change_setting(const std::string& name, const std::string& value);

}  // namespace probe
