// lwIP in this process: its thread, and a loopback device that every address of the suite is on.
#pragma once
#include <string>

namespace in_front {

// Starts lwIP with 127.0.0.1/8, ::1, 127.0.0.2 and fd00:add::2; returns when it can be used. The first call starts it.
void start_stack();
bool is_stack_started();

// What /proc/net/tcp (IPv4) and /proc/net/tcp6 would hold if this stack were Linux's (proc(5)).
std::string table_of_ipv4();
std::string table_of_ipv6();

}  // namespace in_front
