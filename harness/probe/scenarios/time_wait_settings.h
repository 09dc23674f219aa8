// Settings with which a system begins, and which hide what cases are about.
#pragma once
#include <string>

namespace probe {

// The setting because of which this stack keeps no TIME_WAIT of a connection whose ends are both local, as
// "net.inet.tcp.nolocaltimewait is 1" (FreeBSD 14 begins so), or one so short that it cannot be looked for
// ("net.inet.tcp.msl_local is 10"); empty where there is no such setting, or it is off.
std::string local_time_wait_setting();

// Ends the case as not-applicable if the TIME_WAIT of a local connection ends before it can be looked for: FreeBSD 15 keeps it
// for twice net.inet.tcp.msl_local, which is 10 ms at first. To be called before a TIME_WAIT is looked for: whether one
// is seen is a matter of chance there.
void require_lasting_time_wait();

// For a case to whose end "nothing is left" is an answer: with such a setting nothing ever is. Ends the case as
// not-applicable then, with the setting's name.
void require_local_time_wait();

}  // namespace probe
