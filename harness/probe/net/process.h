// Other processes, and other users, as places where sockets live. A case says whose socket it is when it
// opens it; from then on the socket is used as any other:
//
//   Process intruder = another_process("intruder");
//   Socket thief = tcp(intruder, "thief");
//   CLAIM(thief.bind(address), fails_with("EADDRINUSE"));
//
// The helper process performs the calls that it is sent, one at a time (calls.h), and dies with the case.
#pragma once
#include <memory>
#include <string>
#include <utility>

#include "probe/net/calls.h"

namespace probe {

enum class User { same, other };

class Helper;  // os/*/process.cc

class Process {
 public:
  Process(std::string name, std::shared_ptr<Helper> helper)
      : name_(std::move(name)), helper_(std::move(helper)) {}

  const std::string& name() const { return name_; }
  // Does one call there. A process that has died answers with an error.
  Result perform(const Call& call) const;

  // The same in two steps, for a call that waits: begins it there, says whether its result is there, and
  // takes that.
  void begin(const Call& call) const;
  bool has_finished() const;
  Result finish() const;

  // This process, a helper of root, is another, unprivileged user's from now on; its sockets stay. Ends the
  // case as not-applicable where the case may not do so.
  void change_user() const;
  // Leaves a child of this process, a helper, which keeps all sockets that the process has open, outlives it
  // and does nothing. It ends with the case. Ends the case as not-applicable where the platform has no such
  // child.
  void leave_child(const std::string& name) const;

  void kill();  // SIGKILL, or what the system has like it; returns when the process is gone
  void exit();  // ends in good order, its sockets still open; returns when the process is gone

 private:
  std::string name_;
  std::shared_ptr<Helper> helper_;  // none: this process
};

// The process that runs the case.
Process this_process();
// A second process of the same user. Ends the case as not-applicable where the platform cannot have one.
Process another_process(const std::string& name);
// A process of another, unprivileged user. Ends the case as not-applicable where the case may not become one.
Process process_of_another_user(const std::string& name);
// A second process of the same user that keeps every socket which the case has open now, as a child of fork() does (POSIX.1-2017,
// fork: descriptors refer to the same open file descriptions). It uses none of them; they are closed when it ends. Ends the
// case as not-applicable where the platform has no such child.
Process child_with_our_sockets(const std::string& name);
// A program that such a child executes: it keeps those of the sockets that Socket::keep_on_exec() was called
// for (POSIX.1-2017, exec: FD_CLOEXEC). Ends the case as not-applicable where the platform has no such child,
// or the suite starts no program there.
Process program_with_our_sockets(const std::string& name);
// What a helper does where it is this program started again: performs the calls it reads from the pipe `in`,
// and writes what they give to `out` (the system's own handles), until `in` ends. Returns the exit code.
int serve_calls(long long in, long long out);
// Whether the case runs with the rights of root in its own stack.
bool is_root();
// A process without special rights: of the same user where that is an ordinary one, of another user
// otherwise.
inline Process ordinary_process(const std::string& name) {
  return is_root() ? process_of_another_user(name) : another_process(name);
}

}  // namespace probe
