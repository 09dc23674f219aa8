#include "runner/options.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace runner {
namespace {

constexpr double kMinTimeout = 0.001;
constexpr double kMaxTimeout = 1e6;

// The command line as it is read: the option at hand, and its values.
struct Arguments {
  std::string flag;
  std::vector<std::string> values;
  const std::string& value() const { return values[0]; }
};

struct OptionSpec {
  const char* flag;
  std::vector<const char*> values;  // their names in the usage text; empty: the option has none
  void (*set)(RunOptions*, const Arguments&);
  const char* help;  // nullptr: an internal option, with which the program starts itself
};

std::vector<std::string> lines_of(std::istream& in) {
  std::vector<std::string> lines;
  std::string line;
  while (std::getline(in, line))
    if (!line.empty()) lines.push_back(line);
  return lines;
}

std::vector<std::string> lines_of_file(const std::string& path) {
  if (path == "-") return lines_of(std::cin);
  std::ifstream file(path);
  if (!file) throw std::invalid_argument("cannot read " + path);
  return lines_of(file);
}

Isolation isolation_from(const Arguments& arguments) {
  const auto isolation = isolation_named(arguments.value());
  if (isolation) return *isolation;
  throw std::invalid_argument(arguments.flag + " takes auto, netns, user-netns, vnet or none, not " +
                              arguments.value());
}

int number_from(const std::string& flag, const std::string& text) {
  std::size_t used = 0;
  int number = 0;
  try {
    number = std::stoi(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (used == 0 || used != text.size() || number < 0)
    throw std::invalid_argument(flag + " takes a whole number, not " + text);
  return number;
}

// Decimal only: strtod() would take "nan", "inf" and hexadecimal numbers too.
double seconds_from(const Arguments& arguments) {
  const std::string& text = arguments.value();
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  const bool is_decimal =
      !text.empty() && text.find_first_not_of("0123456789.eE+-") == std::string::npos && *end == '\0';
  if (!is_decimal || !std::isfinite(seconds) || seconds < kMinTimeout || seconds > kMaxTimeout)
    throw std::invalid_argument(arguments.flag +
                                " takes seconds from 0.001 to 1000000, such as 60 or 2.5, not " +
                                (text.empty() ? "an empty text" : text));
  return seconds;
}

const std::vector<OptionSpec>& option_table() {
  static const std::vector<OptionSpec> table = {
      {"--list",
       {},
       [](RunOptions* o, const Arguments&) { o->mode = Mode::list; },
       "the ids of the cases in this program"},
      {"--facts",
       {},
       [](RunOptions* o, const Arguments&) { o->mode = Mode::facts; },
       "the facts of this platform, as JSON"},
      {"--records",
       {},
       [](RunOptions* o, const Arguments&) { o->mode = Mode::records; },
       "a run as JSON Lines on standard output"},
      {"--help", {}, [](RunOptions* o, const Arguments&) { o->mode = Mode::help; }, "this text"},
      {"--case",
       {"ID"},
       [](RunOptions* o, const Arguments& a) { o->cases.push_back(a.value()); },
       "only this case (may be repeated); TOPIC/NAME without a variant: all its variants"},
      {"--cases-from",
       {"FILE"},
       [](RunOptions* o, const Arguments& a) { o->cases = lines_of_file(a.value()); },
       "only the cases in FILE, one id a line, in that order (- for standard input)"},
      {"--platform",
       {"NAME"},
       [](RunOptions* o, const Arguments& a) { o->platform = a.value(); },
       "the platform's name in the run"},
      {"--stack",
       {"NAME"},
       [](RunOptions* o, const Arguments& a) { o->stack = a.value(); },
       "the stack that must answer, or the controls fail (linux, gvisor, lwip, winsock, freebsd ...)"},
      {"--jobs",
       {"N"},
       [](RunOptions* o, const Arguments& a) {
         o->jobs = static_cast<unsigned>(std::max(1, number_from(a.flag, a.value())));
       },
       "cases working at the same time; waiting ones do not count"},
      {"--isolate",
       {"WAY"},
       [](RunOptions* o, const Arguments& a) { o->isolation = isolation_from(a); },
       "auto, netns, user-netns, vnet or none"},
      {"--repeat",
       {"N"},
       [](RunOptions* o, const Arguments& a) { o->repeat = std::max(1, number_from(a.flag, a.value())); },
       "every case N times"},
      {"--timeout",
       {"SECONDS"},
       [](RunOptions* o, const Arguments& a) { o->timeout = seconds_from(a); },
       "time limit of a case's own work, announced waits not counted; fractions are allowed"},
      {"--long-waits",
       {},
       [](RunOptions* o, const Arguments&) { o->time_is_warped = true; },
       "timeouts in hours, for a platform whose clock jumps over idle time"},
      {"--share-process",
       {},
       [](RunOptions* o, const Arguments&) { o->share_process = true; },
       "one process for many cases, one after the other, if starting processes is slow"},
      {"--helpers-share-memory",
       {},
       [](RunOptions* o, const Arguments&) { o->helpers_share_memory = true; },
       "start helper processes without copying the case's memory, if that is slow"},
      {"--exec",
       {},
       [](RunOptions* o, const Arguments&) { o->exec_each = true; },
       "start each case as a program instead of by fork"},
      {"--announce",
       {},
       [](RunOptions* o, const Arguments&) { o->announce = true; },
       "a line {\"start\":ID} before each case, to know which one crashed the machine"},
      {"--with-parent",
       {},
       [](RunOptions* o, const Arguments&) { o->with_parent = true; },
       "end when standard input ends"},
      {"--seed",
       {"TEXT"},
       [](RunOptions* o, const Arguments& a) { o->seed = a.value(); },
       "recorded in the run's facts"},
      // Internal: the program starts itself with them (case_arguments(), probe/net/process.h).
      {"--in-process",
       {"ID"},
       [](RunOptions* o, const Arguments& a) {
         o->mode = Mode::in_process;
         o->only_case = a.value();
       },
       nullptr},
      {"--channel",
       {"HANDLE"},
       [](RunOptions* o, const Arguments& a) { o->channel = number_from(a.flag, a.value()); },
       nullptr},
      {"--wakeup",
       {"HANDLE"},
       [](RunOptions* o, const Arguments& a) { o->wakeup = number_from(a.flag, a.value()); },
       nullptr},
      {"--own-stack", {}, [](RunOptions* o, const Arguments&) { o->stack_is_private = true; }, nullptr},
      {"--helper",
       {"CALLS", "RESULTS"},
       [](RunOptions* o, const Arguments& a) {
         o->mode = Mode::helper;
         o->calls = number_from(a.flag, a.values[0]);
         o->results = number_from(a.flag, a.values[1]);
       },
       nullptr},
  };
  return table;
}

const OptionSpec& option_named(const std::string& flag) {
  for (const OptionSpec& option : option_table())
    if (flag == option.flag) return option;
  throw std::invalid_argument("there is no option " + flag);
}

std::string usage_line(const OptionSpec& option) {
  constexpr std::size_t kHelpColumn = 26;
  std::string line = std::string("  ") + option.flag;
  for (const char* value : option.values) line += std::string(" ") + value;
  line.resize(std::max(line.size() + 2, kHelpColumn), ' ');
  return line + option.help + "\n";
}

}  // namespace

RunOptions options_from(int argc, char** argv) {
  RunOptions options;
  options.self = argv[0];
  for (int i = 1; i < argc; ++i) {
    Arguments arguments{argv[i], {}};
    if (arguments.flag.rfind("--gtest_", 0) == 0) {
      options.mode = Mode::googletest;
      continue;
    }
    const OptionSpec& option = option_named(arguments.flag);
    for (const auto& value : option.values) {
      if (i + 1 >= argc) throw std::invalid_argument(arguments.flag + " needs a value: " + value);
      arguments.values.emplace_back(argv[++i]);
    }
    option.set(&options, arguments);
  }
  return options;
}

std::vector<std::string> case_arguments(const RunOptions& options, const std::string& id, long long channel,
                                        long long wakeup) {
  std::vector<std::string> words = {options.self, "--in-process", id, "--channel", std::to_string(channel)};
  if (wakeup >= 0) words.insert(words.end(), {"--wakeup", std::to_string(wakeup)});
  if (!options.stack.empty()) words.insert(words.end(), {"--stack", options.stack});
  if (options.time_is_warped) words.emplace_back("--long-waits");
  if (options.stack_is_private) words.emplace_back("--own-stack");
  return words;
}

std::string usage() {
  std::string text =
      "usage: PROGRAM [--list | --facts | --records] [options]\n"
      "  (nothing)               run the cases and report what was observed\n";
  for (const OptionSpec& option : option_table())
    if (option.help != nullptr) text += usage_line(option);
  return text +
         "  --gtest_...             GoogleTest's own command line; its report carries the same values\n";
}

}  // namespace runner
