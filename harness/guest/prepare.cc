#include "guest/prepare.h"

#include <fcntl.h>
#include <linux/random.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include "probe/core/argument_pointers.h"
#include "runner/namespace.h"

namespace guest {

void (*at_end)(const std::string& reason) = nullptr;

[[noreturn]] void power_off() {
  ::reboot(RB_POWER_OFF);
  ::_exit(1);  // where a kernel cannot: the end of the first process is its end
}

[[noreturn]] void give_up(const std::string& what) {
  const std::string words = what + ": " + std::strerror(errno);
  std::fprintf(stderr, "guest-init: %s\n", words.c_str());
  if (at_end != nullptr) at_end(words);
  power_off();
}

std::string text_of(const std::string& path) {
  std::string text;
  char buffer[256];
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  for (ssize_t got; (got = ::read(file, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  ::close(file);
  return text;
}

void write_text(const std::string& path, const char* text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  if (::write(file, text, std::strlen(text)) < 0)
    std::fprintf(stderr, "guest-init: %s: %s\n", path.c_str(), std::strerror(errno));
  ::close(file);
}

void mount_file_systems() {
  ::mkdir("/proc", 0755);
  ::mkdir("/sys", 0755);
  ::mkdir("/dev", 0755);
  ::mkdir("/tmp", 01777);
  if (::mount("proc", "/proc", "proc", 0, nullptr) != 0) give_up("mounting /proc");
  if (::mount("sysfs", "/sys", "sysfs", 0, nullptr) != 0) give_up("mounting /sys");
  if (::mount("devtmpfs", "/dev", "devtmpfs", 0, nullptr) != 0 && errno != EBUSY) give_up("mounting /dev");
  ::chmod("/tmp", 01777);
}

void check_namespaces() {
  const pid_t child = ::fork();
  if (child < 0) give_up("fork");
  if (child == 0) ::_exit(::unshare(CLONE_NEWNET) == 0 ? 0 : errno);
  int status = 0;
  ::waitpid(child, &status, 0);
  errno = WEXITSTATUS(status);
  if (errno != 0) give_up("the kernel has no network namespaces (CONFIG_NET_NS)");
}

void disable_periodic_work() {
  write_text("/proc/sys/vm/stat_interval", "86400");
  write_text("/proc/sys/vm/compaction_proactiveness", "0");
  write_text("/proc/sys/vm/dirty_writeback_centisecs", "0");
  write_text("/sys/module/damon_stat/parameters/enabled", "N");
}

void seed_random_numbers(const unsigned char* seed) {
  struct {
    int entropy_count;
    int buf_size;
    unsigned char buf[kSeedBytes];
  } pool{kSeedBytes * 8, kSeedBytes, {}};
  std::memcpy(pool.buf, seed, kSeedBytes);
  const int random = ::open("/dev/urandom", O_RDWR | O_CLOEXEC);
  if (random < 0 || ::ioctl(random, RNDADDENTROPY, &pool) != 0) give_up("seeding /dev/urandom");
  if (::ioctl(random, RNDRESEEDCRNG, nullptr) != 0) give_up("reseeding /dev/urandom");
  ::close(random);
}

void configure_network() {
  try {
    runner::configure_loopback();
  } catch (const std::exception& trouble) {
    errno = ENODEV;
    give_up(trouble.what());
  }
}

[[noreturn]] void become_program(const char* path, const char* input, std::vector<std::string> words,
                                 std::vector<std::string> environment) {
  const int file = ::open(input, O_RDONLY);
  if (file < 0 || ::dup2(file, STDIN_FILENO) < 0) ::_exit(126);
  words.insert(words.begin(), path);
  environment.insert(environment.end(), {"PATH=/", "HOME=/tmp"});
  // There is one processor: whoever wakes somebody else goes on until it waits itself.
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_BATCH, &none);
  ::execve(path, probe::argument_pointers(words).data(), probe::argument_pointers(environment).data());
  std::fprintf(stderr, "guest-init: %s: %s\n", path, std::strerror(errno));
  ::_exit(127);
}

}  // namespace guest
