// Helper processes on Windows: this program again, started to perform the calls it reads from a pipe.
#include "probe/net/process.h"

#include <string>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/os/windows/winsock.h"

namespace probe {
namespace {

bool read_all(HANDLE pipe, void* into, DWORD size) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    DWORD n = 0;
    if (::ReadFile(pipe, at, size, &n, nullptr) == 0 || n == 0) return false;
    at += n;
    size -= n;
  }
  return true;
}

bool write_all(HANDLE pipe, const void* from, DWORD size) {
  const auto* at = static_cast<const char*>(from);
  while (size > 0) {
    DWORD n = 0;
    if (::WriteFile(pipe, at, size, &n, nullptr) == 0 || n == 0) return false;
    at += n;
    size -= n;
  }
  return true;
}

HANDLE as_handle(long long number) { return reinterpret_cast<HANDLE>(static_cast<std::intptr_t>(number)); }

struct Pipe {
  HANDLE read_end = nullptr;
  HANDLE write_end = nullptr;
};

Pipe inheritable_pipe() {
  SECURITY_ATTRIBUTES inherit{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
  Pipe pipe;
  if (::CreatePipe(&pipe.read_end, &pipe.write_end, &inherit, 0) == 0)
    throw CaseAborted(Status::not_applicable, "a second process: no pipe to talk to it");
  return pipe;
}

}  // namespace

class Helper {
 public:
  Helper(HANDLE process, HANDLE to, HANDLE from) : process_(process), to_(to), from_(from) {}
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  ~Helper() { kill(); }

  Result perform(const Call& call) const {
    Result result;
    if (!write_all(to_, &call, sizeof call) || !read_all(from_, &result, sizeof result))
      result.error = ERROR_NOT_FOUND;
    return result;
  }

  void kill() {
    if (process_ == nullptr) return;
    ::TerminateProcess(process_, 1);
    reap();
  }

  void exit() {
    if (process_ == nullptr) return;
    const Call call = Call::exit_process();
    write_all(to_, &call, sizeof call);
    reap();
  }

 private:
  void reap() {
    ::WaitForSingleObject(process_, 5000);
    for (const HANDLE handle : {process_, to_, from_}) ::CloseHandle(handle);
    process_ = nullptr;
  }

  HANDLE process_;
  HANDLE to_;
  HANDLE from_;
};

int serve_calls(long long in, long long out) {
  Call call;
  while (read_all(as_handle(in), &call, sizeof call)) {
    const Result result = carry_out(call);
    if (!write_all(as_handle(out), &result, sizeof result)) break;
  }
  return 0;
}

Process this_process() { return {"", nullptr}; }

Process child_with_our_sockets(const std::string&) {
  throw CaseAborted(Status::not_applicable, "a child that keeps the sockets of its parent: no fork()");
}

Process program_with_our_sockets(const std::string&) {
  throw CaseAborted(Status::not_applicable,
                    "a program that inherits sockets, which the suite does not start on Windows");
}

Process another_process(const std::string& name) {
  const Pipe calls = inheritable_pipe();
  const Pipe results = inheritable_pipe();
  char self[MAX_PATH];
  ::GetModuleFileNameA(nullptr, self, sizeof self);
  const auto number = [](HANDLE handle) { return std::to_string(reinterpret_cast<std::intptr_t>(handle)); };
  std::string line =
      "\"" + std::string(self) + "\" --helper " + number(calls.read_end) + " " + number(results.write_end);
  STARTUPINFOA startup{};
  startup.cb = sizeof startup;
  PROCESS_INFORMATION started{};
  // Only the helper's two ends may live in it, or this process would never see its end.
  ::SetHandleInformation(calls.write_end, HANDLE_FLAG_INHERIT, 0);
  ::SetHandleInformation(results.read_end, HANDLE_FLAG_INHERIT, 0);
  const BOOL ok =
      ::CreateProcessA(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &startup, &started);
  ::CloseHandle(calls.read_end);
  ::CloseHandle(results.write_end);
  if (ok == 0) throw CaseAborted(Status::not_applicable, "a second process: this platform did not start one");
  ::CloseHandle(started.hThread);
  log_step(name + " starts", "ok");
  return {name, std::make_shared<Helper>(started.hProcess, calls.write_end, results.read_end)};
}

Process process_of_another_user(const std::string&) {
  throw CaseAborted(Status::not_applicable, "needs a second user, which the suite cannot become on Windows");
}

bool is_root() { return false; }

Result Process::perform(const Call& call) const {
  return helper_ ? helper_->perform(call) : probe::perform(call);
}

// For sockets that a child inherited, of which there is none here.
void Process::begin(const Call&) const {}
bool Process::has_finished() const { return false; }
Result Process::finish() const { return Result::missing(); }

void Process::change_user() const {
  throw CaseAborted(Status::not_applicable, "needs a second user, which the suite cannot become on Windows");
}

void Process::leave_child(const std::string&) const {
  throw CaseAborted(Status::not_applicable, "a child that keeps the sockets of its parent: no fork()");
}

void Process::kill() {
  if (helper_) helper_->kill();
  log_step(name_ + " is killed", "ok");
}

void Process::exit() {
  if (helper_) helper_->exit();
  log_step(name_ + " exits", "ok");
}

}  // namespace probe
