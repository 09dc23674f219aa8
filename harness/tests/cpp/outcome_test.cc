#include "probe/core/outcome.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "probe/core/case.h"
#include "probe/core/duration.h"
#include "probe/scenarios/delivery.h"

namespace probe {
namespace {

TEST(Outcome, NamesErrorsPortably) {
  EXPECT_EQ(Outcome::of_error(0).text(), "ok");
  EXPECT_EQ(Outcome::of_error(EADDRINUSE).text(), "EADDRINUSE");
  EXPECT_EQ(Outcome::of_error(987654).text(), "error 987654");
}

TEST(Outcome, APredictionMustNameAnError) {
  EXPECT_EQ(fails_with("EADDRINUSE"), Outcome::of_error(EADDRINUSE));
  EXPECT_THROW(fails_with("EADRINUSE"), std::invalid_argument);
}

TEST(Outcome, MissingIsNotRefused) {
  EXPECT_TRUE(Outcome::missing("SO_REUSEPORT is unsupported").is_missing());
  EXPECT_FALSE(Outcome::of_error(EINVAL).is_missing());
  EXPECT_FALSE(Outcome::missing("x").is_ok());
}

TEST(Duration, IsAStableWord) {
  EXPECT_EQ(duration(60.0, 130).text(), "60 s");
  EXPECT_EQ(duration(62.3, 130).text(), "60 s");
  EXPECT_EQ(duration(0.01, 130).text(), "none");
  EXPECT_EQ(duration(2.04, 130).text(), "2 s");
  EXPECT_EQ(duration(50.0, 130).text(), "about 50 s");
  EXPECT_EQ(duration(std::nullopt, 130).text(), "no end seen");
}

TEST(Duration, IsNoMoreExactThanTheLooksAtIt) {
  using probe::Elapsed;
  EXPECT_EQ(duration(Elapsed(70, 12), 130).text(), "60 s");
  EXPECT_EQ(duration(Elapsed(60.2, 10), 130).text(), "60 s");
  EXPECT_EQ(duration(Elapsed(68, 6.5), 130).text(), "60 s") << "a late timer";
  EXPECT_EQ(duration(Elapsed(75, 17), 130).text(), "about 65 s") << "it may have been 60 or 75";
  EXPECT_EQ(duration(Elapsed(58, 2), 130).text(), "60 s");
  EXPECT_EQ(duration(Elapsed(56, 2), 130).text(), "about 55 s");
  EXPECT_THROW(duration(Elapsed(75, 70), 130), probe::CaseAborted) << "it may have been anything";
}

TEST(Balance, TellsEvenFromUneven) {
  EXPECT_EQ(balance({52, 48, 50, 50}).text(), "balanced");
  EXPECT_EQ(balance({110, 30, 30, 30}).text(), "uneven");
  EXPECT_EQ(balance({0, 200, 0, 0}).text(), "only one");
}

}  // namespace
}  // namespace probe
