// The world around sockets: the clock, the settings, the table of connections.
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mutants/answers.h"
#include "mutants/real.h"
#include "mutants/rules.h"
#include "mutants/settings.h"
#include "mutants/states.h"

using namespace mutant;

namespace {

constexpr const char kSettings[] = "/proc/sys/";
constexpr const char kCookies[] = "/proc/sys/net/ipv4/tcp_syncookies";
constexpr const char kMigrate[] = "/proc/sys/net/ipv4/tcp_migrate_req";

bool is_setting(const char* path) { return ::strncmp(path, kSettings, sizeof kSettings - 1) == 0; }

bool is_table(const char* path) {
  return ::strncmp(path, "/proc/", 6) == 0 && (::strstr(path, "/net/tcp") != nullptr);
}

FILE* text_as_file(const char* text) {
  static char copy[8];
  ::strncpy(copy, text, sizeof copy - 1);
  return ::fmemopen(copy, ::strlen(copy), "r");
}

template <typename Open>
FILE* open_file(const char* path, const char* mode, Open open_really) {
  if (is_setting(path) && !rules().settings_are_told) {
    errno = ENOENT;
    return nullptr;
  }
  if (is_table(path) && changes_tables()) return changed_table(path);
  if (rules().half_open_migrate && ::strcmp(path, kMigrate) == 0) return text_as_file("0\n");
  if (is_setting(path) && rules().private_stacks_tell_all_settings) {
    FILE* file = open_really(path, mode);
    return file != nullptr ? file : open_really("/proc/sys/net/core/somaxconn", mode);
  }
  return open_really(path, mode);
}

bool is_for_writing(int flags) { return (flags & O_ACCMODE) != O_RDONLY; }

bool is_pinned(const char* path, int flags) {
  return rules().pinned.name != nullptr && is_for_writing(flags) && is_setting(path) &&
         ::strcmp(path + sizeof kSettings - 1, rules().pinned.name) == 0;
}

void write_setting(const char* path, const char* value) {
  const int fd = REAL(open)(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  if (::write(fd, value, ::strlen(value)) < 0) ::_exit(2);
  REAL(close)(fd);
}

double to_seconds(const timespec& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

namespace mutant {

void let_half_open_migrate() { write_setting(kMigrate, "1"); }
void forget_syn_cookies() { write_setting(kCookies, "0"); }

}  // namespace mutant

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) {
  const int result = REAL(clock_gettime)(clock, time);
  if (result != 0 || clock != CLOCK_MONOTONIC || rules().clock_rate == 1) return result;
  static const double start = to_seconds(*time);
  const double shown = start + (to_seconds(*time) - start) * rules().clock_rate;
  time->tv_sec = static_cast<time_t>(shown);
  time->tv_nsec = static_cast<long>((shown - static_cast<double>(time->tv_sec)) * 1e9);
  return result;
}

int open(const char* path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
  }
  if (is_pinned(path, flags)) write_setting(path, rules().pinned.value);
  const bool in_vain = is_pinned(path, flags) ||
                       (is_setting(path) && is_for_writing(flags) && !rules().settings_can_be_changed);
  return REAL(open)(in_vain ? "/dev/null" : path, flags, mode);
}

FILE* fopen(const char* path, const char* mode) { return open_file(path, mode, REAL(fopen)); }
FILE* fopen64(const char* path, const char* mode) { return open_file(path, mode, REAL(fopen64)); }
}
