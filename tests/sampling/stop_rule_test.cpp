// A run that stops by itself: at a group's end, the first at which the figure is known well enough, the same for any
// number of threads, and with the results of a run of as many trials.

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/run.h"
#include "tests/invariance/results_bytes.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

StudyBuilder book() {
  StudyBuilder builder = homogeneous(50, 0.04, 0.15, 1024, 31);
  StopRule rule;
  rule.component = 0;
  rule.statistic = StopRule::Statistic::mean;
  rule.relative_error = 0.01;
  rule.max_trials = 1'000'000;
  builder.study().simulation.stop_when = rule;
  return builder;
}

}  // namespace

TEST_CASE("a run ends where its figure is known well enough") {
  const Study study = book().build();
  const RunResults results = run_study(study, {});
  REQUIRE(results.trials % 1024 == 0);
  REQUIRE(results.trials > 1024);
  CHECK(results.trials < 100'000);
  CHECK(results.losses.standard_error(0, 0, 0) <= 0.01 * results.losses.mean(0, 0, 0));
  CHECK(results.trial_columns.gross_loss.size() == results.trials);
  REQUIRE(results.stop.has_value());
  CHECK(results.stop->reached);
  CHECK(results.stop->measure == "gross_mean");
  CHECK(results.stop->policy == "none");
  CHECK(results.stop->scenario == "base");
  CHECK(results.stop->asked == 0.01);
  CHECK(results.stop->relative_error ==
        Approx(results.losses.standard_error(0, 0, 0) / results.losses.mean(0, 0, 0)).epsilon(1e-12));
  // One group earlier it was not.
  Study fixed = study;
  fixed.simulation.stop_when.reset();
  fixed.simulation.trials = results.trials - 1024;
  const RunResults before = run_study(fixed, {});
  CHECK_FALSE(before.stop.has_value());
  CHECK(before.losses.standard_error(0, 0, 0) > 0.01 * before.losses.mean(0, 0, 0));
  // The same figures as a run of as many trials.
  fixed.simulation.trials = results.trials;
  const RunResults same = run_study(fixed, {});
  CHECK(same.trial_columns.gross_loss.values() == results.trial_columns.gross_loss.values());
  CHECK(same.losses.quantile.values() == results.losses.quantile.values());
  CHECK(same.sectors.expected_loss.values() == results.sectors.expected_loss.values());
  CHECK(same.buyers.expected_loss.values() == results.buyers.expected_loss.values());
}

TEST_CASE("where a run stops does not depend on threads or engine") {
  const Study study = book().build();
  RunSettings settings;
  const ResultsBytes once(run_study(study, settings));
  settings.threads = 4;
  CHECK(once.difference(ResultsBytes(run_study(study, settings))) == "");
  settings.engine = "reference";
  CHECK(once.difference(ResultsBytes(run_study(study, settings))) == "");
}

TEST_CASE("a stop rule never passes max_trials and works on quantiles, shortfalls and weighted trials") {
  StudyBuilder builder = book();
  StopRule& rule = *builder.study().simulation.stop_when;
  rule.max_trials = 5000;
  rule.relative_error = 1e-9;
  const RunResults ended = run_study(builder.build(), {});
  CHECK(ended.trials == 4096);
  REQUIRE(ended.stop.has_value());
  CHECK_FALSE(ended.stop->reached);
  CHECK(ended.stop->relative_error > 1e-9);
  rule.max_trials = 100'000;
  rule.relative_error = 0.03;
  for (const auto statistic : {StopRule::Statistic::value_at_risk, StopRule::Statistic::expected_shortfall}) {
    rule.statistic = statistic;
    const RunResults results = run_study(builder.build(), {});
    CHECK(results.trials < 100'000);
    REQUIRE(results.stop.has_value());
    CHECK(results.stop->reached);
    CHECK(results.stop->measure == (statistic == StopRule::Statistic::value_at_risk ? "gross_var99" : "gross_es99"));
    CHECK(results.stop->relative_error <= 0.03);
    if (statistic == StopRule::Statistic::expected_shortfall)
      CHECK(results.losses.expected_shortfall_standard_error(0, 0, 0, 1) <=
            0.03 * results.losses.expected_shortfall(0, 0, 0, 1));
  }
  builder.study().simulation.sampling = SamplingMethod::importance;
  builder.study().simulation.importance = ImportanceTarget{Money{1200}, {}};
  const RunResults weighted = run_study(builder.build(), {});
  CHECK(weighted.trials < 20'000);
  CHECK(weighted.trial_columns.weight.size() == weighted.trials);
}
