#include "probe/scenarios/ports.h"

#include <algorithm>
#include <set>
#include <utility>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"

namespace probe {
namespace {

constexpr Port kReservedTop = 1023;
constexpr Port kReservedBottom = 512;
// A stack that chooses from all its ports comes upon a range of a thousand once in fifty times, and once in 100,000 thrice.
constexpr int kScouts = 3;

constexpr int kHolders = 400;
constexpr int kChoices = 2500;

// The port that a fresh socket with `options` gets when it binds `address` (port 0); 0 where it gets none. Closed at once,
// and left out of the transcript.
Port chosen_port(const Options& options, const Address& address) {
  const Result opened = perform(Call::open(address.family, protocol_of(variant())));
  if (opened.error != 0) return 0;
  const auto there = [&](Call call) {
    call.handle = opened.value;
    return perform(call);
  };
  if (family_of(variant()) == AddressStyle::v4mapped)
    there(Call::set_option(v6only.level, v6only.number, bytes_of(std::int32_t{0})));
  for (const Option& option : options)
    there(Call::set_option(option.level, option.number, bytes_of(std::int32_t{1})));
  const bool is_bound = there(Call::bind(address)).error == 0;
  const Port port = is_bound ? there(Call::local()).address.port : Port{0};
  there(Call::close());
  return port;
}

std::vector<Port> ports_of(std::vector<Socket>& sockets) {
  std::vector<Port> ports;
  ports.reserve(sockets.size());
  for (Socket& socket : sockets) ports.push_back(socket.port());
  return ports;
}

std::string text_of(const std::vector<Port>& ports) {
  std::string text;
  for (const Port port : ports) text += (text.empty() ? "" : ", ") + std::to_string(port);
  return text;
}

}  // namespace

void require_choice_within(const PortRange& range, const std::string& setting) {
  for (int scouts = 0; scouts < kScouts; ++scouts) {
    Socket scout = make_socket("scout");
    given(scout.bind(loopback()), "a scout binds");
    needs(range.has(scout.port()), "a stack whose choice of ports follows " + setting);
  }
}

std::vector<Socket> take_all(const PortRange& range, const Options& options) {
  std::vector<Socket> holders;
  for (int i = 1; i <= range.size(); ++i) {
    Socket holder = make_socket("holder " + std::to_string(i));
    set_all(holder, options);
    given(holder.bind(loopback()), "a holder binds");
    given(range.has(holder.port()), "the holder's port is of the range");
    holders.push_back(std::move(holder));
  }
  return holders;
}

std::vector<Socket> connect_all(const PortRange& range, const Address& destination) {
  std::vector<Socket> clients;
  for (int i = 1; i <= range.size(); ++i) {
    Socket client = make_socket("client " + std::to_string(i));
    given(client.connect(destination), "a client connects");
    given(range.has(client.port()), "the client's port is of the range");
    clients.push_back(std::move(client));
  }
  return clients;
}

void leave_range_in_time_wait(Socket& destination, const PortRange& range, Way way) {
  for (int i = 1; i <= range.size(); ++i) {
    Socket client = tcp("client " + std::to_string(i));
    if (way == Way::bind_first) given(client.bind(loopback()), "a client binds");
    given(client.connect(destination.local()), "a client connects");
    const Address address = client.local();
    given(range.has(address.port), "the client's port is of the range");
    Socket server = destination.accept("server " + std::to_string(i));
    given(client.close(), "the client closes");
    given(server.receive(), words::eof, "the server reads end of file");
    given(server.close(), "the server closes");
    show_time_wait(address, destination.local());
  }
}

bool gives_held_port(const Options& options, const Address& address) {
  std::vector<Socket> holders;
  std::set<Port> held;
  for (int i = 0; i < kHolders; ++i) {
    holders.push_back(make_socket("holder " + std::to_string(i + 1)));
    Socket& holder = holders.back();
    set_all(holder, options);
    needs(holder.bind(loopback()).is_ok() && listen_if_tcp(holder).is_ok(), "400 sockets at a time");
    held.insert(holder.port());
  }
  int choices = 0;
  int given_again = 0;
  for (int i = 0; i < kChoices; ++i) {
    const Port port = chosen_port(options, address);
    if (port != 0) ++choices;
    if (held.count(port) != 0) ++given_again;
  }
  needs(choices == kChoices, "a port at each bind() to port 0");
  detail("held_ports_given", given_again);
  return given_again > 0;
}

Outcome bind_from_the_top(Socket& socket, const Address& address) {
  Outcome outcome = words::no_port_tried;
  for (Port port = kReservedTop; port >= kReservedBottom; --port) {
    outcome = socket.bind(address.at(port));
    if (outcome != Outcome("EADDRINUSE")) break;
  }
  return outcome;
}

void require_reserved_ports() {
  Socket scout = make_socket("scout");
  needs(bind_from_the_top(scout, loopback()).is_ok(), "the right to bind reserved ports");
}

Connection leave_reserved_port_in_time_wait(const Options& options) {
  require_reserved_ports();
  Socket destination = listening("destination");
  Socket client = tcp("client");
  set_all(client, options);
  given(bind_from_the_top(client, wildcard_address()), "the client finds a reserved port");
  Connection connection = connected_to(std::move(destination), std::move(client));
  close_client_first(connection);
  return connection;
}

Outcome bind_reserved(Socket& socket) {
  const Result result = socket.call(Call::bind_reserved(), "bindresvport(NULL)");
  if (result.unavailable || name_of_error(result.error) == "ENOSYS")
    return Outcome::missing("there is no bindresvport() here");
  return Outcome::of_error(result.error);
}

int port_range_value(Port first, Port last) {
  return static_cast<int>((static_cast<std::uint32_t>(last) << 16U) | first);
}

Outcome place_of(Port port, const PortRange& range) {
  const Outcome place = range.has(port) ? words::inside : words::outside;
  log_step("port " + std::to_string(port) + " is of " + std::to_string(range.first) + "-" +
               std::to_string(range.last),
           place.text());
  return place;
}

Outcome parity_of(std::vector<Socket>& sockets) {
  std::size_t odd = 0;
  for (const Port port : ports_of(sockets)) odd += port % 2;
  detail("odd", static_cast<double>(odd));
  detail("even", static_cast<double>(sockets.size() - odd));
  if (odd == 0) return words::even;
  return odd == sockets.size() ? words::odd : words::both;
}

Outcome half_of(std::vector<Socket>& sockets, const PortRange& range) {
  const Port middle = static_cast<Port>(range.first + range.size() / 2);
  std::size_t low = 0;
  for (Socket& socket : sockets) low += socket.port() < middle ? 1 : 0;
  detail("in_lower_half", static_cast<double>(low));
  detail("in_upper_half", static_cast<double>(sockets.size() - low));
  if (low == sockets.size()) return "lower half";
  return low == 0 ? "upper half" : "both halves";
}

Outcome order_of(std::vector<Socket>& sockets, const PortRange& range) {
  const std::vector<Port> ports = ports_of(sockets);
  detail("ports", text_of(ports));
  bool in_order = true;
  for (std::size_t i = 1; i < ports.size(); ++i)
    in_order = in_order && ports[i] > ports[i - 1] && ports[i] - ports[i - 1] <= 2;
  if (!in_order) return words::scattered;
  const bool from_first = ports.front() == range.first && ports.back() == range.first + ports.size() - 1;
  return from_first ? words::from_the_first_number : words::in_order;
}

Outcome known_range_of(std::vector<Socket>& sockets) {
  // Of old BSDs (and Linux 2.2), IANA (RFC 6335) and Windows, Linux, gVisor, FreeBSD; the narrowest first.
  constexpr PortRange kKnown[] = {
      {1024, 5000}, {49152, 65535}, {32768, 60999}, {16000, 65535}, {10000, 65535}};
  const std::vector<Port> ports = ports_of(sockets);
  const PortRange seen{*std::min_element(ports.begin(), ports.end()),
                       *std::max_element(ports.begin(), ports.end())};
  detail("lowest_port", seen.first);
  detail("highest_port", seen.last);
  for (const PortRange& known : kKnown)
    if (known.has(seen.first) && known.has(seen.last)) return known.text();
  return words::other;
}

Outcome lowest_and_highest(std::vector<Socket>& sockets) {
  const std::vector<Port> ports = ports_of(sockets);
  detail("sockets", static_cast<double>(ports.size()));
  if (ports.empty()) return words::none;
  return PortRange{*std::min_element(ports.begin(), ports.end()),
                   *std::max_element(ports.begin(), ports.end())}
      .text();
}

}  // namespace probe
