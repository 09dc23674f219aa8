// Settings with which a system begins, and which hide what cases are about.
#pragma once
#include <string>

namespace probe {

// The setting because of which this stack keeps no TIME_WAIT of a connection whose ends are both local, as
// "net.inet.tcp.nolocaltimewait is 1" (FreeBSD 14 begins so); empty where there is no such setting, or it is off.
std::string local_time_wait_setting();

// For a case to whose end "nothing is left" is an answer: with such a setting nothing ever is. Ends the case as
// not-applicable then, with the setting's name.
void require_local_time_wait();

}  // namespace probe
