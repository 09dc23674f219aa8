// Ports of a scan on this system.
#include "grid/ports.h"

#include <gtest/gtest.h>

#include <set>

namespace grid {
namespace {

TEST(Ports, ThoseInUseShareNoSlot) {
  const Environment here = find_environment(false);
  if (!here.namespaces) GTEST_SKIP() << "needs network namespaces: each port is tried before it is given";
  Ports ports(here);
  ASSERT_TRUE(ports.renew());
  std::set<std::size_t> slots;
  std::vector<Port> taken;
  for (int i = 0; i < 1000; ++i) {
    taken.push_back(ports.take_alone(false));
    EXPECT_TRUE(slots.insert(taken.back() % Ports::kSlots).second) << taken.back();
    if (taken.size() < 200) continue;
    // The oldest go, as lanes do.
    const Port gone = taken[taken.size() - 200];
    ports.release(gone);
    slots.erase(gone % Ports::kSlots);
  }
}

TEST(Ports, AreNotGivenTwiceInOneNamespace) {
  const Environment here = find_environment(false);
  if (!here.namespaces) GTEST_SKIP() << "needs network namespaces";
  Ports ports(here);
  ASSERT_TRUE(ports.renew());
  std::set<Port> seen;
  while (ports.has(1, 0)) {
    const Port port = ports.take_alone(false);
    ASSERT_NE(port, 0);
    EXPECT_TRUE(seen.insert(port).second) << port;
    ports.release(port);
  }
  EXPECT_GT(seen.size(), 50000U);
}

}  // namespace
}  // namespace grid
