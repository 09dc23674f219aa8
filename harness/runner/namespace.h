// What a new network namespace of Linux's lacks before a case can run in it.
#pragma once

namespace runner {

// Furnishes the calling process's new network namespace: loopback up, with 127.0.0.1, ::1 and fd00:add::2, and a route
// for IPv6 multicast. Throws std::runtime_error where the loopback device does not come up; a stack without IPv6 does
// without its addresses.
void furnish_namespace();

}  // namespace runner
