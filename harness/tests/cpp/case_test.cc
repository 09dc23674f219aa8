// GIVEN reports what a step gave and what was expected of it.
#include "probe/core/case.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "probe/core/runner_api.h"
#include "probe/net/socket.h"
#include "probe/scenarios/connection.h"

namespace probe {
namespace {

// How a case with this body is aborted: "broken: REASON"; empty if it is not.
std::string abortion_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const CaseAborted& aborted) {
    return to_string(aborted.status()) + ": " + aborted.what();
  }
  return "";
}

class Given : public testing::Test {
 protected:
  void SetUp() override { set_variant(Variant::none); }
};

TEST_F(Given, TakesTheExpectedWord) {
  EXPECT_EQ(abortion_of([] { GIVEN(Outcome("eof"), "eof"); }), "");
  EXPECT_EQ(abortion_of([] { GIVEN(Outcome("data"), is_not("nothing")); }), "");
  EXPECT_EQ(abortion_of([] { GIVEN(fails_with("EACCES"), fails()); }), "");
}

TEST_F(Given, ReportsWhatTheStepGaveAndWhatWasExpected) {
  EXPECT_EQ(abortion_of([] { GIVEN(fails_with("ECONNRESET"), "eof"); }),
            "broken: fails_with(\"ECONNRESET\"): ECONNRESET, expected eof");
  EXPECT_EQ(abortion_of([] { GIVEN(Outcome("nothing"), is_not("nothing")); }),
            "broken: Outcome(\"nothing\"): nothing, expected anything else");
  EXPECT_EQ(abortion_of([] { GIVEN(succeeds(), fails()); }), "broken: succeeds(): ok, expected an error");
  EXPECT_EQ(abortion_of([] { GIVEN(1 + 1 == 3); }), "broken: 1 + 1 == 3: condition is false");
}

TEST_F(Given, OfSomethingMissingIsNotApplicable) {
  const Outcome missing = Outcome::missing("SO_EXCLBIND is unsupported");
  const std::string reason = "not-applicable: SO_EXCLBIND is unsupported";
  EXPECT_EQ(abortion_of([&] { GIVEN(missing); }), reason);
  EXPECT_EQ(abortion_of([&] { GIVEN(missing, "eof"); }), reason);
  EXPECT_EQ(abortion_of([&] { GIVEN(missing, fails()); }), reason);
}

TEST_F(Given, ComparesWhatASocketReceives) {
  Connection connection = connected();
  ASSERT_EQ(connection.client.send("hello"), succeeds());
  EXPECT_EQ(abortion_of([&] { GIVEN(connection.server.receive(), data("hello")); }), "");
  ASSERT_EQ(connection.client.send("hello"), succeeds());
  EXPECT_EQ(abortion_of([&] { GIVEN(connection.server.receive(), "eof"); }),
            "broken: connection.server.receive(): hello, expected eof");
  ASSERT_EQ(connection.client.close(), succeeds());
  EXPECT_EQ(abortion_of([&] { GIVEN(connection.server.receive(), "eof"); }), "");
}

TEST_F(Given, AnAddressThatTheSystemDoesNotGiveEndsTheCaseAsBroken) {
  Socket socket = tcp("first");
  ASSERT_EQ(socket.close(), succeeds());
  EXPECT_EQ(abortion_of([&] { socket.local(); }), "broken: first.getsockname(): EBADF");
  EXPECT_EQ(abortion_of([&] { socket.port(); }), "broken: first.getsockname(): EBADF");
  EXPECT_EQ(abortion_of([&] { socket.peer(); }), "broken: first.getpeername(): EBADF");
  EXPECT_EQ(socket.local_if_any(), std::nullopt);
}

}  // namespace
}  // namespace probe
