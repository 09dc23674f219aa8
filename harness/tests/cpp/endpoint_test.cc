// The bookkeeping of a scripted peer: its numbers, and its states in the three ways in which a connection ends.
#include "probe/peer/endpoint.h"

#include <gtest/gtest.h>

namespace probe {
namespace {

constexpr std::uint32_t kInitial = 0xfffffffe;  // so that the numbers wrap
constexpr std::uint32_t kOther = 5000;

class EndpointTest : public testing::Test {
 protected:
  void send(const Segment& segment) { endpoint.note_sent(endpoint.numbered(segment)); }
  // The other side's segment, with everything acknowledged except `unacknowledged` numbers.
  void receive(const Segment& segment, std::uint32_t unacknowledged = 0) {
    Packet packet = numbered_by_other(segment, unacknowledged);
    other_next += segment.length();
    endpoint.note_received(packet);
  }
  Packet numbered_by_other(const Segment& segment, std::uint32_t unacknowledged = 0) const {
    Packet packet;
    packet.bits = segment.bits;
    packet.payload = segment.payload;
    packet.sequence = other_next;
    packet.acknowledgement = endpoint.next_sequence() - unacknowledged;
    return packet;
  }
  void open() {
    send(syn());
    receive(syn_ack());
    send(ack());
  }

  Endpoint endpoint{kInitial};
  std::uint32_t other_next = kOther;
};

TEST_F(EndpointTest, OpensWithThreeSegments) {
  send(syn());
  EXPECT_EQ(endpoint.state(), TcpState::syn_sent);
  receive(syn_ack());
  EXPECT_EQ(endpoint.state(), TcpState::established);
  const Packet third = endpoint.numbered(ack());
  EXPECT_EQ(third.sequence, kInitial + 1);
  EXPECT_EQ(third.acknowledgement, kOther + 1);
  EXPECT_EQ(endpoint.expected_sequence(), kOther + 1);
}

TEST_F(EndpointTest, CountsAcrossTheEndOfTheNumbers) {
  open();
  send(bytes("hello"));
  EXPECT_EQ(endpoint.next_sequence(), 4U);  // 0xfffffffe, the SYN, five bytes
  EXPECT_EQ(endpoint.relative_own(endpoint.next_sequence()), 6U);
  EXPECT_EQ(endpoint.numbered(bytes("hello").again()).sequence, kInitial + 1);
  EXPECT_EQ(endpoint.numbered(rst().at(-6)).sequence, kInitial);
}

TEST(SegmentTest, AnAcknowledgementMayComeBeforeDataAndFinOnly) {
  EXPECT_TRUE(is_early_acknowledgement(ack(), fin()));
  EXPECT_TRUE(is_early_acknowledgement(ack(), bytes("hello")));
  EXPECT_FALSE(is_early_acknowledgement(ack(), ack()));
  EXPECT_FALSE(is_early_acknowledgement(ack(), rst()));
  EXPECT_FALSE(is_early_acknowledgement(ack(), syn_ack()));
  EXPECT_FALSE(is_early_acknowledgement(fin(), fin()));
}

TEST_F(EndpointTest, ActiveClose) {
  open();
  send(fin());
  EXPECT_EQ(endpoint.state(), TcpState::fin_wait_1);
  receive(ack());
  EXPECT_EQ(endpoint.state(), TcpState::fin_wait_2);
  receive(fin());
  EXPECT_EQ(endpoint.state(), TcpState::time_wait);
}

TEST_F(EndpointTest, PassiveClose) {
  open();
  receive(fin());
  EXPECT_EQ(endpoint.state(), TcpState::close_wait);
  send(fin());
  EXPECT_EQ(endpoint.state(), TcpState::last_ack);
  receive(ack());
  EXPECT_EQ(endpoint.state(), TcpState::closed);
}

TEST_F(EndpointTest, SimultaneousClose) {
  open();
  send(fin());
  receive(fin(), 1);
  EXPECT_EQ(endpoint.state(), TcpState::closing);
  receive(ack());
  EXPECT_EQ(endpoint.state(), TcpState::time_wait);
}

TEST_F(EndpointTest, SimultaneousOpen) {
  send(syn());
  receive(syn().without_ack(), 1);
  EXPECT_EQ(endpoint.state(), TcpState::syn_received);
  other_next = kOther;  // the SYN-ACK has the SYN's number
  EXPECT_FALSE(endpoint.is_repetition(numbered_by_other(syn_ack())));
  receive(syn_ack());
  EXPECT_EQ(endpoint.state(), TcpState::established);
}

TEST_F(EndpointTest, RepetitionsAreKnown) {
  open();
  EXPECT_FALSE(endpoint.is_repetition(numbered_by_other(bytes("hello"))));
  receive(bytes("hello"));
  other_next -= 5;
  EXPECT_TRUE(endpoint.is_repetition(numbered_by_other(bytes("hello"))));
  EXPECT_FALSE(endpoint.is_repetition(numbered_by_other(ack())));
}

TEST_F(EndpointTest, AResetEndsIt) {
  open();
  receive(rst());
  EXPECT_EQ(endpoint.state(), TcpState::closed);
}

TEST(Segment, IsNamedByItsKind) {
  EXPECT_EQ(syn().kind(), "SYN");
  EXPECT_EQ(syn_ack().kind(), "SYN-ACK");
  EXPECT_EQ(fin().kind(), "FIN");
  EXPECT_EQ(rst().kind(), "RST");
  EXPECT_EQ(bytes("x").kind(), "data");
  EXPECT_EQ(fin().without_ack().bits.ack, false);
}

}  // namespace
}  // namespace probe
