// Row 30: a model that makes no number: 5 with the lowest trial it happens in, whatever the threads; never in a
// statistic.

#include <catch2/catch.hpp>
#include <limits>
#include <set>

#include "models/core/error.h"
#include "models/shock/windows.h"
#include "sim/blocks/runner.h"
#include "sim/run.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInfinity = std::numeric_limits<double>::infinity();

/// The real engine, but for some trials, of which its model makes no number.
class FaultyEngine final : public TrialEngine {
 public:
  FaultyEngine(const Plan& plan, const std::set<std::uint64_t>& faults)
      : engine_(make_reference_engine(plan)), faults_(faults) {}
  void run(std::uint64_t trial, std::vector<ScenarioFlows>& flows) override {
    engine_->run(trial, flows);
    if (faults_.contains(trial)) to_parts(kNaN);
  }

 private:
  std::unique_ptr<TrialEngine> engine_;
  const std::set<std::uint64_t>& faults_;
};

/// What a run of 4,000 trials says; "" where it ends well.
std::string complaint(const Study& study, const RunSettings& settings, const std::set<std::uint64_t>& faults) {
  const Plan plan = make_plan(study);
  const TallyShape shape(plan);
  RunTotals totals(plan, shape, settings);
  try {
    run_blocks(
        plan, settings, [&] { return std::make_unique<FaultyEngine>(plan, faults); }, totals);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::model);
    return error.what();
  }
  return "";
}

/// Error of a whole run.
Error run_error(const Study& study, const std::string& engine) {
  RunSettings settings;
  settings.engine = engine;
  settings.threads = 3;
  try {
    run_study(study, settings);
  } catch (const Error& error) {
    return error;
  }
  return {ExitCode::ok, "ran"};
}

}  // namespace

TEST_CASE("row 30: the lowest trial is named, by any number of threads") {
  const Study study = homogeneous(20, 0.05, 0.15, 4000, 17).build();
  const std::set<std::uint64_t> faults{3999, 3001, 1234, 1235, 2048};
  for (int repeat = 0; repeat < 5; ++repeat)
    for (const int threads : {1, 2, 3, 8}) {
      RunSettings settings;
      settings.threads = threads;
      const std::string what = complaint(study, settings, faults);
      INFO(what);
      CHECK(what.starts_with("trial 1234: "));
      CHECK(what.find("not a finite number") != std::string::npos);
    }
  CHECK(complaint(study, {}, {0}).starts_with("trial 0: "));
  CHECK(complaint(study, {}, {}) == "");
}

TEST_CASE("row 30: replayed trials and those measured in detail name theirs, too") {
  RunSettings settings;
  settings.threads = 3;
  const auto fails = [](std::uint64_t trial) {
    if (trial % 40 == 7) to_parts(kInfinity);
  };
  CHECK_THROWS_WITH(for_each_trial(settings, 1000, fails), Catch::StartsWith("trial 7: "));

  const Study study = homogeneous(20, 0.05, 0.15, 4000, 17).build();
  const Plan plan = make_plan(study);
  const std::set<std::uint64_t> faults{70, 900, 50};
  const std::vector<std::uint64_t> trials{900, 3, 70, 50, 2};
  CHECK_THROWS_WITH(replay(
                        plan, settings, [&] { return std::make_unique<FaultyEngine>(plan, faults); }, TallyShape(plan),
                        trials, [](std::size_t, const auto&, auto&) {}),
                    Catch::StartsWith("trial 50: "));
}

TEST_CASE("row 30: a systematic state that is no number ends the run before any result") {
  // Such loadings never come through the reader, which refuses them.
  for (const double loading : {kNaN, -kNaN})
    for (const char* engine : {"fast", "reference"}) {
      StudyBuilder builder = homogeneous(20, 0.05, 0.15, 4000, 17);
      builder.base().credit.dependence.buyer_loadings[3] = {{"world", loading}};
      const Error error = run_error(builder.build(), engine);
      CHECK(error.code() == ExitCode::model);
      INFO(error.what());
      CHECK(std::string(error.what()).find("trial 0: credit.dependence") == 0);
    }
}

TEST_CASE("row 30: weights that overflow end the run") {
  CHECK_THROWS_AS(weight_of(kNaN), Error);
  CHECK_THROWS_AS(weight_of(kInfinity), Error);
  CHECK_THROWS_AS(weight_of(800.0), Error);
}
