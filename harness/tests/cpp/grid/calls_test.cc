#include "grid/core/calls.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <vector>

#include "grid/core/slots.h"

namespace grid {
namespace {

TEST(Result, KnowsErrorsByName) {
  EXPECT_EQ(name(result_of(0)), "ok");
  EXPECT_EQ(name(result_of(EADDRINUSE)), "EADDRINUSE");
  EXPECT_EQ(name(result_of(EWOULDBLOCK)), "EAGAIN");
  EXPECT_EQ(name(result_of(100000)), "other-error");
}

TEST(Calls, TracerRecordsArgumentsAndResult) {
  std::vector<std::string> lines;
  Tracer tracer([&lines](const std::string& line) { lines.push_back(line); });
  Calls calls(&tracer);
  Handle socket = kNoHandle;
  calls.open(socket, Family::ipv4, Protocol::tcp, "first");
  calls.bind(socket, socket_address(Address::foreign4, 0));
  calls.close(socket);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "first = socket(AF_INET, SOCK_STREAM) -> ok");
  EXPECT_EQ(lines[1], "first: bind(192.0.2.1:0) -> EADDRNOTAVAIL");
  EXPECT_EQ(socket, kNoHandle);
}

TEST(Slots, StepsMakeAConnection) {
  Calls calls;
  Slots slots;
  Step step;
  step.address = Address::lo4;
  step.slot = kFirst;
  EXPECT_EQ(slots.run(calls, step), Result::ok);
  step.kind = Step::Kind::bind;
  EXPECT_EQ(slots.run(calls, step), Result::ok);
  step.kind = Step::Kind::listen;
  step.value = 1;
  EXPECT_EQ(slots.run(calls, step), Result::ok);
  step.kind = Step::Kind::open;
  step.slot = kPeer;
  EXPECT_EQ(slots.run(calls, step), Result::ok);
  step.kind = Step::Kind::connect_to;
  step.other = kFirst;
  EXPECT_EQ(slots.run(calls, step), Result::ok);
  step.kind = Step::Kind::accept;
  step.slot = kSecond;
  EXPECT_EQ(slots.run(calls, step), Result::ok);
  slots.close_all(calls);
  EXPECT_FALSE(slots.is_open(kFirst));
}

TEST(Slots, EmptySlotIsNotCalled) {
  Calls calls;
  Slots slots;
  Step step;
  step.kind = Step::Kind::listen;
  EXPECT_EQ(slots.run(calls, step), Result::kEBADF);
}

}  // namespace
}  // namespace grid
