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

constexpr std::array<std::string_view, 41> kCounts = {
    "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "10", "11", "12", "13",
    "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27",
    "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40"};

std::string_view options_of(Options options) {
  static const auto kTexts = [] {
    std::array<std::string, 1U << kVariedOptions> texts;
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = options_text(static_cast<Options>(i));
    return texts;
  }();
  return kTexts[options];
}

std::string_view options_of(Address address, Options options) {
  return address == Address::none ? "-" : options_of(options);
}

std::string make_state_name(Protocol protocol, Situation situation, Role role) {
  if (!is_connection(situation)) return std::string(nth(kSituations, situation));
  const bool client = role != Role::server;
  std::string text(situation == Situation::established && client ? "connected" : nth(kSituations, situation));
  if (protocol == Protocol::udp && role == Role::client_bind) return text;
  return text.append(nth(kRoles, role));
}

void append_receivers(std::string& text, const Answer& answer) {
  bool any = false;
  for (std::size_t i = 0; i < kDestinations; ++i) {
    if (answer.receivers[i] == Receiver::unasked) continue;
    text.append(any ? ";" : "").append(kDestinationNames[i]).append("=").append(name(answer.receivers[i]));
    any = true;
  }
  if (!any) text += '-';
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

std::string_view state_name(Protocol protocol, Situation situation, Role role) {
  constexpr auto kRoleCount = static_cast<std::size_t>(Role::count);
  constexpr auto kSituationCount = static_cast<std::size_t>(Situation::count);
  static const auto kNames = [] {
    std::array<std::string, 2 * kSituationCount * kRoleCount> names;
    for (std::size_t i = 0; i < names.size(); ++i)
      names[i] = make_state_name(static_cast<Protocol>(i / (kSituationCount * kRoleCount)),
                                 static_cast<Situation>(i / kRoleCount % kSituationCount),
                                 static_cast<Role>(i % kRoleCount));
    return names;
  }();
  const auto number =
      static_cast<std::size_t>(protocol) * kSituationCount + static_cast<std::size_t>(situation);
  return kNames[number * kRoleCount + static_cast<std::size_t>(role)];
}

KeyValues key_values(const Cell& cell) {
  return {name(cell.protocol),
          state_name(cell.protocol, cell.situation, cell.role),
          name(cell.addr1),
          options_of(cell.addr1, cell.opts1),
          name(cell.addr2),
          options_of(cell.opts2),
          cell.other_user ? "other" : "same",
          name(cell.attempt),
          nth(kWhens, cell.when),
          nth(kPorts, cell.port),
          state_name(cell.protocol, cell.situation0, Role::server),
          name(cell.addr0),
          options_of(cell.addr0, cell.opts0),
          kCounts[cell.count],
          nth(kSpreads, cell.spread)};
}

std::string cell_name(const Cell& cell) {
  std::string text;
  for (const std::string_view value : key_values(cell)) text.append(text.empty() ? "" : "/").append(value);
  return text;
}

void append_csv_line(std::string& text, const Cell& cell, const Answer& answer) {
  const auto keys = key_values(cell);
  for (std::size_t i = 0; i < 7; ++i) text.append(keys[i]).append(",");
  for (const Result result : {answer.bind, answer.listen}) text.append(name(result)).append(",");
  text.append(name(answer.winner)).append(",").append(name(answer.connect)).append(",");
  for (std::size_t i = 7; i < 10; ++i) text.append(keys[i]).append(",");
  append_receivers(text, answer);
  for (std::size_t i = 10; i < keys.size(); ++i) text.append(",").append(keys[i]);
  text += '\n';
}

}  // namespace grid
