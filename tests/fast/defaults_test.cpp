// FastDefaults finds the buyers and days that the plain definition of V gives, buyer by buyer, in every trial.

#include <catch2/catch.hpp>
#include <vector>

#include "sim/fast/fast_defaults.h"
#include "tests/fast/small_book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// Compares all scenarios of a plan in `trials` trials; returns the number of defaults. effects: B by buyer or nothing.
std::size_t compare(const Plan& plan, std::uint64_t trials, const std::vector<double>& effects) {
  fast::FastDefaults fast(plan);
  std::vector<FactorModel::State> factors(plan.factor_models.size());
  std::vector<TrialState> states(plan.scenarios.size());
  std::vector<fast::FastDefaults::Input> inputs(plan.scenarios.size());
  std::vector<std::vector<fast::OwnDefault>> found;
  std::vector<double> v;
  std::size_t defaults = 0;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    for (std::size_t f = 0; f < factors.size(); ++f) plan.factor_models[f].draw_state(plan.seed, trial, factors[f]);
    for (std::size_t s = 0; s < states.size(); ++s) {
      states[s].factors = &factors[plan.scenarios[s].factors];
      draw_shocks(plan, plan.scenarios[s], trial, states[s]);
      inputs[s] = {&plan.scenarios[s], &states[s], effects.empty() ? nullptr : effects.data()};
    }
    fast.run(trial, inputs, found);
    REQUIRE(found.size() == states.size());
    plan.bands.all(plan.seed, trial, v);
    for (std::size_t s = 0; s < states.size(); ++s) {
      const PaymentPlan& payments = plan.payment_plans[plan.scenarios[s].payments];
      auto next = found[s].begin();
      for (std::uint32_t buyer = 0; buyer < plan.buyers; ++buyer) {
        const double e = idiosyncratic(payments, effects.empty() ? 0.0 : effects[buyer], v[buyer]);
        const Day day = own_default_day(plan, plan.scenarios[s], states[s], buyer, e);
        if (day >= kNever) continue;
        ++defaults;
        if (next == found[s].end() || next->buyer != buyer || next->day != day)
          FAIL("trial " << trial << " scenario " << s << ": buyer " << buyer << " fails on day " << day);
        ++next;
      }
      if (next != found[s].end()) FAIL("trial " << trial << " scenario " << s << ": buyer " << next->buyer << " does not fail");
    }
  }
  return defaults;
}

/// An exposure book of all bands with a second scenario of higher default probabilities and a shock.
Study exposures() {
  StudyBuilder builder(1, 99);
  builder.asset_correlation(0.15, 0.4);
  std::mt19937_64 bits(1);
  for (int i = 0; i < 600; ++i) {
    const double pd = i % 50 == 0 ? 0.0 : i % 50 == 1 ? 1.0 : std::ldexp(1.0, -(i % 23)) * 0.9;
    Buyer& buyer = builder.exposure(pd, 1000 + i, 1.0, i % 2 == 0 ? "a" : "b");
    if (i % 3 == 0) buyer.annual_pd.reset(), buyer.grade = "G";
  }
  builder.base().credit.grades["G"] = 0.008;
  builder.scenario("base");
  Scenario& bad = builder.scenario("bad");
  bad.credit.grades["G"] = 0.3;
  Shock shock;
  shock.name = "crash";
  shock.sectors = {"b"};
  shock.duration = 90;
  shock.annual_probability = 0.5;
  shock.default_multiplier = 8.0;
  bad.shocks = {shock};
  builder.scenario("deep").credit.dependence.sectors["default"] = {0.9, {}};
  builder.scenario("decided").credit.dependence.sectors["default"] = {1.0, {}};
  return builder.build();
}

}  // namespace

TEST_CASE("FastDefaults agrees with DefaultBands::all in an exposure book", "[defaults]") {
  const Study study = exposures();
  const Plan plan = make_plan(study);
  CHECK(compare(plan, 2000, {}) > 100'000);
}

TEST_CASE("FastDefaults agrees with DefaultBands::all where late payers are likelier to fail", "[defaults]") {
  const Study study = small_book(1);
  const Plan plan = make_plan(study);
  std::vector<double> effects;
  for (std::size_t i = 0; i < plan.buyers; ++i) effects.push_back(static_cast<double>(i % 13) / 2.0 - 3.0);
  CHECK(compare(plan, 2000, effects) > 50'000);
}
