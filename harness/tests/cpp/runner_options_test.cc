// The command line of the program, and which cases it selects.
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "probe/core/argument_pointers.h"
#include "runner/options.h"
#include "runner/selection.h"

namespace runner {
namespace {

RunOptions parsed(std::vector<std::string> words) {
  words.insert(words.begin(), "program");
  return options_from(static_cast<int>(words.size()), probe::argument_pointers(words).data());
}

std::string refusal(const std::vector<std::string>& words) {
  try {
    parsed(words);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Options, TimeoutTakesFractions) {
  EXPECT_EQ(parsed({"--timeout", "0.5"}).timeout, 0.5);
  EXPECT_EQ(parsed({"--timeout", "2.5"}).timeout, 2.5);
  EXPECT_EQ(parsed({"--timeout", "60"}).timeout, 60);
  EXPECT_EQ(parsed({"--timeout", "1e+06"}).timeout, 1e6);
}

TEST(Options, TimeoutRefusesWhatIsNoTime) {
  for (const char* text :
       {"nan", "inf", "-inf", "infinity", "0", "-1", "1e7", "1e999", "", "x", "2.5s", "0x10", "1e", " 2"})
    EXPECT_EQ(refusal({"--timeout", text}).rfind("--timeout takes seconds from 0.001 to 1000000", 0), 0U)
        << text;
}

TEST(Options, SayWhatIsWrong) {
  EXPECT_EQ(refusal({"--nonsense"}), "there is no option --nonsense");
  EXPECT_EQ(refusal({"--case"}), "--case needs a value: ID");
  EXPECT_EQ(refusal({"--helper", "1"}), "--helper needs a value: RESULTS");
  EXPECT_EQ(refusal({"--repeat", "1.5"}), "--repeat takes a whole number, not 1.5");
  EXPECT_EQ(refusal({"--isolate", "jail"}),
            "--isolate takes auto, netns, user-netns, vnet or none, not jail");
}

TEST(Options, ACaseIsStartedWithWhatTheProgramUnderstands) {
  RunOptions options;
  options.self = "program";
  options.stack = "linux";
  options.time_is_warped = true;
  options.stack_is_private = true;
  std::vector<std::string> words = case_arguments(options, "bind/x[tcp4]", 7, 8);
  words.erase(words.begin());
  const RunOptions again = parsed(words);
  EXPECT_EQ(again.mode, Mode::in_process);
  EXPECT_EQ(again.only_case, "bind/x[tcp4]");
  EXPECT_EQ(again.channel, 7);
  EXPECT_EQ(again.wakeup, 8);
  EXPECT_EQ(again.stack, "linux");
  EXPECT_TRUE(again.time_is_warped && again.stack_is_private);
}

TEST(Options, UsageLeavesInternalOptionsOut) {
  const std::string text = usage();
  EXPECT_NE(text.find("--timeout SECONDS"), std::string::npos);
  EXPECT_NE(text.find("--help"), std::string::npos);
  EXPECT_EQ(text.find("--in-process"), std::string::npos);
  EXPECT_EQ(text.find("--helper "), std::string::npos);
}

const std::vector<std::string> kIds = {"bind/other", "bind/x[tcp4]", "bind/x[tcp6]", "bind/xy[tcp4]",
                                       "controls/clock"};

TEST(Selection, ANameWithoutItsVariantStandsForAll) {
  EXPECT_EQ(selected_ids(kIds, {"bind/x"}),
            (std::vector<std::string>{"bind/x[tcp4]", "bind/x[tcp6]", "controls/clock"}));
  EXPECT_EQ(selected_ids(kIds, {"bind/x[tcp6]"}),
            (std::vector<std::string>{"bind/x[tcp6]", "controls/clock"}));
  EXPECT_EQ(selected_ids(kIds, {}), kIds);
}

TEST(Selection, KeepsTheOrderAndEachIdOnce) {
  EXPECT_EQ(selected_ids(kIds, {"bind/x[tcp6]", "controls/clock", "bind/x", "bind/x"}),
            (std::vector<std::string>{"bind/x[tcp6]", "controls/clock", "bind/x[tcp4]"}));
}

std::string refused_name(const std::string& name) {
  try {
    selected_ids(kIds, {name});
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Selection, AnUnknownNameGetsTheNearest) {
  EXPECT_EQ(refused_name("bind/yx"),
            "no case is called bind/yx; the nearest are bind/x, bind/xy, bind/other");
  EXPECT_EQ(refused_name("bind/x[udp4]"),
            "no case is called bind/x[udp4]; the nearest are bind/x[tcp4], bind/x[tcp6], bind/xy");
}

}  // namespace
}  // namespace runner
