// Settings that a system has by default, and that hide the TIME_WAIT that cases test.
#pragma once
#include <string>

namespace probe {

// The setting because of which this stack keeps no TIME_WAIT of a connection whose ends are both local, as
// "net.inet.tcp.nolocaltimewait is 1" (the default of FreeBSD 14); empty if there is no such setting, or it
// is off.
std::string local_time_wait_setting();

// For a case that may observe that nothing is left: with such a setting nothing ever is. Ends the case as
// not-applicable then, with the setting's name.
void require_local_time_wait();

}  // namespace probe
