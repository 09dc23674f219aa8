#include "explorer/arguments.h"

#include <charconv>

namespace explorer {

const char* const kUsage =
    R"(usage: addrinuse-explorer [options] [FILE]
Runs the stories of FILE or of standard input, and prints a line of answers for each.
  --jobs N        processes, each in a network namespace of its own (1)
  --isolate       a network namespace for every story (default: for a thousand, on ports of their own)
  --process-per-story   a process for every story, for stacks that are part of the process (lwIP)
  --settle MS     wait after each step for what the system does later (0)
  --max-wait MS   make waits up to this long; others answer "-" (0)
  --timeout S     end a story that takes longer (5 s and its waits)
  --transcript    print every call in words
  --benchmark     print only how many stories a minute were run
  --help          print this
)";

namespace {

bool set_switch(Arguments& arguments, const std::string& word) {
  if (word == "--isolate") return arguments.isolate = true;
  if (word == "--process-per-story") return arguments.process_per_story = true;
  if (word == "--transcript") return arguments.transcript = true;
  if (word == "--benchmark") return arguments.benchmark = true;
  if (word == "--help") return arguments.help = true;
  return false;
}

int* number_of(Arguments& arguments, const std::string& word) {
  if (word == "--jobs") return &arguments.jobs;
  if (word == "--settle") return &arguments.settle_ms;
  if (word == "--max-wait") return &arguments.max_wait_ms;
  if (word == "--timeout") return &arguments.timeout_s;
  return nullptr;
}

bool is_number(const std::string& text, int& number) {
  const char* end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && parsed == end && number >= 0;
}

}  // namespace

Arguments parse_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc && arguments.error.empty(); ++i) {
    const std::string word = argv[i];
    if (set_switch(arguments, word)) continue;
    if (int* number = number_of(arguments, word)) {
      const std::string value = i + 1 < argc ? argv[++i] : "";
      if (!is_number(value, *number)) arguments.error = word + " takes a number, not \"" + value + "\"";
    } else if (word.substr(0, 2) == "--") {
      arguments.error = "unknown option \"" + word + "\"";
    } else if (!arguments.file.empty()) {
      arguments.error = "one file of stories is read, and \"" + word + "\" is a second one";
    } else {
      arguments.file = word;
    }
  }
  if (arguments.jobs < 1 || arguments.jobs > 64) arguments.error = "--jobs takes a number from 1 to 64";
  return arguments;
}

}  // namespace explorer
