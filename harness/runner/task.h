// What a run has to do.
#pragma once
#include <string>
#include <vector>

namespace runner {

// One case to run once. `repeat`: which of the repetitions this is, from 0.
struct Task {
  std::string id;
  int repeat = 0;
};

// All cases once, then all again, `repeats` times.
inline std::vector<Task> tasks_of(const std::vector<std::string>& ids, int repeats) {
  std::vector<Task> tasks;
  for (int repeat = 0; repeat < repeats; ++repeat)
    for (const std::string& id : ids) tasks.push_back({id, repeat});
  return tasks;
}

}  // namespace runner
