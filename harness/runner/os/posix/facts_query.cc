// Queries the facts in a process of its own, which has the isolation of a case, and reads its answer from a pipe: one
// line with the isolation, then one per fact, "vNAME=VALUE" or, for a setting, "sNAME=VALUE".
#include "runner/facts_query.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>

#include "probe/core/pipe.h"
#include "runner/os/posix/descriptor.h"

namespace runner {
namespace {

constexpr char kValue = 'v';
constexpr char kSetting = 's';

std::string text_of(const IsolatedFacts& answer) {
  std::string text = name_of(answer.isolation) + "\n";
  for (const auto& [name, value] : answer.facts.values) text += kValue + name + "=" + value + "\n";
  for (const auto& [name, value] : answer.facts.settings) text += kSetting + name + "=" + value + "\n";
  return text;
}

[[noreturn]] void answer_and_exit(const RunOptions& options, int fd) {
  std::string text;
  try {
    const Isolation isolation = isolate(options.isolation);
    text = text_of({ask_facts(), isolation});
  } catch (const std::exception& error) {
    text = error.what();
  }
  probe::write_pipe(fd, text);
  ::_exit(0);
}

Isolation isolation_in_answer(const std::string& line) {
  const auto isolation = isolation_named(line);
  if (!isolation || *isolation == Isolation::automatic)
    throw std::runtime_error("a network stack per case is unavailable: " + line);
  return *isolation;
}

void add_line(const std::string& line, Facts* facts) {
  const std::size_t equals = line.find('=');
  if (equals == std::string::npos) return;
  auto& values = line[0] == kValue ? facts->values : facts->settings;
  values[line.substr(1, equals - 1)] = line.substr(equals + 1);
}

IsolatedFacts facts_in(const std::string& text) {
  std::size_t end = text.find('\n');
  IsolatedFacts answer;
  answer.isolation = isolation_in_answer(text.substr(0, end));
  while (end != std::string::npos && end + 1 < text.size()) {
    const std::size_t start = end + 1;
    end = text.find('\n', start);
    add_line(text.substr(start, end - start), &answer.facts);
  }
  return answer;
}

}  // namespace

IsolatedFacts query_facts(const RunOptions& options) {
  Pipe pipe = make_pipe();
  const bool is_root = ::geteuid() == 0;
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (pid == 0) answer_and_exit(options, pipe.write_end.get());
  pipe.write_end.close();
  const std::string text = read_to_end(pipe.read_end.get());
  ::waitpid(pid, nullptr, 0);
  return with_run_facts(facts_in(text), options, is_root);
}

}  // namespace runner
