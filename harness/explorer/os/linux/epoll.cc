// epoll(7), epoll_ctl(2): level-triggered, as most servers use it.
#include "explorer/epoll.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>

#include "grid/core/raw.h"

namespace explorer {
namespace {

std::string words_of(unsigned events) {
  std::string words;
  const auto add = [&](unsigned event, const char* word) {
    if ((events & event) != 0) words += (words.empty() ? "" : "+") + std::string(word);
  };
  add(EPOLLIN, "in");
  add(EPOLLRDHUP, "rdhup");
  add(EPOLLHUP, "hup");
  add(EPOLLERR, "err");
  return words;
}

}  // namespace

std::string epoll_once(int descriptor) {
  const int instance = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event wanted{};
  wanted.events = EPOLLIN | EPOLLRDHUP;
  epoll_event event{};
  int count = instance < 0 ? -1 : ::epoll_ctl(instance, EPOLL_CTL_ADD, descriptor, &wanted);
  if (count == 0) count = ::epoll_wait(instance, &event, 1, -1);
  const int error = errno;
  if (instance >= 0) ::close(instance);
  if (count < 0) return std::string(grid::name(grid::result_of(error)));
  return words_of(event.events);
}

}  // namespace explorer
