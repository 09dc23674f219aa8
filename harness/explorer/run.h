// Runs many stories: each on ports of its own, a thousand in one network namespace.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <vector>

#include "explorer/arguments.h"
#include "explorer/story.h"
#include "grid/environment.h"

namespace explorer {

// The number of the next story, for another process.
using Progress = std::atomic<std::size_t>;

// Runs the stories from `start` to before `end` in this process and prints a line for each: its number and
// its answers. Returns how many were run: fewer if the ports of a system without namespaces are used up, or
// `out` cannot be written. `progress` is set after each story. `processor`: the number of the one to
// stay on, among those that this process may use.
std::size_t run_stories(const std::vector<Story>& stories, std::size_t start, std::size_t end,
                        const Arguments& arguments, const grid::Environment& environment, std::FILE* out,
                        Progress* progress, int processor = 0);

// The same for all stories, in as many processes as the arguments say. The lines come in the stories' order. A
// story in which a process dies has the answer "died", and one that does not end has "hung". Returns how many
// stories from the first one on were run.
std::size_t run_in_processes(const std::vector<Story>& stories, const Arguments& arguments,
                             const grid::Environment& environment, std::FILE* out);

// Does the work in a process that ends then; what this process keeps for itself, such as a network stack in a
// library, is not concerned. Returns whether it came to the end.
bool in_process(const std::function<void()>& work);

// Ends this process if the story is not over after so many seconds: the system does not come back from a
// call. 0: no timeout.
void watch_story(unsigned seconds);

}  // namespace explorer
