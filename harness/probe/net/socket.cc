#include "probe/net/socket.h"

#include <algorithm>
#include <utility>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"

namespace probe {
namespace {

std::string readable(const std::string& text) {
  return text.size() <= 24 ? "\"" + text + "\"" : std::to_string(text.size()) + " bytes";
}

// EAGAIN is not: it says that there is no local port left (connect(2)). Winsock calls it WSAEWOULDBLOCK.
bool in_progress(const Outcome& outcome) {
  return outcome.text() == "EINPROGRESS" || outcome.text() == "EWOULDBLOCK";
}

int milliseconds(double seconds) { return static_cast<int>(seconds * 1000); }

}  // namespace

void given(const Received& step, const Outcome& expected, std::string_view text) {
  const bool is_text = step.outcome == words::data && expected != words::data;
  given(is_text ? Outcome::word(step.text) : step.outcome, expected, text);
}

Socket::Socket(Process where, Family family, Protocol protocol, std::string name)
    : where_(std::move(where)), name_(std::move(name)) {
  const Result result = where_.perform(Call::open(family, protocol));
  opened_ = outcome_of(result);
  if (opened_.is_ok()) handle_ = result.value;
  const char* domain = family == Family::ipv4 ? "AF_INET" : family == Family::ipv6 ? "AF_INET6" : "AF_UNIX";
  const char* type = protocol == Protocol::udp ? "SOCK_DGRAM" : "SOCK_STREAM";
  const std::string place = where_.name().empty() ? "" : " in " + where_.name();
  log_step(name_ + " = socket(" + domain + ", " + type + ")" + place, opened_.text());
}

Socket::Socket(Process where, Handle handle, std::string name)
    : where_(std::move(where)), handle_(handle), name_(std::move(name)) {}

Socket::Socket(Socket&& other) noexcept
    : where_(std::move(other.where_)),
      handle_(std::exchange(other.handle_, kNoHandle)),
      name_(std::move(other.name_)),
      opened_(std::move(other.opened_)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    if (is_open()) quietly(Call::close());
    where_ = std::move(other.where_);
    handle_ = std::exchange(other.handle_, kNoHandle);
    name_ = std::move(other.name_);
    opened_ = std::move(other.opened_);
  }
  return *this;
}

Socket::~Socket() {
  if (is_open()) quietly(Call::close());
}

Result Socket::quietly(Call call) const {
  call.handle = handle_;
  return where_.perform(call);
}

Outcome Socket::outcome_of(const Result& result) const {
  if (result.unavailable) return Outcome::missing("this platform does not tell");
  return Outcome::of_error(result.error);
}

Result Socket::call(const Call& call, const std::string& text) {
  const Result result = quietly(call);
  log_step(name_ + "." + text, outcome_of(result).text());
  return result;
}

Outcome Socket::set_bytes(const Option& option, const Bytes& value) {
  if (!option.is_supported) {
    log_step(name_ + ".set(" + option.name + ")", "unsupported");
    return Outcome::missing(std::string(option.name) + " is unsupported");
  }
  const bool is_shown = value.size == sizeof(std::int32_t) && value.number() != 1;
  const std::string shown = is_shown ? ", " + std::to_string(value.number()) : "";
  const Outcome outcome = outcome_of(call(Call::set_option(option.level, option.number, value),
                                          std::string("set(") + option.name + shown + ")"));
  // The header knows the option, the system does not: ENOPROTOOPT (POSIX.1-2017, setsockopt).
  if (outcome.text() == "ENOPROTOOPT")
    return Outcome::missing(std::string(option.name) + " is unsupported (ENOPROTOOPT)");
  return outcome;
}

Outcome Socket::set(const Option& option, int value) { return set_bytes(option, bytes_of(value)); }

Outcome Socket::set_text(const Option& option, const std::string& value) {
  return set_bytes(option, bytes_of(value.data(), value.size()));
}

