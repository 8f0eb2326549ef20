// Both engines give the same integers, and the same weights, however trials are drawn.

#include <catch2/catch.hpp>
#include <map>
#include <optional>

#include "models/core/error.h"
#include "models/sampling/refusals.h"
#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/invariance/dice.h"
#include "tests/invariance/flows_difference.h"
#include "tests/invariance/random_study.h"
#include "tests/invariance/results_bytes.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr std::uint64_t kTrials = 256;  // whole replicates of every method

constexpr SamplingMethod kMethods[] = {SamplingMethod::antithetic, SamplingMethod::stratified, SamplingMethod::sobol,
                                       SamplingMethod::importance};

/// A random study whose trials are drawn by a method; nothing where the method is not for it.
std::optional<Study> sampled_study(std::uint64_t seed, SamplingMethod method) {
  const bool importance = method == SamplingMethod::importance;
  RandomStudyWishes wishes;
  wishes.spreading = wishes.rerating = !importance;
  Study study = random_study(seed, wishes);
  Dice dice(seed * 48271u + 13);
  SimulationSettings& settings = study.simulation;
  settings.trials = kTrials;
  settings.sampling = method;
  settings.strata = static_cast<std::uint64_t>(dice.one_of({2, 16, 64}));
  if (importance) settings.importance = ImportanceTarget{{}, dice.one_of({0.3, 0.02, 1e-4})};
  study.pricing.reset();
  const auto clear_treaties = [](Scenario& scenario) {
    for (PolicyTerms& policy : scenario.policies) policy.treaties.clear();
  };
  clear_treaties(study.base);
  for (Scenario& scenario : study.scenarios) clear_treaties(scenario);
  if (importance)
    for (Buyer& buyer : study.portfolio.buyers) buyer.legal_group.clear();
  if (!sampling_refusals(study).empty()) return {};
  settings.control_variate = true;
  if (!sampling_refusals(study).empty()) settings.control_variate = false;
  try {
    make_plan(study);
  } catch (const Error&) {
    return {};  // a book that can lose nothing, or without systematic factors
  }
  return study;
}

}  // namespace

TEST_CASE("both engines give the same flows and weights under every method", "[engines]") {
  std::map<SamplingMethod, int> studies;
  std::size_t weighted = 0, failures = 0;
  for (const SamplingMethod method : kMethods)
    for (std::uint64_t seed = 2000; studies[method] < 12 && seed < 2400; ++seed) {
      const std::optional<Study> study = sampled_study(seed, method);
      if (!study) continue;
      ++studies[method];
      const Plan plan = make_plan(*study);
      const auto reference = make_reference_engine(plan);
      const auto fast = make_fast_engine(plan);
      std::vector<ScenarioFlows> a, b;
      for (std::uint64_t trial = 0; trial < kTrials; trial += 5) {
        reference->run(trial, a);
        fast->run(trial, b);
        REQUIRE(a.size() == b.size());
        for (std::size_t s = 0; s < a.size(); ++s) {
          const std::string what = difference(a[s], b[s]);
          if (!what.empty())
            FAIL(sampling_name(method) << ", study " << seed << " trial " << trial << " scenario " << s << ": "
                                       << what);
          failures += a[s].failed.size();
          weighted += a[s].log_weight != 0.0;
        }
      }
    }
  for (const SamplingMethod method : kMethods) {
    INFO(sampling_name(method));
    CHECK(studies[method] == 12);
  }
  CHECK(failures > 1000);
  CHECK(weighted > 300);
}

TEST_CASE("whole runs of both engines have the same bytes under every method", "[engines]") {
  int controlled = 0;
  for (const SamplingMethod method : kMethods) {
    int studies = 0;
    for (std::uint64_t seed = 2500; studies < 3 && seed < 2900; ++seed) {
      const std::optional<Study> study = sampled_study(seed, method);
      if (!study) continue;
      ++studies;
      controlled += study->simulation.control_variate;
      RunSettings settings;
      const RunResults fast = run_study(*study, settings);
      settings.engine = "reference";
      settings.threads = 2;
      const RunResults reference = run_study(*study, settings);
      INFO(sampling_name(method) << ", study " << seed);
      CHECK(ResultsBytes(fast).difference(ResultsBytes(reference)) == "");
    }
    CHECK(studies == 3);
  }
  // Plain trials with a control variate, too.
  for (std::uint64_t seed = 2500; controlled < 3 && seed < 3500; ++seed) {
    RandomStudyWishes wishes;
    wishes.spreading = wishes.rerating = false;
    Study study = random_study(seed, wishes);
    study.simulation.trials = kTrials;
    study.simulation.control_variate = true;
    if (!sampling_refusals(study).empty()) continue;
    ++controlled;
    RunSettings settings;
    const RunResults fast = run_study(study, settings);
    settings.engine = "reference";
    INFO("control variate, study " << seed);
    CHECK(ResultsBytes(fast).difference(ResultsBytes(run_study(study, settings))) == "");
  }
  CHECK(controlled >= 3);
}
