#include "probe/core/case_context.h"

#include "probe/core/runner_api.h"

namespace probe {

CaseContext& case_context() {
  static CaseContext context;
  return context;
}

void set_variant(Variant variant) { case_context().variant = variant; }
void set_stack_is_private(bool is_private) { case_context().stack_is_private = is_private; }
void expect_network_stack(const std::string& name) { case_context().expected_network_stack = name; }
void set_time_is_warped(bool is_warped) { case_context().time_is_warped = is_warped; }
void set_helpers_share_memory(bool share) { case_context().helpers_share_memory = share; }

}  // namespace probe
