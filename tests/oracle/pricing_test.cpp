// P50 of docs/policy.md priced by way of a config: premium principles, loadings, layers and treaties against the exact
// figures, each within 4 of the standard errors that the program itself reports.

#include <fmt/core.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/run.h"
#include "tests/support/config_study.h"
#include "tests/support/oracle_rows.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Row estimate_row(std::string figure, double exact, double value, double error) {
  Row row{"P50 priced", std::move(figure), exact, value, error, 0};
  row.z = deviation(exact, value, error);
  return row;
}

}  // namespace

TEST_CASE("P50 priced: principles, exhaustion, stop loss, per-risk layer with a reinstatement", "[table][pricing]") {
  std::string exposures = "buyer_id,sector,annual_pd,lgd,insured_limit,exposure\n";
  for (int i = 0; i < 50; ++i)
    exposures +=
        fmt::format("X{:02},s,{},1,{},{}\n", i, 0.01 * (1 + i % 5), i % 10 == 9 ? 0 : 80, 10 * (1 + 7 * i % 13));
  const std::string config = R"(delcredere: 1
name: p50
as_of: 2026-01-05
currency: EUR
horizon: 12 months
portfolio: {buyers: exposures.csv}
simulation: {trials: 200000, seed: 7002}
credit: {dependence: {model: independent}}
insurance:
  p50:
    insured_percentage: 90%
    limits: {column: insured_limit}
    non_qualifying_loss: 20
    each_first_loss: {amount: 5, basis: loss}
    aggregate_first_loss: {amount: 50, basis: loss}
    maximum_liability: {amount: 150}
    premium: {flat: 40}
    treaties:
      quota: {kind: quota_share, share: 40%, inures_to: [stop]}
      stop: {kind: stop_loss, retention: 60, limit: 20}
      per_risk: {kind: per_risk_xl, subject: gross, retention: 50, limit: 50, reinstatements: {number: 1, premium: 100%}}
pricing:
  expenses: 25%
  principles:
    expected_value: {loading: 25%}
    standard_deviation: {loading: 0.3}
    wang: {lambda: 0.25}
    proportional_hazard: {exponent: 0.7}
    cost_of_capital: {rate: 10%, probability: 95%}
outputs: {probabilities: [95%, 99%], return_periods: [10], trials: off}
)";
  const RunResults results = run_study(study_from(config, {{"exposures.csv", exposures}}), {});
  const PricingResults& r = results.pricing;
  REQUIRE(r.principles == std::vector<std::string>{"expected_value", "standard_deviation", "wang",
                                                   "proportional_hazard", "cost_of_capital"});
  const double exact[] = {37.094591, 41.963775, 39.257003, 45.177637, 41.206304};
  for (std::size_t k = 0; k < 5; ++k) {
    CHECK_ROW(estimate_row(r.principles[k], exact[k], r.risk_premium(0, 1, k), r.risk_premium_standard_error(0, 1, k)));
    CHECK(r.premium(0, 1, k) == Approx(r.risk_premium(0, 1, k) / 0.75));
  }
  CHECK_ROW(estimate_row("technical premium, cost of capital", 54.941738, r.premium(0, 1, 4),
                         r.premium_standard_error(0, 1, 4)));
  CHECK_ROW(estimate_row("P(CAP exhausted), counted", 0.029268, r.exhaustion_probability(0, 1),
                         r.exhaustion_probability_standard_error(0, 1)));
  CHECK_ROW(estimate_row("P(any claim)", 0.550673, r.attachment_probability(0, 1),
                         r.attachment_probability_standard_error(0, 1)));
  CHECK(r.exhaustion_return_period(0, 1) == Approx(1 / r.exhaustion_probability(0, 1)));
  CHECK(r.exhaustion_return_period_lower(0, 1) < 1 / 0.029268);
  CHECK(r.exhaustion_return_period_upper(0, 1) > 1 / 0.029268);
  CHECK_ROW(estimate_row("loss ratio at 40", 29.675673 / 40, r.current_loss_ratio(0, 1),
                         r.current_loss_ratio_standard_error(0, 1)));
  CHECK(r.current_loss_ratio_quantile(0, 1, 1) == Approx(150.0 / 40));
  CHECK(r.maximum_liability(0, 1) == 150);
  CHECK(r.rate_on_turnover.values().empty());
  double insured = 0;
  for (int i = 0; i < 50; ++i) insured += i % 10 == 9 ? 0 : std::min(10 * (1 + 7 * i % 13), 80);
  CHECK(r.outstanding(1) == insured);
  double contributions = 0;
  for (std::size_t b = 0; b < 50; ++b) contributions += r.buyer_claims(0, 1, b);
  CHECK(contributions == Approx(results.losses.mean(0, 1, 2)));
  CHECK(r.insured_limit(1, 9) == 0);
  CHECK(r.insured_limit(1, 0) == 80);
  CHECK(r.exposure_at_default(0, 12) == 10 * (1 + 7 * 12 % 13));

  const TreatyResults& t = results.treaties;
  REQUIRE(t.names == std::vector<std::string>{"p50/quota", "p50/stop", "p50/per_risk"});
  CHECK_ROW(estimate_row("quota share 40 %", 0.4 * 29.675673, t.ceded(0, 0), t.ceded_standard_error(0, 0)));
  CHECK_ROW(
      estimate_row("stop loss 20 xs 60 on 60 % of claims", 1.205475, t.ceded(0, 1), t.ceded_standard_error(0, 1)));
  CHECK_ROW(estimate_row("per-risk 50 xs 50, upfront premium", 21.662134, t.upfront_premium(0, 2),
                         t.upfront_premium_standard_error(0, 2)));
  CHECK(t.upfront_premium(0, 2) + t.reinstatement_premium(0, 2) == Approx(t.ceded(0, 2)));
  CHECK(t.upfront_premium(0, 1) == Approx(t.ceded(0, 1)));
  CHECK(t.net(0, 1) == Approx(results.losses.mean(0, 1, 2) - t.ceded(0, 0) - t.ceded(0, 1) - t.ceded(0, 2)));
}
