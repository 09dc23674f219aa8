// Servers as the runtimes of languages open them: what a real program of a runtime sets on its sockets.
#pragma once
#include <string>
#include <vector>

#include "probe/core/outcome.h"

namespace probe {

// A program that opens one TCP listener and then waits.
struct RuntimeProgram {
  std::vector<std::string>
      command;  // run in a temporary directory; "{file}" stands for the program's file, Main with its suffix
  std::string text;         // of that file; empty where the command is the whole program
  std::string suffix = {};  // of that file, with its dot
  std::vector<std::string>
      version;  // the runtime, and what makes it name its version in its first line of output
};

// Programs from their source text. Go and Rust are compiled first.
RuntimeProgram python_program(const std::string& text);
RuntimeProgram node_program(const std::string& text);
RuntimeProgram java_program(const std::string& text);
RuntimeProgram go_program(const std::string& text);
RuntimeProgram rust_program(const std::string& text);
// A program in C++ of the library Boost.Asio or its standalone form, Debian's libasio-dev.
RuntimeProgram asio_program(const std::string& text);
// nginx with one server whose directive `listen` has a free port of the IPv4 loopback address and these
// parameters.
RuntimeProgram nginx_program(const std::string& parameters);

// Starts the program and waits, up to `timeout` seconds (a compiler may have to run first), until a process of it listens. The word: those of SO_REUSEADDR and
// SO_REUSEPORT that the listener has, as "SO_REUSEADDR", "SO_REUSEADDR, SO_REUSEPORT" or "neither". The details version,
// address, backlog (as the system keeps it) and, for an IPv6 listener, IPV6_V6ONLY say the rest. The program is ended again.
// Ends the case as not-applicable if the runtime is not installed, or the system does not let a process look at another one's
// sockets (Linux does: pidfd_getfd(2)) or no process can be started; as broken if no listener is seen.
Outcome options_of_listener(const RuntimeProgram& program, double timeout = 120);
// The same for a program that opens one UDP socket: the options of that.
Outcome options_of_receiver(const RuntimeProgram& program, double timeout = 120);
// The first line that the program prints, whatever it opens. Ends the case as broken if none comes within
// `timeout` seconds.
Outcome output_of(const RuntimeProgram& program, double timeout = 120);
// The same for the family of the listener: "both" for an IPv6 socket with IPV6_V6ONLY off, "IPv6" or "IPv4".
Outcome families_of_listener(const RuntimeProgram& program, double timeout = 120);

}  // namespace probe
