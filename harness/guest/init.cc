// The first program of a kernel guest: makes a bare kernel fit for `all-cases`, waits for an order, carries it out, powers off.
//
// It talks to the machine that started the guest through one window of shared memory (guest/window.h).
//
// A machine may be saved while it waits for its order and be started from there any number of times: program, arguments
// and seed all come with the order. It waits twice: with namespaces for few cases, and, where it was told to prepare for
// more, with namespaces for a whole survey.
#include <fcntl.h>
#include <linux/random.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "guest/prepare.h"
#include "guest/window.h"

namespace {

using guest::Command;
using guest::configure_network;
using guest::give_up;
using guest::kOrderAt;
using guest::kOutputAt;
using guest::kWindowBytes;
using guest::seed_random_numbers;
using guest::State;
using guest::text_of;
using guest::Window;

constexpr int kLookEvery_ms = 10;  // for the order
constexpr int kBeatEvery_ms = 10000;
constexpr int kGather_ms =
    20;  // what is printed meanwhile is relayed in one go: every switch between processes costs
constexpr int kPipeBytes = 1 << 20;
constexpr char kReady[] = "/ready";
constexpr int kFirstName = 1000;  // of a namespace that is ready: all names have four digits

Window* window = nullptr;

void write_reason_in_window(const std::string& reason) {
  if (window != nullptr) guest::write_reason(window, reason);
}

// ---- making the kernel fit ---------------------------------------------------------------------------------------------

// Loads what the image brought along, in the order of its list; a module a kernel refuses is a message, not the end.
void load_modules() {
  const std::string list = text_of("/modules/order");
  for (std::size_t at = 0, end; (end = list.find('\n', at)) != std::string::npos; at = end + 1) {
    const std::string line = list.substr(at, end - at);  // "NAME.ko arguments…"
    const std::size_t space = line.find(' ');
    const std::string arguments = space == std::string::npos ? "" : line.substr(space + 1);
    const int file = ::open(("/modules/" + line.substr(0, space)).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 || (::syscall(SYS_finit_module, file, arguments.c_str(), 0) != 0 && errno != EEXIST)) {
      std::fprintf(stderr, "guest-init: module %s: %s\n", line.c_str(), std::strerror(errno));
    }
    if (file >= 0) ::close(file);
  }
}

// A generator that was never seeded gathers all it knows anew for every number (crng_make_state() in drivers/char/random.c),
// and each namespace takes dozens. What it is seeded with here does not matter: the order brings the seed of the run.
void use_cheap_random_numbers() {
  const unsigned char anything[guest::kSeedBytes] = {};
  seed_random_numbers(anything);
}

// A number on the kernel's command line, which hands on what it does not know itself; 0 where it is not there.
int kernel_argument(const char* name) {
  const char* const number = std::getenv(name);
  return number == nullptr ? 0 : std::atoi(number);
}

// Network namespaces, made before the machine is saved: making one is the dearest part of most cases. Each is a file
// that keeps it alive, and a pipe beside them gives out their names, so that none is given twice. Not all are there from
// the start, because the kernel has periodic work for each: a clock that jumps over hours does not jump over that.
// Makes more until there are `count`.
void make_namespaces_ready(int count) {
  static int made = 0;
  static int names = -1;  // open as long as this process lives
  const std::string folder = std::string(kReady) + "/";
  if (made == 0 && count > 0) {
    if (::mkdir(kReady, 0755) != 0) give_up(kReady);
    if (::mkfifo((folder + "names").c_str(), 0600) != 0) give_up(folder + "names");
    names = ::open((folder + "names").c_str(), O_RDWR | O_CLOEXEC);
  }
  const int own = ::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  for (; made < count; ++made) {
    const std::string name = std::to_string(kFirstName + made);
    const std::string path = folder + name;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ::unshare(CLONE_NEWNET) != 0) give_up("a network namespace");
    ::close(file);
    if (::mount("/proc/self/ns/net", path.c_str(), nullptr, MS_BIND, nullptr) != 0) give_up(path);
    configure_network();
    if (::write(names, name.data(), name.size()) < 0) give_up(folder + "names");
  }
  if (::setns(own, CLONE_NEWNET) != 0) give_up("returning to the first network namespace");
  ::close(own);
}

// ---- the order -----------------------------------------------------------------------------------------------------------

struct Order {
  std::vector<std::string> words;
  const unsigned char* input;
  std::size_t input_bytes;
  const unsigned char* program;
  std::size_t program_bytes;
};

void pause_ms(int ms) { ::poll(nullptr, 0, ms); }

// Kernels have work left when their first process starts; a machine that is to be saved lets them finish it first, so
// that it is not done again after every start from the saved state. ADDRINUSE_SETTLE=SECONDS of the kernel's command line.
void settle() {
  const int seconds = kernel_argument("ADDRINUSE_SETTLE");
  if (seconds == 0) return;
  guest::disable_periodic_work();
  pause_ms(1000 * seconds);
}

