#include "explorer/run.h"

#include <memory>
#include <string>
#include <tuple>

#include "explorer/calls.h"
#include "explorer/world.h"
#include "grid/core/system.h"

namespace explorer {
namespace {

constexpr std::size_t kStoriesPerNamespace = 1000;
constexpr grid::Port kLowestExplicit = 1100;  // even, and above the ports that only root may bind
constexpr grid::Port kEndOfExplicit =
    17000;                               // the last of a story's own ports is 16384 higher (addresses.cc)
constexpr unsigned kStoryTimeout_s = 5;  // a story takes a millisecond, and its waits

// Gives each story its ports, and a new namespace when they are used up.
class Places {
 public:
  Places(bool isolate, const grid::Environment& environment)
      : per_namespace_(isolate ? 1 : kStoriesPerNamespace),
        used_(per_namespace_),
        environment_(environment) {}

  // The lowest port of the next story; 0 if there is none.
  grid::Port next() {
    const bool full = next_ + kPortsPerStory > kEndOfExplicit;
    if (environment_.namespaces && (full || used_ >= per_namespace_)) {
      if (!grid::sys::enter_new_namespace()) return 0;
      grid::sys::set_port_range(kLowestAutomatic, kHighestAutomatic);
      has_global_ = grid::sys::add_global_addresses();
      next_ = kLowestExplicit;
      used_ = 0;
    } else if (full) {
      return 0;
    }
    ++used_;
    const grid::Port base = next_;
    next_ = static_cast<grid::Port>(next_ + kPortsPerStory);
    return base;
  }

  bool has_global() const { return has_global_; }

 private:
  std::size_t per_namespace_;
  std::size_t used_;  // in this namespace; the first story gets a new one
  const grid::Environment& environment_;
  grid::Port next_ = kLowestExplicit;
  bool has_global_ = false;
};

unsigned timeout_of(const Arguments& arguments) {
  if (arguments.timeout_s > 0) return static_cast<unsigned>(arguments.timeout_s);
  return kStoryTimeout_s + static_cast<unsigned>(arguments.max_wait_ms) / 1000 * kMaxSteps;
}

// Whether the system keeps to the range of automatic ports that was set: gVisor takes it without an error and
// goes on as before. Elsewhere so many ports are in the range by chance less than once in 10^8 times.
bool keeps_to_range() {
  constexpr int kTries = 8;
  bool keeps = true;
  for (int i = 0; i < kTries && keeps; ++i) {
    grid::Handle socket = grid::kNoHandle;
    grid::SocketAddress address = grid::socket_address(grid::Address::lo4, 0);
    keeps = grid::raw::open(socket, grid::Family::ipv4, grid::Protocol::udp) == grid::Result::ok &&
            grid::raw::bind(socket, address) == grid::Result::ok &&
            grid::raw::local_address(socket, address) == grid::Result::ok &&
            grid::port_of(address) >= kLowestAutomatic;
    if (socket != grid::kNoHandle) grid::raw::close(socket);
  }
  return keeps;
}

WorldSettings world_settings(const Arguments& arguments, const grid::Environment& environment, std::FILE* out,
                             int processor) {
  WorldSettings settings;
  settings.processor = pin_to_processor(processor);
  settings.settle_ms = arguments.settle_ms;
  settings.max_wait_ms = arguments.max_wait_ms;
  settings.has_port_range = environment.port_range && keeps_to_range();
  settings.stack_in_process = arguments.process_per_story;
  if (arguments.transcript)
    settings.transcript = [out](const std::string& line) { std::fprintf(out, "# %s\n", line.c_str()); };
  return settings;
}

}  // namespace

std::size_t run_stories(const std::vector<Story>& stories, std::size_t start, std::size_t end,
                        const Arguments& arguments, const grid::Environment& environment, std::FILE* out,
                        Progress* progress, int processor) {
  Places places(arguments.isolate, environment);
  auto world = std::make_unique<World>(world_settings(arguments, environment, out, processor));
  for (std::size_t i = start; i < end; ++i) {
    const grid::Port base = places.next();
    if (base == 0) return i - start;
    watch_story(timeout_of(arguments));
    const std::string answers = world->run(stories[i], base, places.has_global());
    // Flushed at once: if the system dies in a story, the lines show which one.
    const bool printed = arguments.benchmark ||
                         (std::fprintf(out, "%zu %s\n", i, answers.c_str()) >= 0 && std::fflush(out) == 0);
    if (!printed) return i - start;
    *progress = i + 1;
  }
  watch_story(0);
  if (arguments.process_per_story) std::ignore = world.release();  // its threads may wait for ever
  return end - start;
}

}  // namespace explorer
