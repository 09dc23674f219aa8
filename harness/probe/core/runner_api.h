// What only a runner uses: which cases there are, what it decides for them, and running one. Cases do not
// include this.
#pragma once
#include <string>
#include <vector>

#include "probe/core/variant.h"

namespace probe {

// The ids of all cases in this program: TOPIC/NAME[VARIANT].
std::vector<std::string> case_ids();
// Runs the case with this id here and sends the runner (runner_channel.h) its record. Returns false if the
// case is broken. Throws std::invalid_argument if there is no such case.
bool run_case(const std::string& id);
// Registers all cases with GoogleTest, for its own command line.
void register_with_googletest();

// Decisions of the runner, which hold for every case that this process runs from now on (case_context.h).
void set_variant(Variant variant);
void set_stack_is_private(bool is_private);
void expect_network_stack(const std::string& name);
void set_time_is_warped(bool is_warped);
// Helpers that share the memory of their case are started and switched to without a change of address space,
// which is most of what a helper costs where the processor is emulated. They stay processes, with an id,
// descriptors and a user of their own. Without effect where the system has no clone(2).
void set_helpers_share_memory(bool share);

}  // namespace probe
