// What a platform says of itself when asked.
#pragma once
#include <map>
#include <string>

namespace runner {

struct Facts {
  std::map<std::string, std::string> values;    // sysname, release, version, machine, libc, stack, user
  std::map<std::string, std::string> settings;  // "net.ipv4.tcp_fin_timeout": "60"
};

// Asked inside the isolation that cases get: settings belong to a stack.
Facts ask_facts();
std::string json_of(const Facts& facts);

}  // namespace runner
