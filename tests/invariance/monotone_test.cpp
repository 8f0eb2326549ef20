// Coupling: with no policy, no recoveries and no credit management rules, a higher hazard or longer delays never raise
// cumulative receipts at any day of any trial. And money scales: all amounts times k give all results times k.

#include <catch2/catch.hpp>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/invariance/random_study.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("harder times never bring money earlier", "[coupling]") {
  std::uint64_t lower = 0;
  for (std::uint64_t seed = 1300; seed < 1330; ++seed) {
    Study study = random_study(seed, {false, false, false, false, false, false, false});
    study.base.shocks.clear();
    study.scenarios.assign(4, study.base);
    Shock shock;
    shock.name = "hard";
    shock.sectors = {"retail", "metal"};
    shock.spillover["food"] = 0.4;
    shock.start = 1 + static_cast<Day>(seed % 80);
    shock.duration = 30 + static_cast<Day>(seed % 200);
    shock.certain = true;
    for (std::size_t s = 1; s < 4; ++s) {
      Shock own = shock;
      if (s != 2) own.default_multiplier = 1.0 + static_cast<double>(seed % 5) * 1.5;
      if (s != 1) own.delay_multiplier = 1.0 + static_cast<double>(seed % 4) * 0.4;
      if (s == 3) own.delay_days = 5, own.certain = false, own.start.reset(), own.annual_probability = 0.8;
      study.scenarios[s].shocks = {own};
    }
    study.scenarios.push_back(study.base);
    for (auto& [grade, pd] : study.scenarios.back().credit.grades) pd = std::min(1.0, pd.first() * 2.0);
    const Plan plan = make_plan(study);
    const auto engine = make_fast_engine(plan);
    std::vector<ScenarioFlows> flows;
    for (std::uint64_t trial = 0; trial < 200; ++trial) {
      engine->run(trial, flows);
      for (std::size_t s = 1; s < flows.size(); ++s) {
        Money base = 0, hard = 0;
        for (std::size_t day = 1; day < flows[0].receipts.size(); ++day) {
          base += flows[0].receipts[day];
          hard += flows[s].receipts[day];
          if (hard > base) FAIL("study " << seed << " trial " << trial << " scenario " << s << " day " << day);
        }
        lower += hard < base;
      }
    }
  }
  CHECK(lower > 1000);
}

TEST_CASE("money scales", "[scale]") {
  const auto study_of = [](Money k) {
    StudyBuilder builder(2000, 1401, 400);
    builder.over(400, "month", 30).study().has_liquidity = true;
    builder.asset_correlation(0.3);
    builder.base().credit.lgd["default"] = {0.75, 0.0, 90};
    builder.base().payment = {0.3, 0.1, 0.3, {{"default", {0.35, LognormalDelay{18, 22}}}}};
    builder.base().liquidity.opening_cash = 1'000'000 * k;
    builder.base().liquidity.minimum_cash = 500'000 * k;
    builder.base().liquidity.outflows = {{60, 700'000 * k, ""}, {200, 4'000'000 * k, ""}};
    PolicyTerms terms;
    terms.name = "p";
    terms.limits.present = terms.limits.column = true;
    terms.non_qualifying_loss = 20'000 * k;
    terms.each_first_loss = {10'000 * k, DeductibleBasis::loss};
    terms.aggregate_first_loss = {100'000 * k, DeductibleBasis::indemnity};
    terms.maximum_liability = MaximumLiability{1'000'000 * k, std::nullopt, false};
    terms.minimum_retention = 5'000 * k;
    terms.premium.flat = 40'000 * k;
    terms.protracted_default = CauseTerms{45};
    terms.sharing = RecoverySharing::insurer_first;
    builder.base().policies = {terms};
    for (int b = 0; b < 12; ++b) {
      builder.buyer(0.15, b % 3 == 0 ? "x" : "y").insured_limit = 200'000 * k;
      for (Day issue = -60; issue < 300; issue += 45) builder.invoice(issue, issue + 30, (40 + 17 * b) * 1000 * k);
    }
    return builder.build();
  };
  const RunResults one = run_study(study_of(1), {}), seven = run_study(study_of(7), {});
  const TrialResults &a = one.trial_columns, &b = seven.trial_columns;
  const auto scales = [](const NdArray<std::int64_t>& x, const NdArray<std::int64_t>& y) {
    std::int64_t largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (y.values()[i] != 7 * x.values()[i]) return false;
      largest = std::max(largest, std::abs(x.values()[i]));
    }
    return largest > 0;
  };
  CHECK(scales(a.gross_loss, b.gross_loss));
  CHECK(scales(a.claims, b.claims));
  CHECK(scales(a.insured_loss, b.insured_loss));
  CHECK(scales(a.retained_loss, b.retained_loss));
  CHECK(scales(a.minimum_balance, b.minimum_balance));
  CHECK(scales(a.worst_gap, b.worst_gap));
  CHECK(a.defaults.values() == b.defaults.values());
  CHECK(a.first_breach_day.values() == b.first_breach_day.values());
}
