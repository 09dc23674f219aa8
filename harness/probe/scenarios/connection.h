// How many cases begin: one connection, made and ended in a certain way.
#pragma once
#include <string>
#include <vector>

#include "probe/net/socket.h"

namespace probe {

// Whose sockets a connection is between.
struct Cast {
  Process server = this_process();
  Process client = this_process();
};

// The TIME_WAIT that a connection left: the addresses as the side that keeps it has them, and the moment (of
// now()) before which it cannot have begun.
struct TimeWait {
  Address local;
  Address remote;
  double not_before = 0;
};

// A listener, one connection it accepted, and the client's end.
struct Connection {
  Socket listener;
  Socket server;
  Socket client;
  Address server_address;  // as the accepted socket has it
  Address client_address;
  TimeWait time_wait = {};  // once both are closed, by close_server_first or close_client_first
};

// A server that sets `options`, binds `address` (port 0: one of the system's choice) and listens.
Socket listening(const std::string& name, const Options& options = {}, const Address& address = loopback(),
                 const Process& where = this_process());

// Such a server with one established connection from a client that set `client_options`.
// A client of a wildcard server connects to the loopback address.
Connection connected(const Options& server_options = {}, const Address& address = loopback(),
                     const Options& client_options = {}, const Cast& cast = {});
// The connection that `client` makes to `listener`, which accepts it; what the two have set or bound before
// stays.
Connection connected_to(Socket listener, Socket client);

// Such a connection in a stack of the case's own that has only one automatic port left, which is the
// client's: whoever asks for one after it gets the same or none. The listener is at `address`, a socket of
// `where`. Ends the case as not-applicable where the range of ports cannot be set.
Connection connected_from_the_only_port(const Address& address = loopback(),
                                        const Process& where = this_process());

// The listener is closed, and so is the server's end, which the client's does not follow: the end becomes an
// orphan that waits for the client's FIN. Returns when the client has read end of file.
void leave_orphan(Connection& connection);

// A listener that is left to a child: its address, and the child that holds it.
struct LeftListener {
  Address address;
  Process child;
};

// A server with `options` listens, a child inherits its sockets, and the server closes the listener: now the
// child alone has it, and does not use it. Ends the case as not-applicable where there is no such child.
LeftListener leave_listener_to_child(const Options& options = {});

// Both sides close, the server's first; the listener is closed too. Returns when the server's side has its
// TIME_WAIT, shown by the stack's table. Ends the case as not-applicable where this stack keeps none.
void close_server_first(Connection& connection);
// The same with the client closing first: TIME_WAIT on the client's side. The listener stays open.
void close_client_first(Connection& connection);
// Both in one: a server that had a connection, closed it first and is gone. Returns the address it had.
Address leave_time_wait(const Options& server_options = {}, const Address& address = loopback());

// The state of the connection between these two addresses in the stack's table, seen from `local`:
// "TIME_WAIT", or "none" where there is no such entry. Missing where the system has no table.
Outcome state_between(const Address& local, const Address& remote);
// Waits until the table shows this state; the outcome is the state that is there in the end.
Outcome await_state(const Address& local, const Address& remote, TcpState state,
                    double timeout = kDefaultTimeout_s);
// How many entries of the table have this local port and state.
int entries(Port local_port, TcpState state);

// Ends the case as not-applicable unless TIME_WAIT is there. Where the stack has no table, a plain socket
// that is refused the port stands in as the evidence.
void show_time_wait(const Address& local, const Address& remote);

// A port on which no socket listens, fresh from the system, and none that this function returned recently.
Port free_port();

}  // namespace probe
