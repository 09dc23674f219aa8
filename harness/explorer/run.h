// Runs many stories: each on ports of its own, a thousand in one network namespace.
#pragma once
#include <cstddef>
#include <cstdio>
#include <vector>

#include "explorer/arguments.h"
#include "explorer/story.h"
#include "grid/environment.h"

namespace explorer {

// Runs the stories from `start` to before `end` in this process and prints a line for each: its number and
// its answers. Returns how many were run: fewer if the ports of a system without namespaces are used up, or
// `out` cannot be written.
std::size_t run_stories(const std::vector<Story>& stories, std::size_t start, std::size_t end,
                        const Arguments& arguments, const grid::Environment& environment, std::FILE* out);

// The same for all stories, in as many processes as the arguments say. The lines come in the stories' order.
std::size_t run_in_processes(const std::vector<Story>& stories, const Arguments& arguments,
                             const grid::Environment& environment, std::FILE* out);

// Ends this process if the story is not over after so many seconds: the system does not come back from a
// call. 0: no timeout.
void watch_story(unsigned seconds);

}  // namespace explorer
