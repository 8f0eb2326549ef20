// The fast engine gives the integers of the reference engine, trial by trial, on random studies.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <string>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/invariance/flows_difference.h"
#include "tests/invariance/random_study.h"
#include "tests/invariance/results_bytes.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("both engines give the same flows on random studies", "[engines]") {
  // DELCREDERE_STUDIES=2000 looks longer.
  const char* wanted = std::getenv("DELCREDERE_STUDIES");
  const std::uint64_t studies = wanted != nullptr ? std::stoull(wanted) : 90;
  std::uint64_t failures = 0, lates = 0, lost = 0, adjusted = 0, ruled = 0, financed = 0, secured = 0;
  std::uint64_t graded = 0, led = 0, charged = 0, rejected = 0, insured_goods = 0;
  for (std::uint64_t seed = 1; seed <= studies; ++seed) {
    RandomStudyWishes wishes;
    wishes.rules = seed % 3 == 0;
    const Study study = random_study(seed, wishes);
    const Plan plan = make_plan(study);
    const auto reference = make_reference_engine(plan);
    const auto fast = make_fast_engine(plan);
    std::vector<ScenarioFlows> a, b;
    for (std::uint64_t trial = 0; trial < 60; ++trial) {
      reference->run(trial, a);
      fast->run(trial, b);
      REQUIRE(a.size() == study.scenarios.size());
      REQUIRE(b.size() == a.size());
      for (std::size_t s = 0; s < a.size(); ++s) {
        const std::string what = difference(a[s], b[s]);
        if (!what.empty()) FAIL("study " << seed << " trial " << trial << " scenario " << s << ": " << what);
        failures += a[s].failed.size();
        secured += a[s].ledgers.securities().size();
        lates += a[s].ledgers.ledgers().size() - a[s].failed.size();
        lost += a[s].lost_sales != 0;
        adjusted += !a[s].turnover.empty();
        ruled += !(a[s].rules == RuleFlows{});
        financed += !a[s].fates.empty();
        for (const BuyerLedger& ledger : a[s].ledgers.ledgers()) graded += ledger.grades.size() > 1;
        rejected += a[s].rejections.size();
        if (plan.scenarios[s].insures_rejections)
          for (const BuyerLedger& ledger : a[s].ledgers.ledgers()) insured_goods += ledger.rejections.size();
        led += !plan.scenarios[s].graded_payments.empty();
        charged += plan.scenarios[s].premium_follows_grades;
      }
    }
  }
  // The studies reach what they are for.
  CHECK(failures > 1000);
  CHECK(lates > 1000);
  CHECK(lost > 1000);
  CHECK(adjusted > 1000);
  CHECK(secured > 1000);
  CHECK(ruled > 1000);
  CHECK(financed > 1000);
  CHECK(graded > 1000);
  CHECK(led > 1000);
  CHECK(charged > 200);
  CHECK(rejected > 1000);
  CHECK(insured_goods > 200);
}

TEST_CASE("trials may be run in any order, by an engine that has run others", "[engines]") {
  for (std::uint64_t seed = 500; seed < 508; ++seed) {
    const Study study = random_study(seed);
    const Plan plan = make_plan(study);
    const auto used = make_fast_engine(plan);
    std::vector<ScenarioFlows> a, b;
    for (const std::uint64_t trial : {99ull, 0ull, 41ull, 1ull << 40, 41ull}) {
      used->run(trial, a);
      make_fast_engine(plan)->run(trial, b);
      for (std::size_t s = 0; s < a.size(); ++s) REQUIRE(difference(a[s], b[s]) == "");
    }
  }
}

TEST_CASE("whole runs of both engines have the same bytes", "[engines]") {
  for (std::uint64_t seed = 600; seed < 624; ++seed) {
    RandomStudyWishes wishes;
    wishes.rules = seed % 2 == 0;
    Study study = random_study(seed, wishes);
    study.simulation.trials = 200;
    RunSettings settings;
    const RunResults fast = run_study(study, settings);
    settings.engine = "reference";
    const RunResults reference = run_study(study, settings);
    INFO("study " << seed);
    CHECK(ResultsBytes(fast).difference(ResultsBytes(reference)) == "");
  }
}

TEST_CASE("losses of a policy do not depend on its being detailed", "[engines]") {
  std::size_t policies = 0;
  for (std::uint64_t seed = 700; seed < 708; ++seed) {
    Study study = random_study(seed);
    study.simulation.trials = 200;
    study.outputs.detailed_policies.emplace();
    const RunResults without = run_study(study, {});
    for (const PolicyTerms& terms : study.base.policies) study.outputs.detailed_policies->push_back(terms.name);
    const RunResults with = run_study(study, {});
    INFO("study " << seed);
    policies += study.base.policies.size();
    CHECK(without.axes.detailed_policies == std::vector<std::string>{"none"});
    CHECK(with.axes.detailed_policies == with.axes.policies);
    const auto same = [](const NdArray<double>& a, const NdArray<double>& b) {
      return a.values().size() == b.values().size() &&
             std::equal(a.values().begin(), a.values().end(), b.values().begin(),
                        [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
    };
    CHECK(same(without.losses.mean, with.losses.mean));
    CHECK(same(without.losses.quantile, with.losses.quantile));
    CHECK(same(without.losses.expected_shortfall, with.losses.expected_shortfall));
    CHECK(same(without.exceedance.occurrence, with.exceedance.occurrence));
    CHECK(without.trial_columns.retained_loss.values() == with.trial_columns.retained_loss.values());
  }
  CHECK(policies > 8);
}
