#include "probe/scenarios/windows_tables.h"

#include <array>

#include "probe/core/case.h"
#include "probe/core/words.h"
#include "probe/net/option.h"
#include "probe/net/socket.h"

namespace probe {
namespace {

// What one socket of a cell does before and as it binds.
struct Way {
  const char* name;
  const Option* option;  // none: the default
  bool is_wildcard;
};

constexpr std::size_t kWays = 6;
const std::array<Way, kWays> kWay = {{
    {"default/wild", nullptr, true},
    {"default/spec", nullptr, false},
    {"reuseaddr/wild", &reuseaddr, true},
    {"reuseaddr/spec", &reuseaddr, false},
    {"excl/wild", &exclusiveaddruse, true},
    {"excl/spec", &exclusiveaddruse, false},
}};

// One row per way of the first socket, one letter per way of the second, both in the order of kWay:
// Success, Inuse (WSAEADDRINUSE) or Access (WSAEACCES).
struct Table {
  const char* name;
  std::array<const char*, kWays> rows;
};

// Microsoft, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE" (2018-05-31), its three tables of bind calls.
constexpr std::array<Table, 3> kTables = {{
    // Using SO_EXCLUSIVEADDRUSE, Windows XP and earlier; the page of the option itself has the same cells
    {words::xp_and_earlier, {{"IISSII", "IISSII", "IISSII", "IISSII", "IIAAII", "IIAAII"}}},
    // Enhanced Socket Security, both calls under the same user account
    {words::ws2003_same_account, {{"ISASIS", "SISAII", "ISSSIS", "SISSII", "IAAAIA", "SISAII"}}},
    // Enhanced Socket Security, the calls under different user accounts
    {words::ws2003_diff_account, {{"IAAAIA", "SISAII", "IASSIA", "SISSII", "IAAAIA", "SISAII"}}},
}};

std::string published(char letter) {
  return letter == 'S' ? words::ok : letter == 'I' ? "EADDRINUSE" : "EACCES";
}

Address address_of(const Way& way, Port port) {
  return way.is_wildcard ? wildcard_address(port) : loopback(port);
}

// A socket that has set the way's option; missing where the option is not there.
Outcome prepare(Socket& socket, const Way& way) {
  return way.option == nullptr ? Outcome::ok() : socket.set(*way.option);
}

// What the second bind() does; missing where one of the options is not there.
Outcome try_cell(const Way& first_way, const Way& second_way, Holder holder, const Process& newcomer) {
  Socket first = make_socket("first");
  Socket second = make_socket(newcomer, "second");
  for (const Outcome& ready : {prepare(first, first_way), prepare(second, second_way)}) {
    if (ready.is_missing()) return ready;
    given(ready, "a socket sets its option");
  }
  given(first.bind(address_of(first_way, 0)), "the first socket binds");
  if (holder == Holder::listening) given(first.listen(), "the first socket listens");
  return second.bind(address_of(second_way, first.port()));
}

}  // namespace

Outcome matching_windows_table(Holder holder, const Process& newcomer) {
  std::array<int, kTables.size()> differing{};
  int left_out = 0;
  for (std::size_t i = 0; i < kWays; ++i) {
    for (std::size_t j = 0; j < kWays; ++j) {
      const Outcome cell = try_cell(kWay[i], kWay[j], holder, newcomer);
      detail(std::string(kWay[i].name) + " then " + kWay[j].name, cell.text());
      if (cell.is_missing()) {
        ++left_out;
        continue;
      }
      for (std::size_t t = 0; t < kTables.size(); ++t)
        if (cell.text() != published(kTables[t].rows[i][j])) ++differing[t];
    }
  }
  detail("cells_left_out", left_out);
  std::string matching;
  for (std::size_t t = 0; t < kTables.size(); ++t) {
    detail(std::string("cells_unlike_") + kTables[t].name, differing[t]);
    if (differing[t] == 0) matching += (matching.empty() ? "" : ", ") + std::string(kTables[t].name);
  }
  return matching.empty() ? words::none_of_the_tables : matching;
}

}  // namespace probe
