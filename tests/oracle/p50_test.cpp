// The portfolio P50 of docs/policy.md by way of a config: 50 independent buyers, an exposure book, a policy with
// franchise, each and aggregate first loss and a maximum liability. Exact by convolution.

#include <fmt/core.h>

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/config_study.h"
#include "tests/support/oracle_rows.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("P50: fifty buyers under a whole policy", "[table][policy]") {
  constexpr std::uint64_t trials = 400'000;
  std::string exposures = "buyer_id,sector,annual_pd,lgd,insured_limit,exposure\n";
  for (int i = 0; i < 50; ++i)
    exposures +=
        fmt::format("X{:02},s,{},1,{},{}\n", i, 0.01 * (1 + i % 5), i % 10 == 9 ? 0 : 80, 10 * (1 + 7 * i % 13));
  const std::string config = fmt::format(R"(delcredere: 1
name: p50
as_of: 2026-01-05
currency: EUR
horizon: 12 months
portfolio: {{buyers: exposures.csv}}
simulation: {{trials: {}, seed: 7001}}
credit: {{dependence: {{model: independent}}}}
insurance:
  p50:
    insured_percentage: 90%
    limits: {{column: insured_limit}}
    non_qualifying_loss: 20
    each_first_loss: {{amount: 5, basis: loss}}
    aggregate_first_loss: {{amount: 50, basis: loss}}
    maximum_liability: {{amount: 150}}
outputs: {{probabilities: [90%, 95%, 99%], return_periods: [10], trials: on}}
)",
                                         trials);
  const Study study = study_from(config, {{"exposures.csv", exposures}});
  REQUIRE(study.horizon == 365);
  const RunResults results = run_study(study, {});

  const auto columns = [&](const NdArray<std::int64_t>& all, std::size_t first) {
    const auto begin = all.values().begin() + static_cast<std::ptrdiff_t>(first * trials);
    return std::vector<std::int64_t>(begin, begin + static_cast<std::ptrdiff_t>(trials));
  };
  struct Exact {
    const char* name;
    double mean, sd, var90, var95, var99, tvar99;
    std::size_t component;
    std::vector<std::int64_t> values;
  };
  const std::vector<Exact> all{
      {"P50 gross", 104.3, 94.789504, 230, 280, 380, 438.443016, 0, columns(results.trial_columns.gross_loss, 0)},
      {"P50 claims", 29.675673, 40.960340, 90, 130.5, 150, 150, 1, columns(results.trial_columns.claims, 1)},
      {"P50 retained", 74.624327, 62.589683, 157, 190, 260, 303.469184, 3,
       columns(results.trial_columns.retained_loss, 1)}};
  for (const Exact& exact : all) {
    const Sample sample(exact.name, exact.values, 100.0);
    CHECK_ROW(sample.mean(exact.mean));
    CHECK_ROW(sample.standard_deviation(exact.sd));
    CHECK_ROW(sample.value_at_risk("VaR90", 0.90, exact.var90));
    CHECK_ROW(sample.value_at_risk("VaR95", 0.95, exact.var95));
    CHECK_ROW(sample.value_at_risk("VaR99", 0.99, exact.var99));
    CHECK_ROW(sample.expected_shortfall("TVaR99", 0.99, exact.var99, exact.tvar99));
    CHECK(results.losses.mean(0, 1, exact.component) == Approx(sample.mean(0).simulated).epsilon(1e-12));
    CHECK(std::abs(results.losses.expected_shortfall(0, 1, exact.component, 2) - exact.tvar99) <=
          kBound * results.losses.expected_shortfall_standard_error(0, 1, exact.component, 2) + 1e-9);
  }
  const Sample gross("P50", all[0].values, 100.0), claims("P50", all[1].values, 100.0);
  CHECK_ROW(gross.zero(0.216909));
  CHECK_ROW(claims.probability("P(claims > 0)", 0.550673, 0.0));
  CHECK_ROW(claims.probability("P(CAP exhausted)", 0.029268, 149.99));
  CHECK(results.exceedance.occurrence(0, 0, 0, 0) == Approx(120));
  CHECK(results.exceedance.occurrence(0, 1, 0, 0) == Approx(120));
  // Functions of the trials that an actuary asks of claims.
  CHECK_ROW(claims.mean_of("stop loss 20 xs 60 on 60 % of claims", 1.205475,
                           [](double x) { return std::clamp(0.6 * x - 60.0, 0.0, 20.0); }));
}
