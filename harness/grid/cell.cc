#include "grid/cell.h"

namespace grid {
namespace {

template <class Enumeration, std::size_t N>
std::string_view nth(const std::array<std::string_view, N>& names, Enumeration value) {
  static_assert(N == static_cast<std::size_t>(Enumeration::count), "a name for each");
  return names[static_cast<std::size_t>(value)];
}

constexpr std::array<std::string_view, 13> kSituations = {
    "-",        "bound",     "listening",  "listening-pending", "closed",     "closed-held",
    "accepted", "time-wait", "close-wait", "fin-wait-1",        "fin-wait-2", "fin-wait-2-orphan",
    "last-ack"};
constexpr std::array<std::string_view, 4> kRoles = {"", ":client-bind", ":client-auto", ":client-noport"};
constexpr std::array<std::string_view, 4> kAttempts = {"bind", "listen", "connect", "connect-peer"};
constexpr std::array<std::string_view, 3> kWhens = {"before", "after", "cleared"};
constexpr std::array<std::string_view, 2> kPorts = {"explicit", "auto"};
constexpr std::array<std::string_view, 3> kSpreads = {"-", "one", "many"};
constexpr std::array<std::string_view, 11> kReceivers = {"-",    "first",       "second",       "other",
                                                         "both", "first+other", "second+other", "all",
                                                         "none", "refused",     "dropped"};
constexpr std::array<std::string_view, 4> kDestinationNames = {"lo4", "alias4", "lo6", "peer"};

std::string options_of(Address address, Options options) {
  return address == Address::none ? "-" : options_text(options);
}

std::string receivers_text(const Answer& answer) {
  std::string text;
  for (std::size_t i = 0; i < kDestinations; ++i) {
    if (answer.receivers[i] == Receiver::unasked) continue;
    if (!text.empty()) text += ';';
    text.append(kDestinationNames[i]).append("=").append(name(answer.receivers[i]));
  }
  return text.empty() ? "-" : text;
}

}  // namespace

bool operator==(const Answer& one, const Answer& other) {
  return one.bind == other.bind && one.listen == other.listen && one.connect == other.connect &&
         one.winner == other.winner && one.receivers == other.receivers;
}

bool is_connection(Situation situation) { return situation >= Situation::established; }

std::string_view name(Protocol protocol) { return protocol == Protocol::tcp ? "tcp" : "udp"; }
std::string_view name(Attempt attempt) { return nth(kAttempts, attempt); }
std::string_view name(Receiver receiver) { return nth(kReceivers, receiver); }
std::string_view name(Destination destination) { return nth(kDestinationNames, destination); }

std::string state_name(Protocol protocol, Situation situation, Role role) {
  if (!is_connection(situation)) return std::string(nth(kSituations, situation));
  const bool client = role != Role::server;
  std::string text(situation == Situation::established && client ? "connected" : nth(kSituations, situation));
  if (protocol == Protocol::udp && role == Role::client_bind) return text;
  return text.append(nth(kRoles, role));
}

std::array<std::string, kKeyNames.size()> key_values(const Cell& cell) {
  return {std::string(name(cell.protocol)),
          state_name(cell.protocol, cell.situation, cell.role),
          std::string(name(cell.addr1)),
          options_of(cell.addr1, cell.opts1),
          std::string(name(cell.addr2)),
          options_text(cell.opts2),
          cell.other_user ? "other" : "same",
          std::string(name(cell.attempt)),
          std::string(nth(kWhens, cell.when)),
          std::string(nth(kPorts, cell.port)),
          state_name(cell.protocol, cell.situation0, Role::server),
          std::string(name(cell.addr0)),
          options_of(cell.addr0, cell.opts0),
          std::to_string(cell.count),
          std::string(nth(kSpreads, cell.spread))};
}

std::string cell_name(const Cell& cell) {
  std::string text;
  for (const std::string& value : key_values(cell)) text.append(text.empty() ? "" : "/").append(value);
  return text;
}

std::string csv_line(const Cell& cell, const Answer& answer) {
  const auto keys = key_values(cell);
  std::string line;
  line.reserve(160);
  const auto field = [&line](std::string_view text) { line.append(line.empty() ? "" : ",").append(text); };
  for (std::size_t i = 0; i < 7; ++i) field(keys[i]);
  field(name(answer.bind));
  field(name(answer.listen));
  field(name(answer.winner));
  field(name(answer.connect));
  for (std::size_t i = 7; i < 10; ++i) field(keys[i]);
  field(receivers_text(answer));
  for (std::size_t i = 10; i < keys.size(); ++i) field(keys[i]);
  return line;
}

}  // namespace grid
