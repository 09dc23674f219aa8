#include "grid/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "grid/order.h"

namespace grid {
namespace {

const Plan& core() {
  static const Plan kPlan = *make_plan("core");
  return kPlan;
}

const Plan& full() {
  static const Plan kPlan = *make_plan("full");
  return kPlan;
}

bool has(const Plan& plan, const std::string& name) {
  return std::any_of(plan.cells.begin(), plan.cells.end(),
                     [&name](const Cell& cell) { return cell_name(cell) == name; });
}

TEST(Plan, NamesEachCellOnce) {
  std::set<std::string> names;
  for (const Cell& cell : full().cells) EXPECT_TRUE(names.insert(cell_name(cell)).second) << cell_name(cell);
}

TEST(Plan, FullBeginsWithTheCore) {
  ASSERT_GT(full().cells.size(), core().cells.size());
  for (std::size_t i = 0; i < core().cells.size(); i += 997)
    EXPECT_EQ(cell_name(full().cells[i]), cell_name(core().cells[i]));
}

TEST(Plan, DigestTellsPlansApartAndIsStable) {
  EXPECT_NE(core().digest, full().digest);
  EXPECT_EQ(core().digest, make_plan("core")->digest);
}

TEST(Plan, UnknownNameGivesNone) { EXPECT_FALSE(make_plan("cores")); }

TEST(Plan, CoreAsksOptionsBeforeBindOnly) {
  for (const Cell& cell : core().cells) EXPECT_EQ(cell.when, When::before);
}

TEST(Plan, CoreHoldsWhatTheGridIsFor) {
  for (const char* name :
       {"tcp/listening/mapped-any/none/mapped-lo/none/other/listen/before/explicit/-/-/-/1/-",
        "tcp/bound/any4/dev-lo/any4/none/same/listen/before/explicit/-/-/-/1/-",
        "tcp/time-wait:client-auto/unbound/none/lo4/RA/same/connect-peer/before/explicit/-/-/-/1/-",
        "udp/connected:client-noport/lo6/RP/any6/RP/other/bind/before/explicit/-/-/-/1/-",
        "tcp/bound/lo4/RA/any4/RP/same/listen/before/explicit/closed/lo4/RP/1/-",
        "tcp/listening/alias4/RP/any4/RP/same/listen/before/explicit/-/-/-/40/many"})
    EXPECT_TRUE(has(core(), name)) << name;
}

TEST(Plan, ConnectPeerIsAskedOfConnectionsOnly) {
  for (const Cell& cell : full().cells) {
    if (cell.attempt != Attempt::connect_peer) continue;
    EXPECT_TRUE(is_connection(cell.situation)) << cell_name(cell);
  }
}

TEST(Order, SeedsGiveTheSamePermutation) {
  std::vector<std::uint32_t> one(1000);
  for (std::uint32_t i = 0; i < one.size(); ++i) one[i] = i;
  std::vector<std::uint32_t> other = one;
  const std::vector<std::uint32_t> plain = one;
  order_named("shuffled:7")->apply(one);
  order_named("shuffled:7")->apply(other);
  EXPECT_EQ(one, other);
  EXPECT_NE(one, plain);
  std::sort(one.begin(), one.end());
  EXPECT_EQ(one, plain);
}

TEST(Order, RefusesWhatItDoesNotKnow) {
  for (const char* text : {"", "backward", "shuffled", "shuffled:", "shuffled:x", "shuffled:1x"})
    EXPECT_FALSE(order_named(text)) << text;
}

}  // namespace
}  // namespace grid
