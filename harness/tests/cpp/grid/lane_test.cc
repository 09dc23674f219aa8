// Which cells share their first sockets, and when.
#include "grid/lane.h"

#include <gtest/gtest.h>

namespace grid {
namespace {

Cell bound_on(Address address) {
  Cell cell;
  cell.situation = Situation::bound;
  cell.addr1 = address;
  return cell;
}

TEST(Lane, FirstSocketsAreTheSameWhateverTheSecondIs) {
  Cell one = bound_on(Address::lo4);
  Cell other = one;
  other.addr2 = Address::any6;
  other.opts2 = kRA;
  other.other_user = true;
  other.attempt = Attempt::listen;
  EXPECT_TRUE(has_same_firsts(one, other));
  other.opts1 = kRA;
  EXPECT_FALSE(has_same_firsts(one, other));
  EXPECT_FALSE(has_same_firsts(bound_on(Address::lo4), bound_on(Address::any4)));
}

TEST(Lane, ACrowdIsAnotherFirstThanOneSocket) {
  Cell crowd = bound_on(Address::lo4);
  crowd.spread = Spread::one;
  EXPECT_FALSE(has_same_firsts(bound_on(Address::lo4), crowd));
  Cell larger = crowd;
  larger.count = 2;
  EXPECT_FALSE(has_same_firsts(crowd, larger));
}

TEST(Lane, IsAsLongAsItsFirstSocketsAreTheSame) {
  const std::vector<Cell> cells = {bound_on(Address::lo4), bound_on(Address::lo4), bound_on(Address::any4)};
  const std::vector<std::uint32_t> order = {1, 0, 2};
  EXPECT_EQ(lane_length(cells, order.data(), order.size()), 2U);
  EXPECT_EQ(lane_length(cells, order.data() + 2, 1), 1U);
}

TEST(Lane, ASecondSocketThatIsNotBoundServesOneCellOnly) {
  Cell cell = bound_on(Address::lo4);
  EXPECT_TRUE(has_same_second(cell, cell));
  cell.addr2 = Address::unbound;
  EXPECT_FALSE(has_same_second(cell, cell));
}

TEST(Lane, OnlyWhatFailedAtOnceHasLeftNothing) {
  Answer answer;
  answer.bind = Result::kEADDRINUSE;
  EXPECT_TRUE(has_left_nothing(answer));
  answer.bind = Result::ok;
  EXPECT_FALSE(has_left_nothing(answer));
  answer.listen = Result::kEADDRINUSE;  // the port was had for a moment
  EXPECT_FALSE(has_left_nothing(answer));
}

TEST(Lane, AConnectionThatWasRefusedHadAPort) {
  Answer answer;
  answer.connect = Result::kEADDRNOTAVAIL;
  EXPECT_TRUE(has_left_nothing(answer));
  answer.connect = Result::kECONNREFUSED;
  EXPECT_FALSE(has_left_nothing(answer));
}

TEST(Lane, LargeUdpCrowdsAreAlone) {
  Cell cell = bound_on(Address::lo4);
  cell.count = 16;
  EXPECT_FALSE(must_be_alone(cell));
  cell.protocol = Protocol::udp;
  EXPECT_TRUE(must_be_alone(cell));
  cell.count = 1;
  EXPECT_FALSE(must_be_alone(cell));
}

}  // namespace
}  // namespace grid
