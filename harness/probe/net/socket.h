// Owning sockets with the names that the case gives them. No call here throws for an error of the system:
// it returns an Outcome, and every call is a step of the transcript. Every wait has a timeout, in
// seconds (core/polling.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probe/core/outcome.h"
#include "probe/core/polling.h"
#include "probe/core/variant.h"
#include "probe/net/address.h"
#include "probe/net/calls.h"
#include "probe/net/option.h"
#include "probe/net/process.h"
#include "probe/net/tcp_state.h"

namespace probe {

// What came out of a socket: outcome is "data", "eof", "nothing" (the timeout expired) or an error's name.
struct [[nodiscard]] Received {
  Outcome outcome;
  std::string text;
  Address from;

  operator Outcome() const { return outcome; }  // NOLINT: a step of the case like any other
};

// GIVEN(socket.receive(), expected): "eof", an error's name, or the bytes: data("hello").
void given(const Received& step, const Outcome& expected, std::string_view text);

class Socket {
 public:
  // Opens a socket in `where`. Failing leaves a socket whose every call answers EBADF; opened() says why.
  Socket(Process where, Family family, Protocol protocol, std::string name);
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  const std::string& name() const { return name_; }
  bool is_open() const { return handle_ != kNoHandle; }
  const Outcome& opened() const { return opened_; }

  Outcome set(const Option& option, int value = 1);
  Outcome set_text(const Option& option, const std::string& value);
  Outcome set_bytes(const Option& option, const Bytes& value);
  // SO_LINGER on, with this many seconds (0: close() resets the connection).
  Outcome set_linger(int seconds);
  // The option's value; -1 and a step in the transcript when the system refuses to say.
  int get(const Option& option);
  // The same as a word: "set", "not set", or why it cannot be said.
  Outcome is_set(const Option& option);

  Outcome bind(const Address& address);
  Outcome listen(int backlog = 16);
  // Connects, waiting for the answer: "ok", an error, or "no answer" within `timeout`.
  Outcome connect(const Address& address, double timeout = kDefaultTimeout_s);
  // connect() as most programs call it, blocking. For peers that answer or refuse at once: this wait has no
  // timeout.
  Outcome connect_blocking(const Address& address);
  // Only sends the first segment: "ok" where the connection stands at once, "EINPROGRESS" otherwise.
  Outcome start_connecting(const Address& address);
  // connect() to AF_UNSPEC: dissolves the association (connect(2)).
  Outcome disconnect();
  // Takes a connection from the queue; ends the case as broken when none comes within `timeout`.
  Socket accept(const std::string& name, double timeout = kDefaultTimeout_s);
  // Whether a connection or datagram is there to be taken, or the peer's end; looks again until `timeout`.
  [[nodiscard]] bool is_readable(double timeout = kDefaultTimeout_s) const;

  Outcome send(const std::string& text);
  Outcome send_to(const Address& address, const std::string& text);
  Received receive(double timeout = kDefaultTimeout_s);
  Outcome shutdown(How how);
  Outcome close();
  Socket duplicate(const std::string& name);
  // Its calls do not wait from now on (POSIX.1-2017, fcntl: O_NONBLOCK).
  Outcome set_nonblocking();
  // A program that is executed from now on inherits it: the sockets of the suite are opened with
  // close-on-exec.
  Outcome keep_on_exec();
  // The same socket as `child` has it, which inherited it (child_with_our_sockets).
  Socket inherited_by(const Process& child, const std::string& name) const;
  // accept() in two steps, for a process that waits in it: begins it, and says whether a connection was
  // accepted, which is closed again.
  void begin_accepting() const;
  bool has_accepted() const;

  // The addresses of both ends: getsockname(), getpeername(). They end the case as broken, with the error, if the system
  // does not give one. Ask before a call that may take the address away (shutdown(), connect() to AF_UNSPEC).
  Address local() const;
  Address peer() const;
  Port port() const { return local().port; }
  // The same where the answer is what the case asks about: nothing where the system refuses.
  std::optional<Address> local_if_any() const;
  // Whether getpeername() gives an address: a socket without a connection has none (POSIX.1-2017, getpeername: ENOTCONN).
  [[nodiscard]] bool has_peer() const;
  TcpState state();

  // For the vocabulary itself: one call on this socket, written down as `text`.
  Result call(const Call& call, const std::string& text);
  // The same, not written down: for words that make many calls and write down what they come to.
  Result quietly(Call call) const;

 private:
  Socket(Process where, Handle handle, std::string name);
  Outcome outcome_of(const Result& result) const;
  Address address_from(const Call& call, const char* text) const;

  Process where_;
  Handle handle_ = kNoHandle;
  std::string name_;
  Outcome opened_ = Outcome::ok();
};

// A socket of the running variant's protocol and family. Ends the case as not-applicable where the platform
// has no such family. In the mapped variants it is an IPv6 socket with IPV6_V6ONLY off.
Socket make_socket(const std::string& name);
Socket make_socket(const Process& where, const std::string& name);
// A TCP or UDP socket of the running variant's family.
Socket tcp(const std::string& name);
Socket tcp(const Process& where, const std::string& name);
Socket udp(const std::string& name);
Socket udp(const Process& where, const std::string& name);
// The same of one family, whatever the variant.
Socket tcp4(const std::string& name);
Socket tcp6(const std::string& name);
Socket udp4(const std::string& name);
Socket udp6(const std::string& name);
Socket socket_for(const Address& address, Protocol protocol, const std::string& name);
Socket unix_stream(const std::string& name);

// Options that a socket sets before it binds.
using Options = std::vector<Option>;
// Sets each of them. Ends the case as broken where that fails.
void set_all(Socket& socket, const Options& options);

// A socket of the running variant that sets `options`, binds `address` and, for TCP, listens.
Socket serving(const std::string& name, const Options& options, const Address& address,
               const Process& where = this_process());

// Makes a bound socket of the running variant serve: TCP listens, UDP receives as it is.
Outcome listen_if_tcp(Socket& socket);

// Whether the stack has the IPv6 loopback address. An IPv6 socket says nothing without it: every bind() to ::1 is refused,
// whoever holds the port. make_socket(), tcp(), udp(), tcp6() and udp6() end the case as not-applicable there.
bool has_ipv6_loopback();

// Ends the case as not-applicable where the second local address of the running variant is not there. Where a stack
// binds addresses that are nobody's, bind() does not show that it is: then what is sent there must arrive.
void require_second_local();

}  // namespace probe
