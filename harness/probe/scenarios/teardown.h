// How connections end: the states each side goes through, how long it stays in them, and what the other side
// reads.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "probe/scenarios/connection.h"

namespace probe {

// The states that one end of a connection is in, step by step. They are short on a fast path, so a case holds
// each of them still (fill_send_path below) and says which one it waits for.
class StateTrace {
 public:
  // Of the end at `local`, as the stack's table has it: CLOSED where there is no such entry. Ends the case as
  // not-applicable where the system has no table.
  StateTrace(const Address& local, const Address& remote);
  // As the socket reports itself (TCP_INFO). Ends the case as not-applicable if the system has no such
  // report.
  explicit StateTrace(Socket& socket);

  // Polls until the end is in `state` or CLOSED, or the timeout expires, and adds the state that is there
  // then. Returns whether it is `state`.
  bool wait_for(TcpState state, double timeout = 2.0);
  // The states added so far, each once in a row: "FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT".
  Outcome seen() const;

 private:
  std::string whose_;
  std::function<TcpState()> query_;
  std::vector<TcpState> states_;
};

// What an end that is over leaves behind: "TIME_WAIT", "nothing", or the name of a state that it stays in.
// Where the table shows no entry, a plain socket tries the port, which nobody else may hold: "TIME_WAIT"
// where it is refused. The detail shown_by says which it was.
Outcome what_is_left(const Address& local, const Address& remote);

// Sends until the peer, which does not read, takes no more and neither does the own buffer: what is sent
// after that, a FIN too, cannot leave before the peer reads. Returns how many bytes went in. Ends the case as
// broken where there is no end to it.
long fill_send_path(Socket& sender);
// Reads everything up to the end: "eof", an error's name, or "nothing" where neither comes within `timeout`
// seconds of the last byte. The detail bytes_read says how much there was.
Outcome read_to_eof(Socket& receiver, double timeout = kDefaultTimeout_s);
// What a socket reads whose reading side is shut down, once what its peer has sent had time to arrive:
// "data", or else "eof", an error's name, "nothing".
Outcome receive_after_delay(Socket& receiver);

// Waits until the server's end of the connection, which it has closed, is in FIN_WAIT_2. Where the table
// shows no such end (gVisor's leaves out what has no socket any more), a plain socket that is refused the
// port, on which nobody may listen, is the evidence. The detail fin_wait_shown_by says which it was. Ends the
// case as not-applicable if a plain socket gets the port, as broken if the end is in another state.
void show_fin_wait_2(const Connection& connection);

// From now on, how long the server's end of the connection waits for the client's FIN (FIN_WAIT_1 and
// FIN_WAIT_2), as duration() says it. The listener must be closed. Where the table shows no such end, a plain
// socket that is refused the port is the evidence. The details fin_wait_shown_by and then say which it was,
// and what the table shows after it.
Outcome fin_wait_lasts(const Connection& connection, double timeout);
// The same for the end at `local` of a connection to `remote`.
Outcome fin_wait_lasts(const Address& local, const Address& remote, double timeout);

// From now on, how long the end at `local` stays in `state`, in which it is, as duration() says it. Ends the
// case as not-applicable where the system has no table.
Outcome state_lasts(const Address& local, const Address& remote, TcpState state, double timeout);

// shutdown(SHUT_RDWR) of a listener; gives the address that the listener had before, which the call may take away. What it
// returned is the detail "shutdown". Ends the case as not-applicable where it failed and the listener still has its address:
// some systems refuse a socket without a connection (POSIX.1-2017, shutdown: ENOTCONN).
Address shut_down(Socket& listener);
// connect() to AF_UNSPEC of a connected socket. What it returned is the detail "disconnect": where it works it may still
// report an error (FreeBSD's connect(2): EAFNOSUPPORT). Ends the case as not-applicable where the peer is still there
// afterwards.
void dissolve(Socket& socket);

// What getsockname() says of a socket that was bound to the wildcard and `port`: "wildcard address, same port",
// "specific address, other port", …; "no address" where it says nothing.
Outcome what_is_left_of(const std::optional<Address>& local, Port port);

// The seconds that close() takes, as duration() says it. What it returns is the detail close_returned.
Outcome close_takes(Socket& socket);
// The seconds until a process that is asked to exit is gone, as duration() says it.
Outcome exit_takes(Process& process);

}  // namespace probe
