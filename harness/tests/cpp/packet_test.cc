// The bytes of packets, against those that a kernel sent: Linux 6.18, over its loopback device, captured with
// tshark. It leaves the TCP checksum to hardware that is not there, so that the capture has half of one.
#include "probe/peer/packet.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

namespace probe {
namespace {

struct Captured {
  const char* name;
  const char* hex;
};
constexpr std::array<Captured, 8> kCaptured = {{
    {"syn",
     "45000038e16240004006e5ff0aadaf020aadaf019c411f40bb5247e6000000009002ffd7738800000204ffd70101080a"
     "35f4110a00000000"},
    {"syn_ack",
     "45000038000040004006c7620aadaf010aadaf021f409c41c0f65593bb5247e79012ffcb738800000204ffd70101080a"
     "990dbd5a35f4110a"},
    {"ack",
     "45000034e16340004006e6020aadaf020aadaf019c411f40bb5247e7c0f655948010ffd7738400000101080a35f4110a"
     "990dbd5a"},
    {"data",
     "45000039e16440004006e5fc0aadaf020aadaf019c411f40bb5247e7c0f655948018ffd7738900000101080a35f4110a"
     "990dbd5a68656c6c6f"},
    {"ack_of_data",
     "45000034ae4840004006191e0aadaf010aadaf021f409c41c0f65594bb5247ec8010ffc6738400000101080a990dbd5a"
     "35f4110a"},
    {"fin",
     "45000034ae4940004006191d0aadaf010aadaf021f409c41c0f65594bb5247ec8011ffc6738400000101080a990dbd5a"
     "35f4110a"},
    {"fin_back",
     "45000034e16540004006e6000aadaf020aadaf019c411f40bb5247ecc0f655958011ffd7738400000101080a35f4110a"
     "990dbd5a"},
    {"last_ack",
     "45000034ae4a40004006191c0aadaf010aadaf021f409c41c0f65595bb5247ed8010ffc5738400000101080a990dbd5a"
     "35f4110a"},
}};

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16)));
  return bytes;
}

std::string to_hex(const std::string& bytes) {
  std::string hex;
  for (const char byte : bytes) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x",
                  static_cast<unsigned>(static_cast<unsigned char>(byte)));
    hex += digits.data();
  }
  return hex;
}

// Without what a system may choose or leave out: the identification and the checksums.
std::string comparable(std::string bytes) {
  for (const std::size_t at : {4, 5, 10, 11, 36, 37}) bytes[at] = 0;
  return to_hex(bytes);
}

Packet parsed(const char* hex) {
  const auto packet = packet_of_bytes(from_hex(hex));
  EXPECT_TRUE(packet.has_value());
  return packet.value_or(Packet{});
}

// The sum of RFC 1071 over 16-bit words: 0xffff if the checksum among them is right.
unsigned sum_of(const std::string& bytes) {
  unsigned sum = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const unsigned byte = static_cast<unsigned char>(bytes[at]);
    sum += at % 2 == 0 ? byte << 8U : byte;
  }
  while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
  return sum;
}

TEST(Packet, IsBuiltAsTheKernelBuildsIt) {
  for (const Captured& captured : kCaptured)
    EXPECT_EQ(comparable(bytes_of_packet(parsed(captured.hex))), comparable(from_hex(captured.hex)))
        << captured.name;
}

TEST(Packet, HasRightChecksums) {
  for (const Captured& captured : kCaptured) {
    const std::string bytes = bytes_of_packet(parsed(captured.hex));
    EXPECT_EQ(sum_of(bytes.substr(0, 20)), 0xffffU) << captured.name;
    const std::string tcp = bytes.substr(20);
    const std::string length = {0, static_cast<char>(tcp.size())};
    EXPECT_EQ(sum_of(bytes.substr(12, 8) + std::string({0, 6}) + length + tcp), 0xffffU) << captured.name;
  }
}

TEST(Packet, IsReadWithItsNumbers) {
  const Packet syn = parsed(kCaptured[0].hex);
  EXPECT_EQ(syn.from.text(), "10.173.175.2:40001");
  EXPECT_EQ(syn.to.text(), "10.173.175.1:8000");
  EXPECT_EQ(syn.segment().kind(), "SYN");
  EXPECT_EQ(syn.sequence, 0xbb5247e6U);
  EXPECT_EQ(syn.mss, 65495);
  ASSERT_TRUE(syn.timestamps.has_value());
  EXPECT_EQ(syn.timestamps->value, 905187594U);
  EXPECT_EQ(syn.timestamps->echo, 0U);
  const Packet data = parsed(kCaptured[3].hex);
  EXPECT_EQ(data.segment().kind(), "data");
  EXPECT_EQ(data.payload, "hello");
  EXPECT_EQ(data.sequence, 0xbb5247e7U);
  EXPECT_EQ(data.acknowledgement, parsed(kCaptured[1].hex).sequence + 1);
  EXPECT_FALSE(data.mss.has_value());
  EXPECT_EQ(parsed(kCaptured[5].hex).segment().kind(), "FIN");
}

TEST(Packet, OptionsThatItDoesNotKnowAreSkipped) {
  // The SYN above with its MSS option (2, 4) turned into one of an unknown kind.
  std::string bytes = from_hex(kCaptured[0].hex);
  bytes[40] = 100;
  const auto packet = packet_of_bytes(bytes);
  ASSERT_TRUE(packet.has_value());
  EXPECT_FALSE(packet->mss.has_value());
  EXPECT_TRUE(packet->timestamps.has_value());
}

TEST(Packet, NothingIsReadOfWhatIsNone) {
  const std::string whole = from_hex(kCaptured[3].hex);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(packet_of_bytes(whole.substr(0, size)).has_value()) << size;
  std::string udp = whole;
  udp[9] = 17;
  EXPECT_FALSE(packet_of_bytes(udp).has_value());
  std::string option_without_end = from_hex(kCaptured[0].hex);
  option_without_end[41] = 100;  // the length of its first option
  EXPECT_FALSE(packet_of_bytes(option_without_end).has_value());
}

// Packets of every kind for tshark (harness/tests/probe/test_packets.py), one a line.
TEST(Packet, SamplesAreWritten) {
  for (const Captured& captured : kCaptured)
    std::printf("packet %s\n", to_hex(bytes_of_packet(parsed(captured.hex))).c_str());
  Packet reset = parsed(kCaptured[2].hex);
  reset.bits = rst().bits;
  reset.acknowledgement = 0;
  reset.timestamps.reset();
  std::printf("packet %s\n", to_hex(bytes_of_packet(reset)).c_str());
}

}  // namespace
}  // namespace probe
