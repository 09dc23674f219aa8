// The files by which Linux tells about its own stack tell about lwIP here: the tables of connections are lwIP's, and
// settings and the rest, which lwIP has not, are not there.
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>

#include "lwip/real.h"
#include "lwip/stack.h"

namespace in_front {
namespace {

enum class About { something_else, ipv4_table, ipv6_table, other_stack };

About about(const char* path) {
  for (const char* folder : {"/proc/net/", "/proc/self/net/"}) {
    const std::size_t length = std::strlen(folder);
    if (std::strncmp(path, folder, length) != 0) continue;
    if (std::strcmp(path + length, "tcp") == 0) return About::ipv4_table;
    if (std::strcmp(path + length, "tcp6") == 0) return About::ipv6_table;
    return About::other_stack;
  }
  for (const char* folder : {"/proc/sys/net/", "/sys/class/net", "/sys/devices/virtual/net"})
    if (std::strncmp(path, folder, std::strlen(folder)) == 0) return About::other_stack;
  return About::something_else;
}

// A descriptor from which the text can be read; -1 and errno where there is none.
int file_of(const std::string& text) {
  const int fd = ::memfd_create("lwip", MFD_CLOEXEC);
  if (fd < 0) return -1;
  if (::write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    ::close(fd);
    return -1;
  }
  ::lseek(fd, 0, SEEK_SET);
  return fd;
}

int open_of(About what) {
  if (what == About::other_stack) {
    errno = ENOENT;
    return -1;
  }
  start_stack();
  return file_of(what == About::ipv4_table ? table_of_ipv4() : table_of_ipv6());
}

int open_as(const char* name, const char* path, int flags, mode_t mode) {
  const About what = about(path);
  return what == About::something_else ? next_symbol<int(const char*, int, ...)>(name)(path, flags, mode)
                                       : open_of(what);
}

FILE* fopen_as(const char* name, const char* path, const char* mode) {
  const About what = about(path);
  if (what == About::something_else) return next_symbol<FILE*(const char*, const char*)>(name)(path, mode);
  const int fd = open_of(what);
  return fd < 0 ? nullptr : ::fdopen(fd, mode);
}

int access_as(const char* path, int mode) {
  const About what = about(path);
  if (what == About::something_else) return next_symbol<int(const char*, int)>("access")(path, mode);
  if (what != About::other_stack) return 0;
  errno = ENOENT;
  return -1;
}

// The loopback device of stack.cc, as getifaddrs(3) tells of a device: an entry for each family.
struct Entry {
  ifaddrs entry{};
  char name[4] = "lo0";
  union {
    sockaddr_in four;
    sockaddr_in6 six;
  } address{};
};

struct Device {
  Entry four;
  Entry six;
};

ifaddrs* list_devices() {
  auto* device = new Device;
  device->four.address.four.sin_family = AF_INET;
  device->four.address.four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  device->six.address.six.sin6_family = AF_INET6;
  device->six.address.six.sin6_addr = in6addr_loopback;
  for (Entry* one : {&device->four, &device->six}) {
    one->entry.ifa_name = one->name;
    one->entry.ifa_flags = IFF_UP | IFF_LOOPBACK;
    one->entry.ifa_addr = reinterpret_cast<sockaddr*>(&one->address);
  }
  device->four.entry.ifa_next = &device->six.entry;
  return &device->four.entry;
}

}  // namespace
}  // namespace in_front

using in_front::access_as;
using in_front::fopen_as;
using in_front::open_as;

// Their declarations say what this file cannot repeat of them: which arguments are never null.
#pragma GCC diagnostic ignored "-Wnonnull"

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = static_cast<mode_t>((flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, int) : 0);
  va_end(rest);
  return open_as("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = static_cast<mode_t>((flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, int) : 0);
  va_end(rest);
  return open_as("open64", path, flags, mode);
}

int access(const char* path, int mode) noexcept { return access_as(path, mode); }

int getifaddrs(ifaddrs** all) noexcept {
  if (!in_front::is_case()) return in_front::next_symbol<int(ifaddrs**)>("getifaddrs")(all);
  *all = in_front::list_devices();
  return 0;
}

void freeifaddrs(ifaddrs* all) noexcept {
  if (!in_front::is_case()) return in_front::next_symbol<void(ifaddrs*)>("freeifaddrs")(all);
  delete reinterpret_cast<in_front::Device*>(all);  // its first member is the first entry
}

FILE* fopen(const char* path, const char* mode) { return fopen_as("fopen", path, mode); }
FILE* fopen64(const char* path, const char* mode) { return fopen_as("fopen64", path, mode); }

}  // extern "C"
