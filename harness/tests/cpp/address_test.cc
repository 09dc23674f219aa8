#include "probe/net/address.h"

#include <gtest/gtest.h>

#include "probe/core/variant.h"

namespace probe {
namespace {

TEST(Address, SaysItselfAsPeopleWriteIt) {
  EXPECT_EQ(loopback4(80).text(), "127.0.0.1:80");
  EXPECT_EQ(wildcard6(443).text(), "[::]:443");
  EXPECT_EQ(loopback6().text(), "[::1]:0");
  EXPECT_EQ(second_local6(1).text(), "[fd00:add::2]:1");
  EXPECT_EQ(v4mapped(loopback4(7)).text(), "[::ffff:127.0.0.1]:7");
  EXPECT_EQ(unix_path("/tmp/x").text(), "/tmp/x");
}

TEST(Address, CompressesOnlyTheLongestRunOfZeros) {
  EXPECT_EQ(ipv6({0x20, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}).text(), "[2001:0:0:1::1]:0");
}

TEST(Address, MappedAndUnmappedAreInverse) {
  EXPECT_TRUE(v4mapped(second_local4(9)).is_v4mapped());
  EXPECT_EQ(v4mapped(second_local4(9)).unmapped(), second_local4(9));
  EXPECT_EQ(loopback6(9).unmapped(), loopback6(9));
  EXPECT_FALSE(loopback6().is_v4mapped());
}

TEST(Address, FollowsTheRunningVariant) {
  set_variant(Variant::tcp6);
  EXPECT_EQ(loopback(5), loopback6(5));
  EXPECT_EQ(wildcard_address(5), wildcard6(5));
  set_variant(Variant::mapped);
  EXPECT_EQ(loopback(5), v4mapped(loopback4(5)));
  EXPECT_EQ(wildcard_address(5), wildcard6(5)) << "mapped traffic is received by [::]";
  set_variant(Variant::none);
  EXPECT_EQ(second_local(5), second_local4(5));
}

TEST(Variants, AreReadInOrder) {
  EXPECT_EQ(variants_in("tcp4, udp_mapped"), (std::vector<Variant>{Variant::tcp4, Variant::udp_mapped}));
  EXPECT_EQ(variants_in(""), std::vector<Variant>{Variant::none});
}

TEST(Variants, AnUnknownOneIsNamed) {
  try {
    variants_in("tcp4, tcp5");
    FAIL() << "tcp5 was taken for a variant";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "no variant is called tcp5");
  }
}

}  // namespace
}  // namespace probe
