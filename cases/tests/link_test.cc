#include "probe/link.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "probe/json.h"
#include "runner/observation.h"

namespace {

std::string sent(char kind, std::initializer_list<std::string_view> fields) {
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  probe::set_link(ends[1]);
  probe::send_to_runner(kind, fields);
  probe::set_link(-1);
  ::close(ends[1]);
  char buffer[512];
  const ssize_t size = ::read(ends[0], buffer, sizeof buffer);
  ::close(ends[0]);
  return {buffer, static_cast<std::size_t>(size > 0 ? size : 0)};
}

TEST(Link, CarriesWhateverTextThereIs) {
  const std::vector<std::string> fields = {"12", "a\tb\nc\\d", ""};
  const std::string line = sent('T', {fields[0], fields[1], fields[2]});
  ASSERT_EQ(line.substr(0, 2), "T ");
  EXPECT_EQ(line.find('\n'), line.size() - 1) << "one message is one line";
  EXPECT_EQ(probe::fields_of(line.substr(2, line.size() - 3)), fields);
}

TEST(Json, EscapesEveryByteThatIsNotPlain) {
  EXPECT_EQ(probe::json_string("a\"\\\n\x01\xff"), "\"a\\\"\\\\\\n\\u0001\\u00ff\"");
}

TEST(Observation, IsOneLineOfJson) {
  runner::Observation seen;
  seen.id = "bind/x[tcp4]";
  seen.status = "observed";
  seen.observed = "ok";
  seen.details = {{"tries", "40"}};
  seen.steps = {{7, "first.bind(127.0.0.1:1)", "ok"}};
  const std::string head = R"({"case":"bind/x[tcp4]","status":"observed","observed":"ok","claimed":null)";
  const std::string tail = R"(,"details":{"tries":40},"seconds":0.000000)";
  const std::string steps = R"json(,"transcript":[[7,"first.bind(127.0.0.1:1)","ok"]]})json";
  EXPECT_EQ(runner::observation_line(seen, false), head + tail + steps);
}

TEST(Observation, SaysThatNothingIsClaimedWhereNothingWasObserved) {
  runner::Observation seen;
  seen.id = "bind/x";
  seen.status = "not-applicable";
  seen.why = "SO_REUSEPORT is not there";
  EXPECT_EQ(
      runner::observation_line(seen, false)
          .find(
              R"({"case":"bind/x","status":"not-applicable","why":"SO_REUSEPORT is not there","claimed":null,)"),
      0U);
}

TEST(Observation, KeepsBothEndsOfALongTranscript) {
  runner::Observation seen;
  seen.id = "bind/x";
  seen.status = "timeout";
  seen.why = "no answer within 20 s";
  for (int i = 0; i < 5000; ++i) seen.steps.push_back({i, "step", std::to_string(i)});
  const std::string line = runner::observation_line(seen, false);
  EXPECT_NE(line.find("[0,\"step\",\"0\"]"), std::string::npos);
  EXPECT_NE(line.find("[4999,\"step\",\"4999\"]"), std::string::npos);
  EXPECT_NE(line.find("4400 steps left out"), std::string::npos);
  EXPECT_EQ(line.find("\"2500\""), std::string::npos);
}

TEST(Control, LetsOthersPassOnlyWhenItHolds) {
  runner::Observation control;
  control.status = "observed";
  control.observed = "EADDRINUSE";
  control.claimed = "EADDRINUSE";
  EXPECT_TRUE(control.lets_pass());
  control.observed = "ok";
  EXPECT_FALSE(control.lets_pass());
  control.claimed.reset();
  EXPECT_TRUE(control.lets_pass());
  control.status = "broken";
  EXPECT_FALSE(control.lets_pass());
  control.status = "not-applicable";
  EXPECT_TRUE(control.lets_pass());
}

}  // namespace
