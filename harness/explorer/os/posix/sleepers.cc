#include "explorer/sleepers.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "explorer/epoll.h"
#include "explorer/thread_state.h"
#include "os/sockets.h"

namespace explorer {
namespace {

std::string word_of(long returned) {
  return std::string(grid::name(returned >= 0 ? grid::Result::ok : grid::result_of(errno)));
}

std::string poll_once(int descriptor) {
  pollfd polled{descriptor, POLLIN, 0};
  if (::poll(&polled, 1, -1) < 0) return word_of(-1);
  std::string words;
  const auto add = [&](short event, const char* word) {
    if ((polled.revents & event) != 0) words += (words.empty() ? "" : "+") + std::string(word);
  };
  add(POLLIN, "in");
  add(POLLHUP, "hup");
  add(POLLERR, "err");
  add(POLLNVAL, "invalid");
  return words;
}

std::string accept_once(int descriptor) {
  const int accepted = ::accept(descriptor, nullptr, nullptr);
  if (accepted < 0) return word_of(accepted);
  ::close(accepted);
  return "ok";
}

std::string receive_once(int descriptor) {
  char data[64];
  const ssize_t count = ::recv(descriptor, data, sizeof data, 0);
  return count == 0 ? "eof" : word_of(count);
}

std::string make_call(int descriptor, Wait call) {
  if (call == Wait::poll) return poll_once(descriptor);
  if (call == Wait::epoll) return epoll_once(descriptor);
  return call == Wait::accept ? accept_once(descriptor) : receive_once(descriptor);
}

}  // namespace

// One thread. It takes a call, makes it and leaves the answer; then it waits for the next one.
class Sleeper {
 public:
  Sleeper() : thread_([this] { work(); }) {}
  ~Sleeper() {
    hand_over(-1, Wait::poll);
    thread_.join();
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;

  void start(int descriptor, Wait call) {
    running = true;
    hand_over(descriptor, call);
    settle();
  }

  // Returns once the thread sleeps in its call or has its answer.
  bool settle() {
    while (!answered_) {
      if (in_call_ && state_.is_asleep() && !answered_) return false;
      std::this_thread::yield();
    }
    return true;
  }

  std::string answer() const { return answer_; }

  void stop() {
    while (!answered_) {
      if (in_call_) state_.interrupt();
      std::this_thread::yield();
    }
    running = false;
  }

  bool running = false;

 private:
  void hand_over(int descriptor, Wait call) {
    const std::lock_guard lock(mutex_);
    descriptor_ = descriptor;
    call_ = call;
    answered_ = false;
    has_work_ = true;
    changed_.notify_one();
  }

  void work() {
    state_.open_own();
    while (true) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return has_work_; });
        has_work_ = false;
      }
      if (descriptor_ < 0) return;
      in_call_ = true;
      answer_ = make_call(descriptor_, call_);
      in_call_ = false;
      answered_ = true;
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int descriptor_ = -1;
  Wait call_ = Wait::poll;
  bool has_work_ = false;
  std::atomic<bool> in_call_{false};
  std::atomic<bool> answered_{false};
  std::string answer_;
  ThreadState state_;
  std::thread thread_;
};

Sleepers::Sleepers() { ThreadState::prepare_interrupts(); }
Sleepers::~Sleepers() { stop_all(); }

bool Sleepers::start(std::uint8_t number, grid::Handle socket, Wait call) {
  auto& sleeper = sleepers_[number];
  if (!sleeper) sleeper = std::make_unique<Sleeper>();
  if (sleeper->running) return false;
  sleeper->start(static_cast<int>(socket), call);
  ++running_;
  return true;
}

std::string Sleepers::take_answer(std::uint8_t number) {
  auto& sleeper = sleepers_[number];
  if (!sleeper || !sleeper->running || !sleeper->settle()) return {};
  sleeper->running = false;
  --running_;
  return sleeper->answer();
}

void Sleepers::settle() {
  for (auto& sleeper : sleepers_)
    if (sleeper && sleeper->running) sleeper->settle();
}

void Sleepers::stop_all() {
  for (auto& sleeper : sleepers_)
    if (sleeper && sleeper->running) sleeper->stop();
  running_ = 0;
}

}  // namespace explorer
