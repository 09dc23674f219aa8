// What a new network namespace of Linux lacks before a case can run in it.
#pragma once

namespace runner {

// Configures the loopback device of the calling process's new network namespace: up, with 127.0.0.1, ::1 and fd00:add::2,
// and a route for IPv6 multicast. Throws std::runtime_error if the device does not come up; without IPv6 in the stack its
// addresses are left out.
void configure_loopback();

}  // namespace runner
