// Stories on the system that runs the tests: what ran before a story changes nothing in it.
#include "explorer/world.h"

#include <gtest/gtest.h>

#include <cstring>

#include "explorer/run.h"
#include "grid/environment.h"

namespace {

using explorer::parse_story;

const char* const kStories[] = {
    "s0=open tcp4; s0.bind lo4 P0; s0.listen 8; s1=open tcp4; s1.connect s0; s2=accept s0; s1.send; "
    "s2.receive; s2.close;"
    "s1.receive; s1.close; s0.close; s0=open tcp4; s0.bind lo4 P0",
    "s0-3=open tcp4; s0-3.set reuseaddr 1; s0-3.bind any4 P0; s0-3.listen 1",
    "s0=open udp4; s0.bind lo4 P0; s1=open udp4; s1.connect s0; s1.send; s0.receive; probe udp4 lo4 P0",
    "setting port-range 2; s0-2=open tcp4; s0-2.bind lo4 0",
    "s0=open tcp4; s0.bind lo4 P0; s0.listen 1; w0=block s0 accept; s1=open tcp4; s1.connect s0; s0.close",
    "s0=open tcp4; s0.bind lo4 P0; p0=fork s0; s0.close; s1=open tcp4; s1.bind lo4 P0; p0.kill; s1.bind lo4 "
    "P0",
    "s0=open tcp4 user2; s0.bind lo4 P0; s1=open tcp6; s1.bind any6 P0",
    // A child has its one socket and no other, from the moment that it is there.
    "s0-20=open tcp4; s20.bind lo4 P0; p0=fork s0; s20.close; s20=open tcp4; s20.bind lo4 P0",
};

class StoriesOnThisSystem : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { here_ = grid::find_environment(true); }

  // Runs the stories in this order, each as often as it comes, and gives the line of each.
  static std::vector<std::string> lines(const std::vector<int>& order) {
    std::vector<explorer::Story> stories;
    stories.reserve(order.size());
    for (const int number : order) stories.push_back(parse_story(kStories[number]));
    std::FILE* file = std::tmpfile();
    explorer::Progress progress{0};
    EXPECT_EQ(explorer::run_stories(stories, 0, stories.size(), {}, here_, file, &progress), stories.size());
    EXPECT_EQ(progress, stories.size());
    std::rewind(file);
    std::vector<std::string> lines(std::size(kStories));
    char line[4096];
    for (const int number : order) {
      if (std::fgets(line, sizeof line, file) == nullptr) break;
      const std::string text = std::strchr(line, ' ') + 1;
      if (lines[static_cast<std::size_t>(number)].empty()) lines[static_cast<std::size_t>(number)] = text;
      EXPECT_EQ(text, lines[static_cast<std::size_t>(number)]) << kStories[number];
    }
    std::fclose(file);
    return lines;
  }

  static grid::Environment here_;
};
grid::Environment StoriesOnThisSystem::here_;

TEST_F(StoriesOnThisSystem, AnswerAlikeInEveryOrder) {
  if (!here_.namespaces) GTEST_SKIP() << "no network namespaces here";
  const auto forward = lines({0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7});
  EXPECT_EQ(lines({7, 6, 5, 4, 3, 2, 1, 0}), forward);
  for (const std::string& line : forward) EXPECT_FALSE(line.empty());
}

// The second of the stories does not end within the timeout.
std::string with_one_that_hangs(const grid::Environment& here, int jobs, bool process_per_story) {
  const std::vector<explorer::Story> stories = {parse_story("s0=open tcp4"), parse_story("wait 60000"),
                                                parse_story("s0=open udp4; s0.close"), parse_story("wait 1")};
  explorer::Arguments arguments;
  arguments.jobs = jobs;
  arguments.process_per_story = process_per_story;
  arguments.max_wait_ms = 60000;
  arguments.timeout_s = 1;
  std::FILE* file = std::tmpfile();
  EXPECT_EQ(explorer::run_in_processes(stories, arguments, here, file), stories.size());
  std::rewind(file);
  std::string text;
  for (int letter = 0; (letter = std::fgetc(file)) != EOF;) text += static_cast<char>(letter);
  std::fclose(file);
  return text;
}

TEST_F(StoriesOnThisSystem, LoseOneStoryToAProcessThatHangs) {
  const std::string expected = "0 ok\n1 hung\n2 ok;ok\n3 ok\n";
  for (const bool process_per_story : {false, true})
    for (const int jobs : {1, 3}) EXPECT_EQ(with_one_that_hangs(here_, jobs, process_per_story), expected);
}

TEST_F(StoriesOnThisSystem, NameEveryCallInTheTranscript) {
  explorer::WorldSettings settings;
  std::vector<std::string> calls;
  settings.transcript = [&calls](const std::string& line) { calls.push_back(line); };
  explorer::World world(settings);
  const std::string answers =
      world.run(parse_story("s0=open tcp4; s0.set reuseaddr 1; s0.close; s0.listen 1"), 1100);
  EXPECT_EQ(answers, "ok;ok;ok;-");
  EXPECT_EQ(calls, (std::vector<std::string>{"s0: socket(AF_INET, SOCK_STREAM) -> ok",
                                             "s0: setsockopt(SO_REUSEADDR, 1) -> ok", "s0: close() -> ok"}));
}

TEST_F(StoriesOnThisSystem, SeeWhoWasWokenAndWhoReceived) {
  explorer::World world({});
  const std::string udp = world.run(parse_story(kStories[2]), 1120);
  EXPECT_NE(udp.find("data,from=s1"), std::string::npos) << udp;
  const std::string woken = world.run(parse_story(kStories[4]), 1140);
  EXPECT_NE(woken.find("!w0:ok"), std::string::npos) << woken;
}

// Only some users may read the numbers of a connection.
TEST_F(StoriesOnThisSystem, CompareASequenceNumberWithTheOneReadBefore) {
  explorer::World world({});
  const std::string answers =
      world.run(parse_story("s0=open tcp4; s0.bind lo4 P0; s0.listen 8; s1=open tcp4; s1.connect s0;"
                            "s1.option sequence; s1.send; s1.option sequence"),
                1160);
  if (answers.find("EPERM") != std::string::npos) GTEST_SKIP() << "needs CAP_NET_ADMIN";
  EXPECT_EQ(answers.substr(answers.rfind(';') + 1), "ok,after=1") << answers;
}

TEST_F(StoriesOnThisSystem, MakeNoDeviceInAStackThatIsNotTheirs) {
  explorer::World world({});
  EXPECT_EQ(world.run(parse_story("s0=open tcp4; s0.set device 2; s0.set device 3"), 1180), "ok;-;-");
}

TEST_F(StoriesOnThisSystem, DropWhatComesToAGroupOfAWildcardOrToAnyGroup) {
  explorer::World world({});
  const std::string answers = world.run(
      parse_story("s0=open udp4; s0.set reuseport 1; s0.bind any4 P0; s0.set group-program 1;"
                  "probe udp4 lo4 P0; s1=open udp4; s1.set reuseport 1; s1.bind lo4 P1;"
                  "s1.set group-program 1; probe udp4 lo4 P1; s1.set group-program 3; probe udp4 lo4 P1"),
      1200);
  if (answers.find("EPERM") != std::string::npos) GTEST_SKIP() << "needs CAP_BPF";
  EXPECT_EQ(answers, "ok;ok;ok;ok;ECONNREFUSED;ok;ok;ok;ok;s1;ok;ECONNREFUSED");
}

}  // namespace
