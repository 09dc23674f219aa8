#include "grid/core/system.h"

#include "os/sockets.h"
// After winsock2.h.
#include <windows.h>

namespace grid::sys {

std::string system_name() { return "Windows"; }

std::string system_release() {
  // GetVersionEx() tells programs without a manifest an old number; RtlGetVersion() does not (Microsoft
  // Learn).
  using GetVersion = LONG(WINAPI*)(OSVERSIONINFOW*);
  OSVERSIONINFOW version{};
  version.dwOSVersionInfoSize = sizeof version;
  const HMODULE library = ::GetModuleHandleW(L"ntdll.dll");
  const auto address = library == nullptr ? nullptr : ::GetProcAddress(library, "RtlGetVersion");
  const auto get_version = reinterpret_cast<GetVersion>(reinterpret_cast<void*>(address));
  if (get_version == nullptr || get_version(&version) != 0) return "unknown";
  return std::to_string(version.dwMajorVersion) + "." + std::to_string(version.dwMinorVersion) + "." +
         std::to_string(version.dwBuildNumber);
}

void start() {
  WSADATA data{};
  ::WSAStartup(MAKEWORD(2, 2), &data);
}

std::size_t socket_limit() { return 1000; }

bool act_as_other_user(bool) { return false; }

std::int64_t clock_second() { return static_cast<std::int64_t>(::GetTickCount64() / 1000); }

double seconds_now() {
  LARGE_INTEGER count{};
  LARGE_INTEGER frequency{};
  ::QueryPerformanceCounter(&count);
  ::QueryPerformanceFrequency(&frequency);
  return static_cast<double>(count.QuadPart) / static_cast<double>(frequency.QuadPart);
}

double processor_seconds() {
  FILETIME created{};
  FILETIME ended{};
  FILETIME system{};
  FILETIME user{};
  ::GetProcessTimes(::GetCurrentProcess(), &created, &ended, &system, &user);
  const auto ticks = [](const FILETIME& time) {
    return static_cast<double>(time.dwHighDateTime) * 4294967296.0 + static_cast<double>(time.dwLowDateTime);
  };
  return (ticks(system) + ticks(user)) * 1e-7;  // units of 100 ns
}

}  // namespace grid::sys
