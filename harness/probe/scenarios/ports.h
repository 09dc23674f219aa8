// Ports that the system chooses, and the reserved ones below 1024.
#pragma once
#include <string>
#include <vector>

#include "probe/net/socket.h"
#include "probe/scenarios/connection.h"

namespace probe {

struct PortRange {
  Port first = 0;
  Port last = 0;

  bool has(Port port) const { return first <= port && port <= last; }
  int size() const { return last - first + 1; }
  // "20001-20003": the range without its first `skipped` ports, as settings write it.
  std::string text(int skipped = 0) const {
    return std::to_string(first + skipped) + "-" + std::to_string(last);
  }
};

// Leaves the stack only `count` ports to choose from, the first of them even (Linux: ip_local_port_range). A
// socket that has its port already keeps it, and it lies outside. Ends the case as not-applicable where the
// suite cannot change this, or the stack's choice does not follow.
PortRange narrow_automatic_ports(int count);
// Ends the case as not-applicable unless the ports that the system chooses now lie in the range, which `setting` states.
void require_choice_within(const PortRange& range, const std::string& setting);

// Takes every port of the range: one socket of the running variant each, which sets `options` and binds port
// 0 of the loopback address. Ends the case as broken when a bind fails before.
std::vector<Socket> take_all(const PortRange& range, const Options& options = {});

// Whether bind() to port 0 of `address` gives a port that another socket has: 400 sockets of the running variant serve the
// loopback address, each with `options` and a port of the system's choice; then 2,500 fresh sockets with `options` bind port 0
// of `address`, one after the other. A system that draws from all its 64,512 ports whatever is held comes upon none of the 400
// less than once in a million times ((1 - 400 / 64512)^2500 = 2 * 10^-7). Ends the case as not-applicable where so many sockets cannot be open.
bool gives_held_port(const Options& options, const Address& address);

// Connects to `destination` from every port of the range: one socket of the running variant each, not bound
// before. Ends the case as broken when one fails before.
std::vector<Socket> connect_all(const PortRange& range, const Address& destination);

// How a client gets its port: it binds port 0 before it connects, or leaves the choice to connect().
enum class Way { bind_first, connect_only };

// Makes a connection to the listener from every port of the range, each ended by the client first, and shows
// that each left TIME_WAIT on the client's side.
void leave_range_in_time_wait(Socket& destination, const PortRange& range, Way way);

// Tries the ports of `address` from 1023 down to 512, as rsh and its kind look for a reserved port, and stops
// at the first that it gets: "ok", or the error of the last try. An error that another port does not change
// ends the search.
Outcome bind_from_the_top(Socket& socket, const Address& address);
// Ends the case as not-applicable where the case may not bind reserved ports.
void require_reserved_ports();

// One run of such a program: a client with `options` finds its reserved port from the top, connects, and
// closes first, so that the port is in TIME_WAIT. Ends the case as not-applicable where it may not bind
// reserved ports.
Connection leave_reserved_port_in_time_wait(const Options& options = {});

// bindresvport(socket, NULL): a reserved port of the C library's choice. Missing where the library has no
// such function.
Outcome bind_reserved(Socket& socket);

// The value of IP_LOCAL_PORT_RANGE for these bounds (2const): the last in the upper half, the first in the
// lower one.
int port_range_value(Port first, Port last);

// Whether `port` lies in the range, as a word: "inside", "outside".
Outcome place_of(Port port, const PortRange& range);

// "even", "odd" or "both": the ports of these sockets. Fifteen or more, drawn from twenty of each, are all of
// one parity by chance less than once in a million times.
Outcome parity_of(std::vector<Socket>& sockets);
// "lower half", "upper half" or "both halves" of the range: where the sockets' ports lie. Thirty ports, drawn from all of
// 160, lie in one half by chance less than once in a million times (2 * C(80, 30) / C(160, 30) = 7 * 10^-11).
Outcome half_of(std::vector<Socket>& sockets, const PortRange& range);
// "from the first number": the sockets have the ports of the range in their order, from its first one on. "in order":
// each has the next port after the one before, or the next but one. "scattered" otherwise. By chance alone six sockets
// come out in order less than once in a million times.
Outcome order_of(std::vector<Socket>& sockets, const PortRange& range);
// The narrowest range of automatic ports that some system has by default and that holds all these sockets'
// ports ("32768-60999"), "other" where none does. The details lowest_port and highest_port are those seen.
// Two hundred ports drawn from one range all lie in a narrower one that is known less than once in a thousand
// million times.
Outcome known_range_of(std::vector<Socket>& sockets);
// "600-1023": the lowest and the highest of the sockets' ports.
Outcome lowest_and_highest(std::vector<Socket>& sockets);

}  // namespace probe
