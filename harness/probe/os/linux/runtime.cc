// Linux: a program of a runtime in a session of its own, and its listener through pidfd_getfd(2), which gives this process a
// descriptor of the very socket that the program has.
#include "probe/scenarios/runtime.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "probe/core/argument_pointers.h"
#include "probe/core/case.h"
#include "probe/core/parent_death.h"
#include "probe/core/polling.h"
#include "probe/core/transcript.h"
#include "probe/core/variant.h"
#include "probe/core/words.h"

namespace probe {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void not_applicable(const std::string& reason) {
  throw CaseAborted(Status::not_applicable, reason);
}

constexpr const char* kNeedsProgram = "needs a program in a process of its own: this platform cannot fork";
constexpr const char* kNeedsDescriptors = "needs pidfd_getfd(2)";

bool is_installed(const std::string& command) {
  const char* path = std::getenv("PATH");
  for (std::string rest = path == nullptr ? "" : path; !rest.empty();) {
    const std::size_t colon = rest.find(':');
    if (::access((rest.substr(0, colon) + "/" + command).c_str(), X_OK) == 0) return true;
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  return false;
}

// The first line that a command prints, on either output; empty where there is none.
std::string first_line_of(std::vector<std::string> command) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return "";
  const auto arguments = argument_pointers(command);
  const pid_t pid = ::fork();
  if (pid < 0) not_applicable(kNeedsProgram);
  if (pid == 0) {
    ::dup2(ends[1], 1);
    ::dup2(ends[1], 2);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  std::string text;
  std::array<char, 512> buffer{};
  for (ssize_t n = 0; (n = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(n));
  ::close(ends[0]);
  ::waitpid(pid, nullptr, 0);
  return text.substr(0, text.find('\n'));
}

int descriptor_of_process(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

int copy_of_descriptor(int process, int number) {
  return static_cast<int>(::syscall(SYS_pidfd_getfd, process, number, 0));
}

int option_of(int fd, int level, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  return ::getsockopt(fd, level, name, &value, &size) == 0 ? value : -1;
}

// Tried on the own process before a program is started for nothing: gVisor has neither call.
void require_descriptors_of_others() {
  const int process = descriptor_of_process(::getpid());
  const int copy = process < 0 ? -1 : copy_of_descriptor(process, process);
  if (copy >= 0) ::close(copy);
  if (process >= 0) ::close(process);
  if (copy < 0) not_applicable(kNeedsDescriptors);
}

// A folder for the program's file, and for what its compiler leaves.
class Folder {
 public:
  Folder() : path_((fs::temp_directory_path() / "addrinuse-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) not_applicable("needs a temporary directory");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The program while it runs: every process of its session.
class Running {
 public:
  explicit Running(const RuntimeProgram& program) {
    std::vector<std::string> command = program.command;
    const std::string file = folder_.path() + "/Main" + program.suffix;
    if (!program.text.empty()) std::ofstream(file) << program.text << "\n";
    for (std::string& word : command)
      if (word == "{file}") word = file;
    const auto arguments = argument_pointers(command);
    const pid_t parent = ::getpid();
    session_ = ::fork();
    if (session_ == 0) become(arguments, parent);
    log_step("a program of " + program.version[0] + " starts", session_ > 0 ? "ok" : "refused");
    if (session_ < 0) not_applicable(kNeedsProgram);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (session_ <= 0) return;
    for (const pid_t pid : processes()) ::kill(pid, SIGKILL);
    ::kill(session_, SIGKILL);
    ::waitpid(session_, nullptr, 0);
  }

  // A descriptor of the program's socket that serves: -1 where it has none yet. Sets `is_refused` where the
  // system does not give one.
  int serving_socket(Protocol protocol, bool& is_refused) const {
    for (const pid_t pid : processes()) {
      const int found = serving_socket_of(pid, protocol, is_refused);
      if (found >= 0) return found;
    }
    return -1;
  }

  // What the program has printed, up to the end of its first line; empty before it has ended.
  std::string first_line() const {
    std::ifstream file(output_file());
    std::string line;
    return std::getline(file, line) && !file.eof() ? line : "";
  }

 private:
  std::string output_file() const { return folder_.path() + "/output"; }

  [[noreturn]] void become(const std::vector<char*>& arguments, pid_t parent) const {
    ::setsid();
    die_with_parent(parent);
    const int nowhere = ::open("/dev/null", O_RDWR);
    const int output = ::open(output_file().c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(nowhere, 0);
    ::dup2(output, 1);
    ::dup2(nowhere, 2);
    if (::chdir(folder_.path().c_str()) == 0) ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }

  std::vector<pid_t> processes() const {
    std::vector<pid_t> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
      const pid_t pid = std::atoi(entry.path().filename().c_str());
      if (pid > 0 && ::getsid(pid) == session_) found.push_back(pid);
    }
    return found;
  }

  static int serving_socket_of(pid_t pid, Protocol protocol, bool& is_refused) {
    const int process = descriptor_of_process(pid);
    if (process < 0) return -1;
    int found = -1;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(pid) + "/fd", error)) {
      if (fs::read_symlink(entry.path(), error).string().rfind("socket:", 0) != 0) continue;
      const int number = std::atoi(entry.path().filename().c_str());
      const int copy = copy_of_descriptor(process, number);
      if (copy < 0 && (errno == EPERM || errno == ENOSYS)) is_refused = true;
      if (copy >= 0 && serves(copy, protocol)) found = copy;
      if (found >= 0) break;
      if (copy >= 0) ::close(copy);
    }
    ::close(process);
    return found;
  }

  // Whether it is a TCP listener, or a UDP socket that has a port.
  static bool serves(int fd, Protocol protocol) {
    const int family = option_of(fd, SOL_SOCKET, SO_DOMAIN);
    if (family != AF_INET && family != AF_INET6) return false;
    if (protocol == Protocol::tcp) return option_of(fd, SOL_SOCKET, SO_ACCEPTCONN) > 0;
    sockaddr_in6 address{};  // the port is at the same place in a sockaddr_in
    socklen_t size = sizeof address;
    return option_of(fd, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM &&
           ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0 && address.sin6_port != 0;
  }

  Folder folder_;
  pid_t session_ = -1;
};

// What is read from a listener.
struct Listener {
  bool reuses_address = false;
  bool reuses_port = false;
  int family = AF_INET;
  bool is_ipv6_only = false;
};

Listener read_listener(int fd) {
  Listener listener;
  listener.reuses_address = option_of(fd, SOL_SOCKET, SO_REUSEADDR) > 0;
  listener.reuses_port = option_of(fd, SOL_SOCKET, SO_REUSEPORT) > 0;
  listener.family = option_of(fd, SOL_SOCKET, SO_DOMAIN);
  listener.is_ipv6_only = option_of(fd, IPPROTO_IPV6, IPV6_V6ONLY) > 0;
  tcp_info info{};
  socklen_t size = sizeof info;
  // Of a listener, tcpi_sacked is the backlog (Linux, tcp_get_info()).
  if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0)
    detail("backlog", static_cast<double>(info.tcpi_sacked));
  if (listener.family == AF_INET6) detail("IPV6_V6ONLY", listener.is_ipv6_only ? words::set : words::not_set);
  return listener;
}

// Writes the runtime's version into the evidence. Ends the case as not-applicable where there is none.
void require_runtime(const RuntimeProgram& program) {
  const std::string& runtime = program.version.at(0);
  if (!is_installed(runtime)) not_applicable("needs " + runtime);
  detail("version", first_line_of(program.version));
}

Listener listener_of(const RuntimeProgram& program, Protocol protocol, double timeout) {
  require_descriptors_of_others();
  require_runtime(program);
  const Running running(program);
  bool is_refused = false;
  int fd = -1;
  const bool is_there = wait_until(
      [&] { return (fd = running.serving_socket(protocol, is_refused)) >= 0 || is_refused; }, timeout);
  if (is_refused && fd < 0) not_applicable(kNeedsDescriptors);
  if (!is_there)
    throw CaseAborted(Status::broken, "the program of " + program.version[0] + " does not serve");
  const Listener listener = read_listener(fd);
  ::close(fd);
  return listener;
}

Outcome reuse_options_of(const Listener& listener) {
  if (listener.reuses_address && listener.reuses_port) return "SO_REUSEADDR, SO_REUSEPORT";
  if (listener.reuses_address) return words::so_reuseaddr;
  return listener.reuses_port ? words::so_reuseport : words::neither;
}

}  // namespace

Outcome options_of_listener(const RuntimeProgram& program, double timeout) {
  return reuse_options_of(listener_of(program, Protocol::tcp, timeout));
}

Outcome options_of_receiver(const RuntimeProgram& program, double timeout) {
  return reuse_options_of(listener_of(program, Protocol::udp, timeout));
}

Outcome output_of(const RuntimeProgram& program, double timeout) {
  require_runtime(program);
  const Running running(program);
  const bool has_line = wait_until([&] { return !running.first_line().empty(); }, timeout);
  if (!has_line)
    throw CaseAborted(Status::broken, "the program of " + program.version[0] + " prints nothing");
  return Outcome::word(running.first_line());
}

Outcome families_of_listener(const RuntimeProgram& program, double timeout) {
  const Listener listener = listener_of(program, Protocol::tcp, timeout);
  if (listener.family == AF_INET) return "IPv4";
  return listener.is_ipv6_only ? "IPv6" : "both";
}

}  // namespace probe
