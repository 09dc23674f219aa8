#include "probe/core/runner_channel.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <new>
#include <thread>
#include <utility>

#include "probe/core/json.h"
#include "runner/observation.h"

namespace {

// What comes out of the channel when `speak` has sent messages through it. Another thread reads meanwhile: how much a pipe
// holds differs from system to system.
std::string sent(const std::function<void()>& speak, probe::SharedBuffer* outbox = nullptr) {
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  std::string text;
  std::thread reader([&] {
    char buffer[4096];
    for (ssize_t size; (size = ::read(ends[0], buffer, sizeof buffer)) > 0;)
      text.append(buffer, static_cast<std::size_t>(size));
  });
  probe::runner_channel().connect(ends[1], -1, outbox);
  speak();
  probe::runner_channel().connect(-1);
  ::close(ends[1]);
  reader.join();
  ::close(ends[0]);
  return text;
}

class WithSharedBuffer : public testing::Test {
 protected:
  void SetUp() override {
    void* const memory =
        ::mmap(nullptr, sizeof *buffer_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
    ASSERT_NE(memory, MAP_FAILED);
    buffer_ = new (memory) probe::SharedBuffer;
  }
  void TearDown() override { ::munmap(buffer_, sizeof *buffer_); }

  probe::SharedBuffer* buffer_ = nullptr;
};

TEST(RunnerChannel, CarriesWhateverTextThereIs) {
  const std::vector<std::string> fields = {"12", "a\tb\nc\\d", ""};
  const std::string line = sent([&] {
    probe::runner_channel().send(probe::Message::step, {fields[0], fields[1], fields[2]});
  });
  ASSERT_EQ(line.substr(0, 2), "T ");
  EXPECT_EQ(line.find('\n'), line.size() - 1) << "one message is one line";
  EXPECT_EQ(probe::fields_of(line.substr(2, line.size() - 3)), fields);
}

TEST_F(WithSharedBuffer, WhatWasSaidOutlivesItsProcess) {
  const std::string heard = sent(
      [] {
        const pid_t child = ::fork();
        if (child == 0) {
          probe::runner_channel().send(probe::Message::step, {"1", "first.bind(127.0.0.1:1)", "ok"});
          probe::runner_channel().send(probe::Message::step, {"2", "first.listen(16)", "ok"});
          ::raise(SIGKILL);
        }
        ::waitpid(child, nullptr, 0);
      },
      buffer_);
  EXPECT_EQ(heard, "") << "no call for every step";
  EXPECT_EQ(buffer_->text(), "T 1\tfirst.bind(127.0.0.1:1)\tok\nT 2\tfirst.listen(16)\tok\n");
}

TEST_F(WithSharedBuffer, AnnouncesAWaitAtOnce) {
  const auto waits = [] {
    probe::runner_channel().send(probe::Message::step, {"1", "step", "ok"});
    probe::runner_channel().send(probe::Message::wait, {"60"});
  };
  EXPECT_EQ(sent(waits, buffer_), "T 1\tstep\tok\nW 60\n");
  EXPECT_EQ(buffer_->text(), "");
}

TEST_F(WithSharedBuffer, KeepsTheOrderOfMoreThanItHolds) {
  const std::string longer_than_it(600 << 10, 'x');
  std::string all;
  const auto speaks = [&] {
    for (int i = 0; i < 40; ++i) {
      const std::string text = i == 20 ? longer_than_it : std::string(100, 'y');
      probe::runner_channel().send(probe::Message::step, {text});
      all += "T " + text + "\n";
    }
  };
  const std::string heard = sent(speaks, buffer_);
  EXPECT_NE(buffer_->text(), "") << "the last ones wait";
  EXPECT_EQ(heard + std::string(buffer_->text()), all);
}

TEST(Json, EscapesEveryByteThatIsNotPlain) {
  EXPECT_EQ(probe::json_string("a\"\\\n\x01\xff"), "\"a\\\"\\\\\\n\\u0001\\u00ff\"");
}

TEST(Json, TakesAStepWithWhateverTextThereIs) {
  std::string json;
  probe::append_json_of(probe::text_of_fields({"12", "send(\"a\tb\nc\\d\")", "\x01\xff"}), &json);
  EXPECT_EQ(json, R"json([12,"send(\"a\tb\nc\\d\")","\u0001\u00ff"])json");
}

TEST(Json, StaysValidWithAStepThatIsNone) {
  for (const auto& [step, expected] : std::vector<std::pair<std::string, std::string>>{
           {"", "[0]"}, {"x\ty", "[0,\"y\"]"}, {"7", "[7]"}, {"7\t\\", R"([7,"\\"])"}}) {
    std::string json;
    probe::append_json_of(step, &json);
    EXPECT_EQ(json, expected);
  }
}

TEST(Observation, IsOneLineOfJson) {
  runner::Observation seen;
  seen.id = "bind/x[tcp4]";
  seen.status = runner::Status::observed;
  seen.observed = "ok";
  seen.details = {{"tries", "40"}};
  seen.steps = {probe::text_of_fields({"7", "first.bind(127.0.0.1:1)", "ok"})};
  const std::string names = R"({"observation":"bind/x[tcp4]","case":"bind/x","variant":"tcp4",)";
  const std::string head = names + R"("status":"observed","observed":"ok","claimed":null)";
  const std::string tail = R"(,"details":{"tries":40},"seconds":0.000000)";
  const std::string steps = R"json(,"transcript":[[7,"first.bind(127.0.0.1:1)","ok"]]})json";
  EXPECT_EQ(runner::observation_line(seen, false), head + tail + steps);
}

TEST(Observation, SaysThatNothingIsClaimedWhereNothingWasObserved) {
  runner::Observation seen;
  seen.id = "bind/x";
  seen.status = runner::Status::not_applicable;
  seen.why = "SO_REUSEPORT is unsupported";
  const std::string names = R"({"observation":"bind/x","case":"bind/x",)";
  const std::string head =
      names + R"("status":"not-applicable","why":"SO_REUSEPORT is unsupported","claimed":null,)";
  EXPECT_EQ(runner::observation_line(seen, false).find(head), 0U);
}

TEST(Observation, KeepsBothEndsOfALongTranscript) {
  runner::Observation seen;
  seen.id = "bind/x";
  seen.status = runner::Status::timeout;
  seen.why = "no answer within 20 s";
  for (int i = 0; i < 5000; ++i)
    seen.steps.push_back(probe::text_of_fields({std::to_string(i), "step", std::to_string(i)}));
  const std::string line = runner::observation_line(seen, false);
  EXPECT_NE(line.find("[0,\"step\",\"0\"]"), std::string::npos);
  EXPECT_NE(line.find("[4999,\"step\",\"4999\"]"), std::string::npos);
  EXPECT_NE(line.find("4400 steps left out"), std::string::npos);
  EXPECT_EQ(line.find("\"2500\""), std::string::npos);
}

TEST(Control, PassesOnlyWhenItHolds) {
  runner::Observation control;
  control.status = runner::Status::observed;
  control.observed = "EADDRINUSE";
  control.claimed = "EADDRINUSE";
  EXPECT_TRUE(control.control_passed());
  control.observed = "ok";
  EXPECT_FALSE(control.control_passed());
  control.claimed.reset();
  EXPECT_TRUE(control.control_passed());
  control.status = runner::Status::broken;
  EXPECT_FALSE(control.control_passed());
  control.status = runner::Status::not_applicable;
  EXPECT_TRUE(control.control_passed());
}

}  // namespace
