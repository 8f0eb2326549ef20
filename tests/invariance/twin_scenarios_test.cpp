// A scenario that differs from an earlier one in named failures and shocks alone is worked out from that one's trial.
// It must come to what the reference engine makes of it by itself: the same flows, and the same bytes of a whole run.

#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/invariance/dice.h"
#include "tests/invariance/flows_difference.h"
#include "tests/invariance/random_study.h"
#include "tests/invariance/results_bytes.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// Another strength and time.
void change(Dice& dice, Shock& shock) {
  shock.certain = true;
  shock.start = dice.day(1, 20);
  shock.duration += dice.day(0, 30);
  shock.default_multiplier *= 1.5;
  shock.delay_multiplier *= 1.25;
  shock.sales_multiplier *= 0.75;
}

/// The first scenario of a random study without failures, then the same with some, in any order of buyers and days, one
/// of them with shocks of its own and one beside that.
Study with_twins(std::uint64_t seed) {
  RandomStudyWishes wishes;
  wishes.exposure_books = wishes.spreading = wishes.rerating = wishes.grade_rules = false;
  Study study = random_study(seed, wishes);
  Scenario& base = study.scenarios.front();
  base.failures.clear();
  // What asks for every invoice or lets one default touch another buyer leaves no twins: premium on the year's
  // turnover, factoring, a borrowing base, covenants, securities, legal groups.
  for (PolicyTerms& terms : base.policies) {
    terms.premium = {};
    terms.premium.flat = 1000;
  }
  base.credit.security = {};
  for (Buyer& buyer : study.portfolio.buyers) buyer.legal_group.clear();
  base.liquidity.factoring.reset();
  base.liquidity.covenants.clear();
  if (base.liquidity.credit_line) base.liquidity.credit_line->borrowing_base.reset();
  for (Shock& shock : base.shocks) {  // some buyers are touched by none
    shock.sectors = {study.portfolio.buyers.front().sector};
    shock.spillover.clear();
  }
  study.scenarios.resize(1);
  Dice dice(seed ^ 0x7719u);
  for (int k = 0; k < 3; ++k) {
    Scenario scenario = study.scenarios.front();
    scenario.name = "failures_" + std::to_string(k);
    for (std::int64_t n = dice.whole(0, 3); n > 0; --n) {
      NamedFailure failure;
      for (std::uint32_t b = 0; b < study.portfolio.buyers.size(); ++b)
        if (dice.chance(17)) failure.buyers.push_back(b);
      failure.day = dice.day(1, study.period_ends.back());
      failure.cause = dice.chance(50) ? DefaultCause::insolvency : DefaultCause::protracted_default;
      if (!failure.buyers.empty()) scenario.failures.push_back(failure);
    }
    if (k > 0) {
      scenario.shocks = study.scenarios[1].shocks;
      if (k == 1)
        for (Shock& shock : scenario.shocks) change(dice, shock);
      else
        scenario.shocks = study.scenarios.back().shocks;
    }
    if (k == 1) scenario.failures.clear();
    study.scenarios.push_back(std::move(scenario));
  }
  study.simulation.trials = 64;
  return study;
}

}  // namespace

TEST_CASE("named failures put into a twin's trial: the flows and results of the reference engine", "[engines]") {
  std::uint64_t twins = 0, shocked = 0, chained = 0, own = 0, taken = 0, earlier = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    INFO("study " << seed);
    const Study study = with_twins(seed);
    const Plan plan = make_plan(study);
    for (const ScenarioPlan& scenario : plan.scenarios) {
      if (scenario.twin == kNoTwin) continue;
      ++twins;
      shocked += !scenario.twin_has_shocks;
      chained += plan.scenarios[scenario.twin].twin != kNoTwin;
    }
    const auto reference = make_reference_engine(plan), fast = make_fast_engine(plan);
    std::vector<ScenarioFlows> a, b;
    for (std::uint64_t trial = 0; trial < 60; ++trial) {
      reference->run(trial, a);
      fast->run(trial, b);
      for (std::size_t s = 0; s < a.size(); ++s) {
        REQUIRE(difference(a[s], b[s]) == "");
        if (!b[s].from_twin) continue;
        const std::vector<std::uint32_t>& changed = b[s].changed;
        for (const BuyerLedger& ledger : b[s].ledgers.ledgers())
          ++(std::binary_search(changed.begin(), changed.end(), ledger.buyer) ? own : taken);
        if (plan.scenarios[s].twin_has_shocks)  // named, but fails by itself before
          earlier += plan.scenarios[s].failures.size() - changed.size();
      }
    }
    if (seed % 5 != 0) continue;
    RunSettings settings;
    const RunResults quick = run_study(study, settings);
    settings.engine = "reference";
    CHECK(ResultsBytes(quick).difference(ResultsBytes(run_study(study, settings))) == "");
  }
  CHECK(twins > 20);  // of 60
  CHECK(shocked > 4);
  CHECK(chained > 4);
  CHECK(own > 1000);
  CHECK(taken > 1000);
  CHECK(earlier > 20);
}
