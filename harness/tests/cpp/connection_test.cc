// Stories say what became of their connection, and no more.
#include "probe/scenarios/connection.h"

#include <gtest/gtest.h>

#include "probe/core/case.h"
#include "probe/core/runner_api.h"
#include "probe/scenarios/teardown.h"
#include "probe/scenarios/time_wait.h"
#include "probe/scenarios/time_wait_settings.h"

namespace probe {
namespace {

class Stories : public testing::Test {
 protected:
  void SetUp() override {
    set_variant(Variant::none);
    const std::string hidden_by = local_time_wait_setting();
    if (!hidden_by.empty()) GTEST_SKIP() << "local connections keep no TIME_WAIT here: " << hidden_by;
  }
};

TEST_F(Stories, SayWhoseTimeWaitTheyLeft) {
  Connection connection = connected();
  const Address server = connection.server_address;
  close_server_first(connection);
  EXPECT_EQ(connection.time_wait.local, server);
  EXPECT_LE(connection.time_wait.not_before, now());
  Connection other = connected();
  close_client_first(other);
  EXPECT_EQ(other.time_wait.local, other.client_address);
  EXPECT_EQ(other.time_wait.remote, other.server_address);
}

TEST_F(Stories, ATimeWaitThatIsGoneIsNoFindingWhereAnotherIsThere) {
  ASSERT_TRUE(another_time_wait().kept) << "this test is for systems that keep TIME_WAIT";
  Connection connection = connected();
  connection.server_address.port = free_port();  // so that the look finds nothing
  try {
    close_server_first(connection);
    FAIL();
  } catch (const CaseAborted& aborted) {
    EXPECT_EQ(aborted.status(), Status::broken);
    EXPECT_STREQ(aborted.what(),
                 "this connection left no TIME_WAIT, and another one did: a plain socket gets the port");
  }
}

// As on a stack whose table leaves out what has no socket any more.
TEST_F(Stories, AnEndInFinWait2ThatNoTableHasIsShownByItsPort) {
  Connection connection = connected();
  leave_orphan(connection);
  connection.client_address.port = free_port();
  EXPECT_NO_THROW(show_fin_wait_2(connection));
}

TEST_F(Stories, AnEndThatIsGoneIsNotInFinWait2) {
  Connection connection = connected();
  ASSERT_EQ(connection.listener.close(), succeeds());
  ASSERT_EQ(connection.server.set_linger(0), succeeds());
  ASSERT_EQ(connection.server.close(), succeeds());
  try {
    show_fin_wait_2(connection);
    FAIL();
  } catch (const CaseAborted& aborted) {
    EXPECT_EQ(aborted.status(), Status::not_applicable);
    EXPECT_STREQ(aborted.what(), "needs an end in FIN_WAIT_2 that keeps its port");
  }
}

}  // namespace
}  // namespace probe
