// What the first process of a guest does, whichever way the guest talks to the machine that started it: makes a bare
// kernel fit for the programs of the suite, starts one of them, powers off.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace guest {

constexpr std::size_t kSeedBytes = 32;

// Receives the reason for which the guest ends, before it does; set by the program that includes this.
extern void (*at_end)(const std::string& reason);

[[noreturn]] void power_off();

// Writes on the console what failed, and errno's message; then powers off.
[[noreturn]] void give_up(const std::string& what);

// The content of a file; nothing if it cannot be read.
std::string text_of(const std::string& path);

// Writes to a file that exists, such as a setting of the kernel. A kernel without the file is left as it is.
void write_text(const std::string& path, const char* text);

// Mounts what programs expect: /proc, /sys, /dev. Their folders are made if they are missing.
void mount_file_systems();

// Every case runs in a network namespace of its own: gives up if the kernel has none.
void check_namespaces();

// A clock that skips idle time only skips to the next one who wants to be woken. Stops those who only look after memory,
// of which nothing is used in a guest; each is a setting of some kernels.
void disable_periodic_work();

// Starts the kernel's generator of random numbers from kSeedBytes bytes.
void seed_random_numbers(const unsigned char* seed);

// Gives the present network namespace the addresses and routes that the cases use.
void configure_network();

// Becomes a program, with a file as its standard input. `environment` has NAME=VALUE entries besides PATH and HOME.
[[noreturn]] void become_program(const char* path, const char* input, std::vector<std::string> words,
                                 std::vector<std::string> environment);

}  // namespace guest
