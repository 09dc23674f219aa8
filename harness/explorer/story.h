// Stories: sequences of steps on sockets, as text and as structures. Grammar, version 1 (one story per line):
//
//   file  = "addrinuse-stories 1" { line }          lines that are empty or begin with "#" are passed over
//   story = step { ";" step }
//   step  = slots "=" "open" kind [ "user2" ]       kind: tcp4, tcp6, udp4, udp6
//         | slots "." "set" option number           options: option.h
//         | slots "." "bind" place
//         | slots "." "listen" number               the backlog
//         | slots "." "connect" target
//         | slots "." "disconnect"                  connect() to AF_UNSPEC
//         | slots "=" "accept" slot
//         | slots "." "send" [ target ]             one byte that names the sender
//         | slots "." "fill"                        send until the system takes no more
//         | slots "." "receive"
//         | slots "." "shutdown" ( "read" | "write" | "both" )
//         | slots "." "close"
//         | slots "." "option" option               read it
//         | "probe" kind place [ number ]           fresh clients (1, or as many); who receives them
//         | child "=" "fork" slot                   a process that has this socket and no other
//         | child "." ( "accept" | "exit" | "kill" )
//         | sleeper "=" "block" slot ( "accept" | "receive" | "poll" | "epoll" )     a thread that waits
//         | "setting" name number                   settings of the stack: settings.h
//         | "wait" number                           milliseconds
//   slots = slot [ "-" number ]                     s0 to s139; s4-9: the step is made on each of them
//   place = address port;  target = place | slot    addresses: grid/core/address.h
//   port  = "P0" … "P3" | "0" | "=" slot            a port of the story's own, automatic, or a socket's;
//                                                   P3 shares a slot of the kernel's table with P0
//   child = p0 to p3;  sleeper = w0 to w3
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "explorer/option.h"
#include "explorer/settings.h"
#include "grid/core/raw.h"

namespace explorer {

inline constexpr std::string_view kStoryHeader = "addrinuse-stories 1";
inline constexpr std::uint8_t kSlots =
    140;  // more than a group of listeners holds at first (Linux: INIT_SOCKS, 128)
inline constexpr std::uint8_t kChildren = 4;
inline constexpr std::uint8_t kSleepers = 4;
inline constexpr int kExplicitPorts = 4;
inline constexpr std::size_t kMaxSteps = 64;
inline constexpr std::uint8_t kNoSlot = 255;

struct SocketKind {
  grid::Family family = grid::Family::ipv4;
  grid::Protocol protocol = grid::Protocol::tcp;
};

struct PortChoice {
  enum class From : std::uint8_t { own, automatic, slot };
  From from = From::automatic;
  std::uint8_t number = 0;  // of the own port, or of the slot
};

enum class How : std::uint8_t { read, write, both };
enum class Wait : std::uint8_t { accept, receive, poll, epoll };

struct Step {
  enum class Kind : std::uint8_t {
    open,
    set,
    bind,
    listen,
    connect,
    disconnect,
    accept,
    send,
    fill,
    receive,
    shutdown,
    close,
    option,
    probe,
    fork,
    child_accept,
    child_exit,
    child_kill,
    block,
    setting,
    wait
  };
  Kind kind = Kind::wait;
  std::uint8_t first = 0;        // the slots, the child or the sleeper
  std::uint8_t last = 0;         // the last of the slots
  std::uint8_t other = kNoSlot;  // the slot that a step names besides
  SocketKind socket;
  bool other_user = false;
  bool has_place = false;
  grid::Address address = grid::Address::none;
  PortChoice port;
  OptionName option = OptionName::reuseaddr;
  Setting setting = Setting::port_range;
  How how = How::both;
  Wait waits_for = Wait::poll;
  int value = 0;
};

struct Story {
  std::vector<Step> steps;
  std::string error;  // what is wrong with the text, and in which step; empty if nothing is
};

// Reads one line. The story has no steps if there is an error.
Story parse_story(std::string_view line);

}  // namespace explorer
