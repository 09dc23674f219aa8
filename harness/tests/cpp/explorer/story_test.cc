// The grammar of stories.
#include "explorer/story.h"

#include <gtest/gtest.h>

namespace {

using explorer::parse_story;
using explorer::PortChoice;
using Kind = explorer::Step::Kind;

explorer::Step only_step(const char* text) {
  const auto story = parse_story(text);
  EXPECT_EQ(story.error, "");
  return story.steps.size() == 1 ? story.steps[0] : explorer::Step{};
}

TEST(Story, ReadsEveryStep) {
  const auto story = parse_story(
      "s0=open tcp4; s1-3=open udp6 user2; s0.set linger -1; s0.bind lo4 P1; s0.listen 0; s1.connect s0;"
      "s1.connect any6 =s0; s1.disconnect; s4=accept s0; s1.send; s1.send s0; s1.fill; s1.receive; "
      "s1.shutdown write;"
      "s1.close; s0.option v6only; probe tcp4 lo4 P0 40; p0=fork s0; p0.accept; p0.exit; p0.kill; w1=block "
      "s0 accept;"
      "setting port-range 2; wait 2000");
  EXPECT_EQ(story.error, "");
  EXPECT_EQ(story.steps.size(), 24U);
}

TEST(Story, QuotesTheStartOfALongMistake) {
  const std::string error = parse_story(std::string(100000, 'x')).error;
  EXPECT_NE(error.find("xxx..."), std::string::npos) << error.substr(0, 200);
  EXPECT_LT(error.size(), 300U);
}

TEST(Story, KeepsWhatAStepNames) {
  const auto open = only_step("s1-3=open udp6 user2");
  EXPECT_EQ(open.first, 1);
  EXPECT_EQ(open.last, 3);
  EXPECT_TRUE(open.other_user);
  const auto bind = only_step("s0.bind mapped-lo =s7");
  EXPECT_EQ(bind.port.from, PortChoice::From::slot);
  EXPECT_EQ(bind.port.number, 7);
  EXPECT_EQ(only_step("probe udp4 lo4 P0").value, 1);
  EXPECT_EQ(only_step("s2=accept s9").other, 9);
}

class WrongStory : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(WrongStory, IsRefusedWithTheReason) {
  const auto story = parse_story(GetParam().first);
  EXPECT_TRUE(story.steps.empty());
  EXPECT_NE(story.error.find(GetParam().second), std::string::npos) << story.error;
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongStory,
    ::testing::Values(
        std::pair("", "no step"), std::pair("s0=open tcp5", "kind of socket"),
        std::pair("s140=open tcp4", "from 0 to 139"), std::pair("s3-1=open tcp4", "from 3 to 139"),
        std::pair("s0=open tcp4; s0.bind lo9 P0", "step 2"), std::pair("s0.bind lo4 P4", "from 0 to 3"),
        std::pair("s0.bind lo4", "needs a port"), std::pair("s0.set colour 1", "no option"),
        std::pair("s0.listen many", "no backlog"), std::pair("s0.close now", "one word too many"),
        std::pair("setting colour 1", "no setting"), std::pair("dance", "no step"),
        std::pair("s0=open tcp4 root", "user2"), std::pair("w0=block s0 sleep", "call that waits")));

TEST(Story, HasALimit) {
  std::string text = "wait 0";
  for (int i = 0; i < 64; ++i) text += ";wait 0";
  EXPECT_NE(parse_story(text).error.find("at most 64"), std::string::npos);
}

}  // namespace