Outcome Socket::set_linger(int seconds) { return set_bytes(linger, linger_value(seconds)); }

int Socket::get(const Option& option) {
  if (!option.is_supported) return -1;
  const Result result = quietly(Call::get_option(option.level, option.number));
  const std::int32_t value = result.data.number();
  log_step(name_ + ".get(" + option.name + ")",
           result.error != 0 ? outcome_of(result).text() : std::to_string(value));
  return result.error != 0 ? -1 : value;
}

// Systems return other numbers than 1 for "set" (4 on the BSDs): only zero means that it is not.
Outcome Socket::is_set(const Option& option) {
  if (!option.is_supported) return Outcome::missing(std::string(option.name) + " is unsupported");
  const int value = get(option);
  if (value < 0) return words::refused;
  return Outcome::word(value != 0 ? words::set : words::not_set);
}

Outcome Socket::bind(const Address& address) {
  return outcome_of(call(Call::bind(address), "bind(" + address.text() + ")"));
}

Outcome Socket::listen(int backlog) {
  return outcome_of(call(Call::listen(backlog), "listen(" + std::to_string(backlog) + ")"));
}

Outcome Socket::start_connecting(const Address& address) {
  quietly(Call::set_blocking(false));
  const Outcome outcome = outcome_of(quietly(Call::connect(address)));
  quietly(Call::set_blocking(true));
  log_step(name_ + ".start_connecting(" + address.text() + ")", outcome.text());
  return outcome;
}

Outcome Socket::connect(const Address& address, double timeout) {
  quietly(Call::set_blocking(false));
  Outcome outcome = outcome_of(quietly(Call::connect(address)));
  if (in_progress(outcome)) {
    if (quietly(Call::wait_writable(milliseconds(timeout))).value <= 0) {
      outcome = words::no_answer;
    } else {
      const Result status = quietly(Call::get_option(error_status.level, error_status.number));
      outcome = Outcome::of_error(status.data.number());
    }
  }
  quietly(Call::set_blocking(true));
  log_step(name_ + ".connect(" + address.text() + ")", outcome.text());
  return outcome;
}

Outcome Socket::connect_blocking(const Address& address) {
  return outcome_of(call(Call::connect(address), "connect_blocking(" + address.text() + ")"));
}

Outcome Socket::disconnect() { return outcome_of(call(Call::disconnect(), "connect(AF_UNSPEC)")); }

bool Socket::is_readable(double timeout) const {
  return quietly(Call::wait_readable(milliseconds(timeout))).value > 0;
}

Socket Socket::accept(const std::string& name, double timeout) {
  if (!is_readable(timeout)) {
    log_step(name_ + ".accept()", "nobody came");
    throw CaseAborted(Status::broken, name_ + ".accept(): nobody came");
  }
  const Result result = quietly(Call::accept());
  log_step(name + " = " + name_ + ".accept()", outcome_of(result).text());
  if (result.error != 0) throw CaseAborted(Status::broken, name_ + ".accept(): " + outcome_of(result).text());
  return {where_, result.value, name};
}

Outcome Socket::send(const std::string& text) {
  const Call request = Call::send(bytes_of(text.data(), text.size()));
  return outcome_of(call(request, "send(" + readable(text) + ")"));
}

Outcome Socket::send_to(const Address& address, const std::string& text) {
  const Call request = Call::send_to(address, bytes_of(text.data(), text.size()));
  return outcome_of(call(request, "send_to(" + address.text() + ", " + readable(text) + ")"));
}

Received Socket::receive(double timeout) {
  Received received{words::nothing, "", {}};
  if (is_readable(timeout)) {
    const Result result = quietly(Call::receive());
    received.from = result.address;
    if (result.error != 0) {
      received.outcome = outcome_of(result);
    } else if (result.value == 0) {
      received.outcome = words::eof;
    } else {
      received.outcome = words::data;
      received.text.assign(result.data.at.begin(), result.data.at.begin() + result.data.size);
    }
  }
  log_step(name_ + ".receive()", received.text.empty() ? received.outcome.text() : readable(received.text));
  return received;
}