Command await_command(State state) {
  window->state = state;
  while (window->go.load() == guest::kNothing) pause_ms(kLookEvery_ms);
  return static_cast<Command>(window->go.exchange(guest::kNothing));
}

// ADDRINUSE_READY and ADDRINUSE_READY_ALL=NUMBER of the kernel's command line: the namespaces with which it waits first,
// and when it was told to prepare all.
Order await_order() {
  make_namespaces_ready(kernel_argument("ADDRINUSE_READY"));
  settle();
  if (await_command(guest::kWaiting) == guest::kPrepareAll) {
    window->state = guest::kStarting;
    make_namespaces_ready(kernel_argument("ADDRINUSE_READY_ALL"));
    settle();
    await_command(guest::kWaitingWithAll);
  }
  const std::size_t total = window->words_bytes + window->input_bytes + window->program_bytes;
  if (total > kOutputAt - kOrderAt) {
    errno = E2BIG;
    give_up("the order does not fit into the window");
  }
  const unsigned char* const start = reinterpret_cast<const unsigned char*>(window) + kOrderAt;
  Order order{};
  const char* word = reinterpret_cast<const char*>(start);
  for (const char* const end = word + window->words_bytes; word < end;
       word += order.words.back().size() + 1) {
    order.words.emplace_back(word);
  }
  order.input = start + window->words_bytes;
  order.input_bytes = window->input_bytes;
  order.program = order.input + order.input_bytes;
  order.program_bytes = window->program_bytes;
  return order;
}

void store(const char* path, const unsigned char* bytes, std::size_t count, mode_t mode) {
  const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) give_up(path);
  while (count > 0) {
    const ssize_t done = ::write(file, bytes, count);
    if (done <= 0) give_up(path);
    bytes += done;
    count -= static_cast<std::size_t>(done);
  }
  ::close(file);
}

constexpr char kProgram[] = "/all-cases";
constexpr char kInput[] = "/tmp/order";

// Copies what the program prints into the window until it has printed its last, and counts heartbeats meanwhile.
void relay(int pipe) {
  unsigned char* const output = reinterpret_cast<unsigned char*>(window) + kOutputAt;
  std::uint64_t written = 0;
  while (true) {
    window->heartbeats.fetch_add(1);
    pollfd waiting{pipe, POLLIN, 0};
    if (::poll(&waiting, 1, kBeatEvery_ms) <= 0) continue;
    pause_ms(kGather_ms);
    const std::size_t room = kWindowBytes - kOutputAt - written;
    if (room == 0) {
      errno = ENOSPC;
      give_up("the output does not fit into the window");
    }
    const ssize_t got = ::read(pipe, output + written, room < kPipeBytes ? room : kPipeBytes);
    if (got == 0) return;
    if (got < 0) give_up("reading the program's output");
    written += static_cast<std::uint64_t>(got);
    window->output.store(written);
  }
}

std::uint32_t carry_out(const Order& order) {
  store(kProgram, order.program, order.program_bytes, 0755);
  store(kInput, order.input, order.input_bytes, 0644);
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) give_up("pipe");
  ::fcntl(pipe[0], F_SETPIPE_SZ, kPipeBytes);
  const pid_t child = ::fork();
  if (child < 0) give_up("fork");
  if (child == 0) {
    if (::dup2(pipe[1], STDOUT_FILENO) < 0) ::_exit(126);
    guest::become_program(kProgram, kInput, order.words, {std::string("ADDRINUSE_READY_STACKS=") + kReady});
  }
  ::close(pipe[1]);
  relay(pipe[0]);
  int status = 0;
  for (pid_t ended;
       (ended = ::wait(&status)) != child;) {  // others are orphans that fell to the first process
    if (ended < 0 && errno != EINTR) give_up("waiting for the program");
  }
  return static_cast<std::uint32_t>(status);
}

}  // namespace

int main() {
  guest::at_end = write_reason_in_window;
  guest::mount_file_systems();
  const int console = ::open("/dev/console", O_RDWR);
  for (int standard = 0; standard < 3; ++standard) ::dup2(console, standard);
  window = guest::open_window();
  use_cheap_random_numbers();
  load_modules();
  guest::check_namespaces();
  configure_network();
  const rlimit files{65536, 65536};
  ::setrlimit(RLIMIT_NOFILE, &files);
  const Order order = await_order();
  window->state = guest::kRunning;
  // A machine started from a saved one would draw the numbers its twin drew.
  seed_random_numbers(window->seed);
  window->exit = carry_out(order);
  window->state = guest::kFinished;
  guest::power_off();
}
