#include "grid/arguments.h"

#include <charconv>
#include <functional>
#include <map>

namespace grid {

const char* const kUsage =
    R"(usage: addrinuse-grid [options]
Scans the grid of this system and prints it as CSV.
  --plan core|full      which cells (core)
  --cells PATTERNS      only cells whose names fit one of the patterns (by commas; * and ? as in a shell)
  --select FIELD=VALUE  only cells with these values; several fields separated by commas, values by |
  --order ORDER         forward, reverse or shuffled:SEED; the output is always in the plan's order
  --users 0|1           whether to ask as another user, too (1)
  --receivers 0|1       whether to ask who receives (1)
  --reuse 0|1           whether sockets serve the next cell if the last one left nothing behind (1; Linux)
  --slice K/N           only the K-th of N equal parts of these cells, K from 1 (1/1)
  --every N             only one of N of these cells, all over the plan (1)
  --jobs N              processes, each in a network namespace of its own (1; Linux)
  --list                print the names of the cells instead
  --replay CELL         print each call of one cell: its name, its line of the CSV, or FIELD=VALUE,...
  --benchmark           print cells per second of each group instead
  --help                print this
)";

namespace {

using Setter = std::function<std::string(Arguments&, const std::string&)>;

std::string set_flag(bool& flag, const std::string& value) {
  if (value != "0" && value != "1") return "takes 0 or 1";
  flag = value == "1";
  return {};
}

std::string set_plan(Arguments& arguments, const std::string& value) {
  if (value != "core" && value != "full") return "takes core or full";
  arguments.plan = value;
  return {};
}

std::string set_order(Arguments& arguments, const std::string& value) {
  const auto order = order_named(value);
  if (!order) return "takes forward, reverse or shuffled:SEED";
  arguments.order = *order;
  return {};
}

std::string set_jobs(Arguments& arguments, const std::string& value) {
  constexpr unsigned kMost = 64;
  const char* end = value.data() + value.size();
  const auto [parsed, error] = std::from_chars(value.data(), end, arguments.jobs);
  const bool valid = error == std::errc() && parsed == end && arguments.jobs >= 1 && arguments.jobs <= kMost;
  return valid ? "" : "takes a number from 1 to 64";
}

// "2/4": the second of four parts.
std::string set_slice(Arguments& arguments, const std::string& value) {
  const char* const end = value.data() + value.size();
  const auto [slash, part_error] = std::from_chars(value.data(), end, arguments.slice);
  const bool has_slash = part_error == std::errc() && slash != end && *slash == '/';
  if (!has_slash) return "takes K/N";
  const auto [parsed, error] = std::from_chars(slash + 1, end, arguments.slices);
  const bool valid =
      error == std::errc() && parsed == end && arguments.slice >= 1 && arguments.slice <= arguments.slices;
  return valid ? "" : "takes K/N with K from 1 to N";
}

std::string set_every(Arguments& arguments, const std::string& value) {
  const char* const end = value.data() + value.size();
  const auto [parsed, error] = std::from_chars(value.data(), end, arguments.every);
  const bool valid = error == std::errc() && parsed == end && arguments.every >= 1;
  return valid ? "" : "takes a number from 1";
}

std::string set_fields(Arguments& arguments, const std::string& value) {
  arguments.fields = value;
  return arguments.selection.add_fields(value);
}

const std::map<std::string, Setter>& setters() {
  static const std::map<std::string, Setter> kSetters = {
      {"--plan", set_plan},
      {"--order", set_order},
      {"--jobs", set_jobs},
      {"--slice", set_slice},
      {"--every", set_every},
      {"--select", set_fields},
      {"--cells",
       [](Arguments& arguments, const std::string& value) {
         arguments.selection.add_patterns(value);
         return std::string();
       }},
      {"--users",
       [](Arguments& arguments, const std::string& value) { return set_flag(arguments.users, value); }},
      {"--reuse",
       [](Arguments& arguments, const std::string& value) { return set_flag(arguments.reuse, value); }},
      {"--receivers",
       [](Arguments& arguments, const std::string& value) { return set_flag(arguments.receivers, value); }},
      {"--replay",
       [](Arguments& arguments, const std::string& value) {
         arguments.replay = value;
         return std::string(value.empty() ? "takes the name of a cell" : "");
       }},
  };
  return kSetters;
}

bool set_switch(Arguments& arguments, const std::string& word) {
  if (word == "--list") return arguments.list = true;
  if (word == "--benchmark") return arguments.benchmark = true;
  if (word == "--help") return arguments.help = true;
  return false;
}

}  // namespace

Arguments parse_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc && arguments.error.empty(); ++i) {
    std::string word = argv[i];
    if (set_switch(arguments, word)) continue;
    const std::size_t equals = word.find('=');
    const bool joined = equals != std::string::npos;
    const std::string name = word.substr(0, equals);
    const auto setter = setters().find(name);
    if (setter == setters().end()) {
      arguments.error = "unknown option \"" + name + "\"";
    } else if (!joined && i + 1 >= argc) {
      arguments.error = name + " needs a value";
    } else {
      const std::string wrong = setter->second(arguments, joined ? word.substr(equals + 1) : argv[++i]);
      if (!wrong.empty()) arguments.error.append(name).append(": ").append(wrong);
    }
  }
  return arguments;
}

}  // namespace grid
