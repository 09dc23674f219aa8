// A cell of the grid: a first socket (or several) in a state, a second socket, what it attempts, and the
// answers.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "grid/core/address.h"
#include "grid/core/option.h"
#include "grid/core/raw.h"

namespace grid {

enum class Situation : std::uint8_t {
  absent,  // no socket
  bound,
  listening,
  listening_pending,  // with a connection that nobody has accepted
  closed,             // bound, and closed again before the second socket comes
  closed_held,        // likewise, while a socket of the same kind on another address keeps the port
  // Connections. The listener and all helpers of the set-up are closed.
  established,
  time_wait,
  close_wait,
  fin_wait_1,
  fin_wait_2,
  fin_wait_2_orphan,  // its descriptor is closed
  last_ack,
  count
};

// Which end of a connection the first socket is, and how its port was chosen.
enum class Role : std::uint8_t { server, client_bind, client_auto, client_noport, count };

enum class Attempt : std::uint8_t { bind, listen, connect, connect_peer, count };
enum class When : std::uint8_t {
  before,
  after,
  cleared,
  count
};  // the first's options, relative to its bind()
enum class PortChoice : std::uint8_t { explicit_port, automatic, count };
enum class Spread : std::uint8_t {
  none,
  one,
  many,
  count
};  // of a crowd: one address, or an address for each

struct Cell {
  Protocol protocol = Protocol::tcp;
  Situation situation = Situation::absent;
  Role role = Role::server;
  Address addr1 = Address::none;
  Options opts1 = 0;
  Address addr2 = Address::any4;
  Options opts2 = 0;
  bool other_user = false;
  Attempt attempt = Attempt::bind;
  When when = When::before;
  PortChoice port = PortChoice::explicit_port;
  Situation situation0 = Situation::absent;  // of a socket before the first one
  Address addr0 = Address::none;
  Options opts0 = 0;
  std::uint8_t count = 1;  // how many first sockets
  Spread spread = Spread::none;
};

// Who receives what is sent to an address.
enum class Receiver : std::uint8_t {
  unasked,
  first,
  second,
  other,  // the zeroth socket, or the one that holds the port
  both,   // the first and the second
  first_and_other,
  second_and_other,
  all,
  nobody,  // the connection was made, and none of the cell's sockets can accept it
  refused,
  dropped,  // no answer
  count
};

// The addresses to which a connection or a datagram is sent.
enum class Destination : std::uint8_t { lo4, alias4, lo6, peer, count };
inline constexpr std::size_t kDestinations = static_cast<std::size_t>(Destination::count);

struct Answer {
  Result bind = Result::not_made;
  Result listen = Result::not_made;
  Result connect = Result::not_made;
  Receiver winner = Receiver::unasked;
  std::array<Receiver, kDestinations> receivers{};
};

bool operator==(const Answer& one, const Answer& other);

bool is_connection(Situation situation);

std::string_view name(Protocol protocol);
std::string_view name(Attempt attempt);
std::string_view name(Receiver receiver);
std::string_view name(Destination destination);
// `time-wait:client-auto`; a server's connection has no role in its name, nor has a UDP socket that was
// bound.
std::string_view state_name(Protocol protocol, Situation situation, Role role);

// The fields that tell cells apart, joined by slashes, in the order of kKeyNames. It is a cell's name on the
// command line.
std::string cell_name(const Cell& cell);

inline constexpr std::array<std::string_view, 15> kKeyNames = {
    "proto", "state", "addr1",  "opts1", "addr2", "opts2", "user",  "attempt",
    "when",  "port",  "state0", "addr0", "opts0", "count", "spread"};
using KeyValues = std::array<std::string_view, kKeyNames.size()>;
KeyValues key_values(const Cell& cell);

// The contract's columns; answers are among them.
inline constexpr std::string_view kCsvHeader =
    "proto,state,addr1,opts1,addr2,opts2,user,bind,listen,winner,connect,attempt,when,port,receivers,state0,"
    "addr0,"
    "opts0,count,spread";
// Appends the line, with its end of line. Millions of lines are written: nothing else is allocated.
void append_csv_line(std::string& text, const Cell& cell, const Answer& answer);

}  // namespace grid
