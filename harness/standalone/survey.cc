#include "standalone/survey.h"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "runner/output.h"
#include "runner/run.h"
#include "runner/selection.h"
#include "standalone/run_file.h"
#include "standalone/summary.h"

namespace standalone {
namespace {

constexpr std::size_t kProgressLines = 20;

std::string fact(const runner::Facts& facts, const std::string& name) {
  const auto found = facts.values.find(name);
  return found == facts.values.end() ? "unknown" : found->second;
}

// As the harness names a machine: the stack, and the release up to its first hyphen ("linux-6.1.0",
// "freebsd-14.0"). Wine says that it is one Windows or another; what answers is Wine.
std::string platform_name(const runner::Facts& facts) {
  const bool is_wine = facts.values.count("wine") != 0;
  const std::string release = fact(facts, is_wine ? "wine" : "release");
  std::string name = (is_wine ? "wine" : fact(facts, "stack")) + "-" + release.substr(0, release.find('-'));
  for (char& c : name)
    if (std::string("/\\:*?\"<>| ").find(c) != std::string::npos) c = '-';
  return name;
}

void add_origin(const SurveyOptions& options, runner::Facts* facts) {
  facts->values["program_version"] = options.version;
  if (!options.by.empty()) facts->values["contributed_by"] = options.by;
  if (!options.how.empty()) facts->values["contributed_how"] = options.how;
}

class Progress {
 public:
  explicit Progress(std::size_t total)
      : total_(total), step_(std::max<std::size_t>(1, total / kProgressLines)) {}

  void advance() {
    if (++done_ % step_ != 0 && done_ != total_) return;
    const auto seconds = static_cast<long long>(std::time(nullptr) - began_);
    runner::print("  " + std::to_string(done_) + " of " + std::to_string(total_) + ", " +
                  std::to_string(seconds) + " s\n");
  }

 private:
  std::size_t total_;
  std::size_t step_;
  std::size_t done_ = 0;
  std::time_t began_ = std::time(nullptr);
};

std::string closing(const std::string& path) {
  return "\nThe run is in " + path +
         ".\n"
         "To send it in: look through it (it holds loopback addresses, port numbers, the system's version "
         "and\n"
         "settings), and attach it unchanged to an issue of the project with the form \"Contributed run\", "
         "or\n"
         "to a pull request that adds it to results/contributed. State the machine, the settings that "
         "differ\n"
         "from the system's defaults, and whether you are root.\n";
}

std::string opening(const runner::Prepared& prepared, std::size_t cases, const std::string& path) {
  return "addrinuse " + fact(prepared.facts, "program_version") + " on " + fact(prepared.facts, "sysname") +
         " " + fact(prepared.facts, "release") + ", " + fact(prepared.facts, "machine") + ": " +
         std::to_string(cases) +
         " observations.\nSome wait for minutes. "
         "Ctrl-C ends the run; " +
         path + " keeps what was observed.\n";
}

}  // namespace

int survey(const SurveyOptions& options) {
  const std::vector<std::string> ids = runner::selected_ids(runner::all_ids(), options.run.cases);
  runner::Prepared prepared = runner::prepare(options.run);
  add_origin(options, &prepared.facts);
  if (prepared.options.platform == runner::RunOptions().platform)
    prepared.options.platform = platform_name(prepared.facts);
  RunFile file(options.output, prepared.options.platform);
  file.append(runner::header_line(prepared.options, prepared.facts));
  runner::print(opening(prepared, ids.size(), file.path()));
  Summary summary;
  Progress progress(ids.size());
  runner::Run run(prepared.options, [&](const runner::Observation& observation) {
    file.append(runner::observation_line(observation, false));
    summary.add(observation);
    progress.advance();
  });
  run.observe(ids);
  file.append(runner::footer_line(run.count()));
  runner::print("\n" + summary.text() + closing(file.path()));
  return summary.is_clean() ? 0 : 1;
}

}  // namespace standalone