Outcome Socket::shutdown(How how) {
  constexpr const char* kNames[] = {"SHUT_RD", "SHUT_WR", "SHUT_RDWR"};
  return outcome_of(
      call(Call::shutdown(how), std::string("shutdown(") + kNames[static_cast<int>(how)] + ")"));
}

Outcome Socket::close() {
  const Outcome outcome = outcome_of(call(Call::close(), "close()"));
  handle_ = kNoHandle;
  return outcome;
}

Outcome Socket::set_nonblocking() { return outcome_of(call(Call::set_blocking(false), "set_nonblocking()")); }

Outcome Socket::keep_on_exec() { return outcome_of(call(Call::keep_on_exec(), "keep_on_exec()")); }

Socket Socket::inherited_by(const Process& child, const std::string& name) const {
  return {child, handle_, name};
}

void Socket::begin_accepting() const {
  Call accept = Call::accept();
  accept.handle = handle_;
  where_.begin(accept);
}

bool Socket::has_accepted() const {
  if (!where_.has_finished()) return false;
  const Result accepted = where_.finish();
  if (accepted.error != 0 || accepted.unavailable) return false;
  Call close = Call::close();
  close.handle = accepted.value;
  where_.perform(close);
  return true;
}

Socket Socket::duplicate(const std::string& name) {
  const Result result = quietly(Call::duplicate());
  log_step(name + " = dup(" + name_ + ")", outcome_of(result).text());
  if (result.unavailable || outcome_of(result) == Outcome("ENOSYS"))
    throw CaseAborted(Status::not_applicable, "needs a second descriptor for a socket, as dup() gives");
  return {where_, result.error == 0 ? result.value : kNoHandle, name};
}

Address Socket::local() const { return address_from(Call::local(), "getsockname()"); }
Address Socket::peer() const { return address_from(Call::peer(), "getpeername()"); }

std::optional<Address> Socket::local_if_any() const {
  const Result result = quietly(Call::local());
  return result.error == 0 ? std::optional(result.address) : std::nullopt;
}

bool Socket::has_peer() const { return outcome_of(quietly(Call::peer())).is_ok(); }

Address Socket::address_from(const Call& call, const char* text) const {
  const Result result = quietly(call);
  given(outcome_of(result), name_ + "." + text);
  return result.address;
}

TcpState Socket::state() {
  const Result result = quietly(Call::tcp_state());
  const auto state =
      result.error != 0 || result.unavailable ? TcpState::unknown : static_cast<TcpState>(result.value);
  log_step("state of " + name_, to_string(state));
  return state;
}

namespace {

// bind() of ::1 by a socket that is gone afterwards; not written down, since every IPv6 case asks. A system that knows
// IPv6 and gives no socket for it leaves the question open: the case is broken.
bool ask_for_ipv6_loopback() {
  const Process here = this_process();
  const Result opened = here.perform(Call::open(Family::ipv6, Protocol::tcp));
  if (opened.error != 0 && name_of_error(opened.error) != "EAFNOSUPPORT")
    throw CaseAborted(Status::broken, "socket(AF_INET6): " + name_of_error(opened.error));
  if (opened.error != 0) return false;
  Call bind = Call::bind(loopback6());
  bind.handle = opened.value;
  const Result result = here.perform(bind);
  Call close = Call::close();
  close.handle = opened.value;
  here.perform(close);
  return name_of_error(result.error) != "EADDRNOTAVAIL";
}

// Whether what is sent to the address of `scout` comes to it.
bool carries(Socket& scout) {
  Socket sender = make_socket("sender to the scout");
  const bool is_tcp = protocol_of(variant()) == Protocol::tcp;
  if (is_tcp && !scout.listen().is_ok()) return false;
  const Outcome sent = is_tcp ? sender.connect(scout.local()) : sender.send_to(scout.local(), "scout");
  return sent.is_ok() && scout.is_readable();
}

bool has_second_address() {
  Socket scout = make_socket("scout");
  if (!scout.bind(second_local()).is_ok()) return false;
  Socket foreign = make_socket("scout of a foreign address");
  return !foreign.bind(unassigned_address()).is_ok() || carries(scout);
}

}  // namespace

