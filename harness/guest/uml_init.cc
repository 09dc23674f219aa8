// The first program of a User-Mode-Linux guest. Its root is a folder of the machine that started it (hostfs), so that the
// order and the output are files there: `words` (the program's arguments, each ended by a zero byte), `input` (its standard
// input), `seed`, `program`; `output` (what the program prints) and, at the end, `status` (its wait status).
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "guest/prepare.h"

namespace {

constexpr char kProgram[] = "/program";
constexpr char kInput[] = "/input";

std::vector<std::string> arguments() {
  const std::string text = guest::text_of("/words");
  std::vector<std::string> words;
  for (std::size_t at = 0, end; (end = text.find('\0', at)) != std::string::npos; at = end + 1)
    words.push_back(text.substr(at, end - at));
  return words;
}

void seed_from_order() {
  const std::string seed = guest::text_of("/seed");
  if (seed.size() != guest::kSeedBytes) {
    errno = EINVAL;
    guest::give_up("/seed");
  }
  guest::seed_random_numbers(reinterpret_cast<const unsigned char*>(seed.data()));
}

// Every write to a file of hostfs is in the host's file when it returns: what was printed outlives a panic.
[[noreturn]] void run_program() {
  const int output = ::open("/output", O_WRONLY | O_APPEND);
  if (output < 0 || ::dup2(output, STDOUT_FILENO) < 0) ::_exit(126);
  guest::become_program(kProgram, kInput, arguments(), {});
}

int status_of(pid_t program) {
  int status = 0;
  for (pid_t ended; (ended = ::wait(&status)) != program;) {  // others are orphans
    if (ended < 0 && errno != EINTR) guest::give_up("waiting for the program");
  }
  return status;
}

}  // namespace

int main() {
  guest::mount_file_systems();
  if (::mount("tmpfs", "/tmp", "tmpfs", 0, nullptr) != 0) guest::give_up("mounting /tmp");
  guest::disable_periodic_work();
  guest::check_namespaces();
  guest::configure_network();
  const rlimit files{65536, 65536};
  ::setrlimit(RLIMIT_NOFILE, &files);
  seed_from_order();
  const pid_t program = ::fork();
  if (program < 0) guest::give_up("fork");
  if (program == 0) run_program();
  guest::write_text("/status", std::to_string(status_of(program)).c_str());
  guest::power_off();
}
