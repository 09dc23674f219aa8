#include "probe/net/settings.h"

#include "probe/core/case_context.h"

namespace probe {

bool stack_is_private() { return case_context().stack_is_private; }

}  // namespace probe