bool has_ipv6_loopback() {
  static bool is_there =
      false;  // it does not go away while cases run; where it is not there, asking again is cheap
  if (!is_there) is_there = ask_for_ipv6_loopback();
  return is_there;
}

Socket socket_of(const Process& where, AddressStyle style, Protocol protocol, const std::string& name) {
  Socket socket(where, style == AddressStyle::ipv4 ? Family::ipv4 : Family::ipv6, protocol, name);
  if (socket.opened() == Outcome("EAFNOSUPPORT"))
    throw CaseAborted(Status::not_applicable, "needs IPv6 (socket: EAFNOSUPPORT)");
  given(socket.opened(), "socket()");
  if (style == AddressStyle::ipv6 && !has_ipv6_loopback())
    throw CaseAborted(Status::not_applicable, "no IPv6 loopback address");
  if (style == AddressStyle::v4mapped && !socket.set(v6only, 0).is_ok())
    throw CaseAborted(Status::not_applicable, "needs mapped addresses (IPV6_V6ONLY cannot be switched off)");
  return socket;
}

Socket make_socket(const Process& where, const std::string& name) {
  return socket_of(where, family_of(variant()), protocol_of(variant()), name);
}
Socket make_socket(const std::string& name) { return make_socket(this_process(), name); }
Socket tcp(const Process& where, const std::string& name) {
  return socket_of(where, family_of(variant()), Protocol::tcp, name);
}
Socket tcp(const std::string& name) { return tcp(this_process(), name); }
Socket udp(const Process& where, const std::string& name) {
  return socket_of(where, family_of(variant()), Protocol::udp, name);
}
Socket udp(const std::string& name) { return udp(this_process(), name); }
Socket tcp4(const std::string& name) {
  return socket_of(this_process(), AddressStyle::ipv4, Protocol::tcp, name);
}
Socket tcp6(const std::string& name) {
  return socket_of(this_process(), AddressStyle::ipv6, Protocol::tcp, name);
}
Socket udp4(const std::string& name) {
  return socket_of(this_process(), AddressStyle::ipv4, Protocol::udp, name);
}
Socket udp6(const std::string& name) {
  return socket_of(this_process(), AddressStyle::ipv6, Protocol::udp, name);
}

Socket socket_for(const Address& address, Protocol protocol, const std::string& name) {
  const AddressStyle style = address.family == Family::ipv4 ? AddressStyle::ipv4
                             : address.is_v4mapped()        ? AddressStyle::v4mapped
                                                            : AddressStyle::ipv6;
  return socket_of(this_process(), style, protocol, name);
}

Socket unix_stream(const std::string& name) {
  Socket socket(this_process(), Family::unix_path, Protocol::tcp, name);
  if (!socket.opened().is_ok()) throw CaseAborted(Status::not_applicable, "needs local (AF_UNIX) sockets");
  return socket;
}

void set_all(Socket& socket, const Options& options) {
  for (const Option& option : options) given(socket.set(option), option.name);
}

Socket serving(const std::string& name, const Options& options, const Address& address,
               const Process& where) {
  Socket server = make_socket(where, name);
  set_all(server, options);
  given(server.bind(address), "the server binds");
  given(listen_if_tcp(server), "the server listens");
  return server;
}

Outcome listen_if_tcp(Socket& socket) {
  return protocol_of(variant()) == Protocol::tcp ? socket.listen() : Outcome::ok();
}

void require_second_local() {
  if (!has_second_address())
    throw CaseAborted(Status::not_applicable, "needs a second local address, " + second_local().text());
}

}  // namespace probe
