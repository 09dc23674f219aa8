// Systems whose handles have no numbers that a new pipe could take over, and no SIGPIPE.
#include "runner/output.h"

namespace runner {

bool prepare_standard_streams() { return true; }

}  // namespace runner
