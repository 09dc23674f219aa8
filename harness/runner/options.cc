#include "runner/options.h"

#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

namespace runner {
namespace {

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

Isolation isolation_from(const std::string& name) {
  for (const Isolation way : {Isolation::automatic, Isolation::network_namespace,
                              Isolation::user_network_namespace, Isolation::none})
    if (name == name_of(way)) return way;
  throw std::invalid_argument("--isolate takes auto, netns, user-netns or none, not " + name);
}

int number_from(const std::string& option, const std::string& text) {
  std::size_t used = 0;
  int number = 0;
  try {
    number = std::stoi(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (used == 0 || used != text.size() || number < 0)
    throw std::invalid_argument(option + " takes a whole number, not " + text);
  return number;
}

}  // namespace

const char kUsage[] =
    "usage: PROGRAM [--list | --facts | --records] [options]\n"
    "  (nothing)           run the cases and say what happened\n"
    "  --list              the ids of the cases in this program\n"
    "  --facts             what this platform says of itself, as JSON\n"
    "  --records           a run as JSON Lines on standard output\n"
    "  --case ID           only this case (may be repeated)\n"
    "  --cases-from FILE   only the cases in FILE, one id a line, in that order (- for standard input)\n"
    "  --platform NAME     the platform's name in the run\n"
    "  --stack NAME        the stack that must answer, or the controls fail (linux, gvisor, lwip, winsock, "
    "freebsd ...)\n"
    "  --jobs N            cases working at the same time; waiting ones do not count\n"
    "  --isolate WAY       auto, netns, user-netns or none\n"
    "  --repeat N          every case N times\n"
    "  --timeout SECONDS   bound of a case's own work, announced waits not counted\n"
    "  --long-waits        bounds in hours, for a platform whose clock jumps over idle time\n"
    "  --share-process     one process for many cases, one after the other, where starting processes is "
    "dear\n"
    "  --helpers-share-memory  start helper processes without copying the case's memory, where that is dear\n"
    "  --exec              start each case as a program rather than by fork\n"
    "  --announce          a line {\"start\":ID} before each case, for who must know which one took the "
    "machine down\n"
    "  --with-parent       end when standard input ends\n"
    "  --seed TEXT         noted in the run's facts\n"
    "  --gtest_...         GoogleTest's own command line; its report carries the same values\n";

RunOptions options_from(int argc, char** argv) {
  RunOptions options;
  options.self = argv[0];
  const std::map<std::string, Mode> modes = {
      {"--list", Mode::list}, {"--facts", Mode::facts}, {"--records", Mode::records}};
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    const auto value = [&]() -> std::string {
      if (i + 1 >= argc) throw std::invalid_argument(option + " needs a value");
      return argv[++i];
    };
    if (const auto mode = modes.find(option); mode != modes.end()) {
      options.mode = mode->second;
    } else if (option.rfind("--gtest_", 0) == 0) {
      options.mode = Mode::googletest;
    } else if (option == "--alone") {
      options.mode = Mode::alone;
      options.only_case = value();
    } else if (option == "--helper") {
      options.mode = Mode::helper;
      options.calls = number_from(option, value());
      options.results = number_from(option, value());
    } else if (option == "--link") {
      options.link = number_from(option, value());
    } else if (option == "--bell") {
      options.bell = number_from(option, value());
    } else if (option == "--case") {
      options.cases.push_back(value());
    } else if (option == "--cases-from") {
      options.cases = lines_of_file(value());
    } else if (option == "--platform") {
      options.platform = value();
    } else if (option == "--stack") {
      options.stack = value();
    } else if (option == "--jobs") {
      options.jobs = static_cast<unsigned>(std::max(1, number_from(option, value())));
    } else if (option == "--isolate") {
      options.isolation = isolation_from(value());
    } else if (option == "--repeat") {
      options.repeat = std::max(1, number_from(option, value()));
    } else if (option == "--timeout") {
      options.timeout = number_from(option, value());
    } else if (option == "--seed") {
      options.seed = value();
    } else if (option == "--long-waits") {
      options.time_is_warped = true;
    } else if (option == "--share-process") {
      options.share_process = true;
    } else if (option == "--helpers-share-memory") {
      options.helpers_share_memory = true;
    } else if (option == "--own-stack") {
      options.stack_is_private = true;
    } else if (option == "--exec") {
      options.by_exec = true;
    } else if (option == "--announce") {
      options.announce = true;
    } else if (option == "--with-parent") {
      options.with_parent = true;
    } else {
      throw std::invalid_argument("there is no option " + option);
    }
  }
  return options;
}

}  // namespace runner
