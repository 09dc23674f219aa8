// What Windows says of itself, and whether it is Wine that says so (ntdll then exports wine_get_version).
#include "runner/facts.h"

#include "probe/net/network_stack.h"
#include "probe/os/windows/winsock.h"

namespace runner {
namespace {

using VersionFunction = LONG(WINAPI*)(OSVERSIONINFOW*);
using WineFunction = const char*(CDECL*)();

template <typename Function>
Function function_of(const char* name) {
  const HMODULE library = ::GetModuleHandleA("ntdll.dll");
  return library == nullptr
             ? nullptr
             : reinterpret_cast<Function>(reinterpret_cast<void*>(::GetProcAddress(library, name)));
}

std::string windows_version() {
  OSVERSIONINFOW version{};
  version.dwOSVersionInfoSize = sizeof version;
  const auto ask = function_of<VersionFunction>("RtlGetVersion");
  if (ask == nullptr || ask(&version) != 0) return "unknown";
  return std::to_string(version.dwMajorVersion) + "." + std::to_string(version.dwMinorVersion) + "." +
         std::to_string(version.dwBuildNumber);
}

}  // namespace

Facts ask_facts() {
  Facts facts;
  facts.values = {{"sysname", "Windows"},
                  {"release", windows_version()},
                  {"version", windows_version()},
                  {"machine", "x86_64"},
                  {"libc", "msvcrt"},
                  {"stack", probe::network_stack_name()}};
  if (const auto wine = function_of<WineFunction>("wine_get_version")) facts.values["wine"] = wine();
  return facts;
}

}  // namespace runner
