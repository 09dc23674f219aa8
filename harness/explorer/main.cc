#include "explorer/main.h"

#include <cstdio>
#include <fstream>
#include <iostream>

#include "explorer/run.h"
#include "grid/core/system.h"

namespace explorer {
namespace {

constexpr int kComplete = 0;
constexpr int kEndedEarly = 1;
constexpr int kBadInput = 2;
constexpr std::string_view kResultHeader = "addrinuse-story-answers 1";

struct Input {
  std::vector<Story> stories;
  std::string error;
};

int fail(const std::string& reason) {
  std::fprintf(stderr, "addrinuse-explorer: %s. Run it with --help to see the options.\n", reason.c_str());
  return kBadInput;
}

std::string header_error(const std::string& line) {
  if (line == kStoryHeader) return {};
  const std::string_view name = kStoryHeader.substr(0, kStoryHeader.find(' '));
  const std::string expected = "this program reads \"" + std::string(kStoryHeader) + "\"";
  if (line.compare(0, name.size(), name) != 0)
    return "the first line names no version of stories; " + expected;
  return "the stories are of another version, \"" + line + "\"; " + expected;
}

Input read_stories(std::istream& stream) {
  Input input;
  std::string line;
  std::getline(stream, line);
  input.error = header_error(line);
  for (std::size_t number = 2; input.error.empty() && std::getline(stream, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    input.stories.push_back(parse_story(line));
    const std::string& error = input.stories.back().error;
    if (!error.empty()) input.error = "line " + std::to_string(number) + ", " + error;
  }
  return input;
}

Input read_input(const Arguments& arguments) {
  if (arguments.file.empty() || arguments.file == "-") return read_stories(std::cin);
  std::ifstream file(arguments.file);
  if (file) return read_stories(file);
  Input input;
  input.error = "the file \"" + arguments.file + "\" cannot be read";
  return input;
}

const char* yes(bool value) { return value ? "yes" : "no"; }

void print_header(const grid::Environment& here) {
  std::printf("%s system=%s release=%s namespaces=%s users=%s ipv6=%s port-range=%s\n",
              std::string(kResultHeader).c_str(), here.system.c_str(), here.release.c_str(),
              yes(here.namespaces), here.other_user ? "2" : "1", yes(here.ipv6), yes(here.port_range));
  std::fflush(stdout);  // if the first story ends the process, it shows at least that the program ran
}

void print_speed(std::size_t stories, double seconds) {
  std::printf("%zu stories in %.2f s: %.0f stories a minute\n", stories, seconds,
              static_cast<double>(stories) * 60 / seconds);
}

// Finds out where this is, and prints it. A stack in a library is started by the first socket and does not
// survive fork(): then another process does it, and this one never has a socket.
grid::Environment introduce(const Arguments& arguments) {
  grid::Environment here;
  const auto find = [&] {
    here = grid::find_environment(true);
    if (!arguments.benchmark) print_header(here);
  };
  if (arguments.process_per_story)
    in_process(find);
  else
    find();
  return here;
}

int run_all(const Input& input, const Arguments& arguments) {
  const grid::Environment here = introduce(arguments);
  const double start = grid::sys::seconds_now();
  const std::size_t run = run_in_processes(input.stories, arguments, here, stdout);
  const bool complete = run == input.stories.size();
  if (arguments.benchmark)
    print_speed(run, grid::sys::seconds_now() - start);
  else
    std::printf("%s %zu\n", complete ? "end" : "stopped", run);
  const bool written = std::fflush(stdout) == 0;
  if (complete && written) return kComplete;
  std::fprintf(stderr, "addrinuse-explorer: ended after %zu of %zu stories: %s.\n", run, input.stories.size(),
               written ? "the ports are used up, or a process died" : "the answers cannot be written");
  return kEndedEarly;
}

}  // namespace

int explorer_main(int argc, char** argv) {
  const Arguments arguments = parse_arguments(argc, argv);
  if (!arguments.error.empty()) return fail(arguments.error);
  if (arguments.help) {
    std::fputs(kUsage, stdout);
    return kComplete;
  }
  const Input input = read_input(arguments);
  return input.error.empty() ? run_all(input, arguments) : fail(input.error);
}

}  // namespace explorer
