// The local addresses besides 127.0.0.1 and ::1 that cases use, on a machine whose own stack they run in.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace runner {

// Adds addresses to the loopback device and removes exactly those that it added. A runner that is killed by SIGKILL leaves
// them.
class LocalAddresses {
 public:
  LocalAddresses() = default;
  LocalAddresses(LocalAddresses&& other) noexcept : added_(std::move(other.added_)) { other.added_.clear(); }
  LocalAddresses(const LocalAddresses&) = delete;
  LocalAddresses& operator=(const LocalAddresses&) = delete;
  LocalAddresses& operator=(LocalAddresses&&) = delete;
  ~LocalAddresses();

  // Adds 127.0.0.2 and fd00:add::2 if they are absent and this user may. Without them the cases that need a second local
  // address are not applicable.
  void add_missing();

 private:
  std::vector<std::string> added_;
};

}  // namespace runner
