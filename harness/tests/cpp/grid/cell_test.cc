#include "grid/cell.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "grid/core/tracer.h"

namespace grid {
namespace {

Cell listening_beside(Address first, Address second) {
  Cell cell;
  cell.situation = Situation::listening;
  cell.addr1 = first;
  cell.addr2 = second;
  cell.attempt = Attempt::listen;
  return cell;
}

std::string line_of(const Cell& cell, const Answer& answer) {
  std::string text;
  append_csv_line(text, cell, answer);
  return text;
}

TEST(Cell, NameHasTheKeysInOrder) {
  Cell cell = listening_beside(Address::mapped_any, Address::mapped_lo);
  cell.opts2 = kRA | kRP;
  cell.other_user = true;
  EXPECT_EQ(cell_name(cell),
            "tcp/listening/mapped-any/none/mapped-lo/RA+RP/other/listen/before/explicit/-/-/-/1/-");
}

TEST(Cell, LineHasAsManyColumnsAsTheHeader) {
  const std::string line = line_of(listening_beside(Address::any4, Address::lo4), {});
  EXPECT_EQ(std::count(line.begin(), line.end(), ','), std::count(kCsvHeader.begin(), kCsvHeader.end(), ','));
}

TEST(Cell, LineShowsAnswersAndReceivers) {
  Answer answer;
  answer.bind = answer.listen = Result::ok;
  answer.winner = Receiver::both;
  answer.receivers = {Receiver::both, Receiver::refused, Receiver::unasked, Receiver::unasked};
  EXPECT_EQ(line_of(listening_beside(Address::any4, Address::lo4), answer),
            "tcp,listening,any4,none,lo4,none,same,ok,ok,both,-,listen,before,explicit,"
            "lo4=both;alias4=refused,-,-,-,1,-\n");
}

TEST(Cell, StateNamesTheClientsPort) {
  EXPECT_EQ(state_name(Protocol::tcp, Situation::time_wait, Role::server), "time-wait");
  EXPECT_EQ(state_name(Protocol::tcp, Situation::time_wait, Role::client_auto), "time-wait:client-auto");
  EXPECT_EQ(state_name(Protocol::tcp, Situation::established, Role::server), "accepted");
  EXPECT_EQ(state_name(Protocol::tcp, Situation::established, Role::client_bind), "connected:client-bind");
  EXPECT_EQ(state_name(Protocol::udp, Situation::established, Role::client_bind), "connected");
}

TEST(Options, TextAndNamesAgree) {
  for (unsigned options = 0; options < (1U << kVariedOptions); ++options)
    EXPECT_EQ(options_named(options_text(static_cast<Options>(options))), static_cast<Options>(options));
  EXPECT_FALSE(options_named("RA+nonsense"));
}

TEST(Address, PortAndOffsetAreInTheStructure) {
  const SocketAddress address = socket_address(Address::alias4, 4000, 3);
  EXPECT_EQ(port_of(address), 4000);
  EXPECT_EQ(text_of(address), "127.0.0.5:4000");
  EXPECT_EQ(text_of(socket_address(Address::mapped_lo, 1)), "[::ffff:127.0.0.1]:1");
  EXPECT_EQ(text_of(socket_address(Address::unspec_lo4, 1)), "AF_UNSPEC 127.0.0.1:1");
}

}  // namespace
}  // namespace grid
