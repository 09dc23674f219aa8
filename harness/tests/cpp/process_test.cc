// Sockets in other processes behave as sockets do, and nothing outlives what it belongs to.
#include "probe/net/process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "probe/core/case.h"
#include "probe/core/runner_api.h"
#include "probe/net/socket.h"

namespace probe {
namespace {

class Processes : public testing::Test {
 protected:
  void SetUp() override { set_variant(Variant::none); }
};

TEST_F(Processes, ASocketInAnotherProcessConflictsWithOneHere) {
  Process other = another_process("other");
  Socket theirs = tcp(other, "theirs");
  ASSERT_EQ(theirs.bind(loopback()), succeeds());
  Socket ours = tcp("ours");
  EXPECT_EQ(ours.bind(theirs.local()), fails_with("EADDRINUSE"));
}

TEST_F(Processes, AForkedHelperDoesNotKeepItsParentsSocketsAlive) {
  Socket ours = tcp("ours");
  ASSERT_EQ(ours.bind(loopback()), succeeds());
  const Address address = ours.local();
  Process other = another_process("other");
  ASSERT_EQ(ours.close(), succeeds());
  Socket again = tcp("again");
  EXPECT_EQ(again.bind(address), succeeds());
}

TEST_F(Processes, AKilledProcessLosesItsSockets) {
  Process other = another_process("other");
  Socket theirs = tcp(other, "theirs");
  ASSERT_EQ(theirs.bind(loopback()), succeeds());
  const Address address = theirs.local();
  other.kill();
  Socket ours = tcp("ours");
  EXPECT_EQ(ours.bind(address), succeeds());
  EXPECT_EQ(theirs.listen(), Outcome::of_error(ESRCH));
}

TEST_F(Processes, AChildThatAProcessLeftKeepsItsSockets) {
  Process server = another_process("server");
  Socket theirs = tcp(server, "theirs");
  ASSERT_EQ(theirs.bind(loopback()), succeeds());
  const Address address = theirs.local();
  server.leave_child("child");
  server.kill();
  Socket ours = tcp("ours");
  EXPECT_EQ(ours.bind(address), fails_with("EADDRINUSE"));
}

TEST_F(Processes, AChildThatAProcessLeftEndsWithTheProcessObject) {
  Address address;
  {
    Process server = another_process("server");
    Socket theirs = tcp(server, "theirs");
    ASSERT_EQ(theirs.bind(loopback()), succeeds());
    address = theirs.local();
    server.leave_child("child");
    server.kill();
  }
  EXPECT_TRUE(wait_until([&] { return tcp("ours").bind(address).is_ok(); }));
}

TEST_F(Processes, AProcessThatBecomesAnotherUsersKeepsItsSockets) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  const Process other = another_process("other");
  Socket theirs = tcp(other, "theirs");
  other.change_user();
  EXPECT_EQ(theirs.bind(loopback(1)), fails_with("EACCES"));
  EXPECT_EQ(theirs.bind(loopback()), succeeds());
}

TEST_F(Processes, AListenerOfAChildAccepts) {
  Socket ours = tcp("ours");
  ASSERT_EQ(ours.bind(loopback()), succeeds());
  ASSERT_EQ(ours.listen(), succeeds());
  Process child = child_with_our_sockets("child");
  const Socket theirs = ours.inherited_by(child, "theirs");
  theirs.begin_accepting();
  EXPECT_FALSE(theirs.has_accepted());
  Socket client = tcp("client");
  ASSERT_EQ(client.connect(ours.local()), succeeds());
  EXPECT_TRUE(wait_until([&] { return theirs.has_accepted(); }));
}

TEST_F(Processes, AnotherUserIsReallyAnother) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  Process other = process_of_another_user("other");
  Socket theirs = tcp(other, "theirs");
  EXPECT_EQ(theirs.bind(loopback(1)), fails_with("EACCES"));
}

TEST_F(Processes, AMovedFromSocketClosesNothing) {
  Socket first = tcp("first");
  ASSERT_EQ(first.bind(loopback()), succeeds());
  const Address address = first.local();
  { const Socket second = std::move(first); }
  Socket third = tcp("third");
  EXPECT_EQ(third.bind(address), succeeds());
}

TEST_F(Processes, GivenTellsBrokenFromNotApplicable) {
  try {
    given(Outcome::missing("SO_EXCLBIND is unsupported"), "set");
    FAIL();
  } catch (const CaseAborted& aborted) {
    EXPECT_EQ(aborted.status(), Status::not_applicable);
    EXPECT_STREQ(aborted.what(), "SO_EXCLBIND is unsupported");
  }
  try {
    given(fails_with("EINVAL"), "first.listen()");
    FAIL();
  } catch (const CaseAborted& aborted) {
    EXPECT_EQ(aborted.status(), Status::broken);
    EXPECT_STREQ(aborted.what(), "first.listen(): EINVAL");
  }
}

}  // namespace
}  // namespace probe
