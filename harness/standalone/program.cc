// The released program. Without arguments it surveys this system; --grid scans the grid; everything else is
// as every program with cases has it (runner/options.h).
#include "runner/program.h"

#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "grid/main.h"
#include "probe/core/argument_pointers.h"
#include "runner/options.h"
#include "runner/output.h"
#include "standalone/survey.h"

namespace {

constexpr const char* kUsage =
    "usage: addrinuse-cases [options]        survey this system: run the cases, write a run file\n"
    "       addrinuse-cases --grid [options] write the grid to standard output (--grid --help)\n"
    "  --output FILE           the run file (default: named by the platform, in the current folder)\n"
    "  --by TEXT               who runs it, for the run file\n"
    "  --how TEXT              the machine and its settings, for the run file\n"
    "  --version               the version\n\n"
    "What every program with cases takes:\n";

bool has(const std::vector<std::string>& words, const char* word) {
  for (const std::string& one : words)
    if (one == word) return true;
  return false;
}

// Takes an option and its value out of the words.
std::string taken(const char* flag, std::vector<std::string>* words) {
  for (std::size_t i = 1; i < words->size(); ++i) {
    if ((*words)[i] != flag) continue;
    if (i + 1 == words->size()) throw std::invalid_argument(std::string(flag) + " needs a value");
    std::string value = (*words)[i + 1];
    words->erase(words->begin() + static_cast<std::ptrdiff_t>(i),
                 words->begin() + static_cast<std::ptrdiff_t>(i) + 2);
    return value;
  }
  return "";
}

// The options of every program with cases, without the line of usage before them. GoogleTest would put its own
// sixty lines first.
std::string common_options() {
  const std::string text = runner::usage();
  return text.substr(text.find('\n') + 1);
}

standalone::SurveyOptions survey_options(std::vector<std::string> words) {
  standalone::SurveyOptions options;
  options.version = ADDRINUSE_VERSION;
  options.output = taken("--output", &words);
  options.by = taken("--by", &words);
  options.how = taken("--how", &words);
  options.run = runner::options_from(static_cast<int>(words.size()), probe::argument_pointers(words).data());
  if (options.run.mode == runner::Mode::report && options.run.repeat != 1)
    throw std::invalid_argument("--repeat is for --records only: a run file has each observation once");
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (argc > 1 && words[1] == "--grid") return grid::grid_main(argc - 1, argv + 1);
  return runner::guarded(argv[0], [&] {
    if (has(words, "--version")) {
      runner::print("addrinuse " ADDRINUSE_VERSION "\n");
      return 0;
    }
    if (has(words, "--help")) {
      runner::print(kUsage + common_options());
      return 0;
    }
    const standalone::SurveyOptions options = survey_options(words);
    if (options.run.mode == runner::Mode::report) return standalone::survey(options);
    return runner::runner_main(argc, argv);
  });
}
