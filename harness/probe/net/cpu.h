// The processor a case runs on.
#pragma once

namespace probe {

// Keeps the case's own process on the processor it runs on now, and returns that processor's number as the
// system counts. Ends the case as not-applicable where the suite cannot do that on this platform.
int pin_to_current_cpu();
// Undoes that, for the case that comes next in the same process.
void unpin_cpu();

}  // namespace probe
