// Premium principles against closed forms, against P50's exact figures, and their errors against repetition.

#include "models/pricing/principles.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <vector>

#include "models/core/math/elementary.h"
#include "models/pricing/technical_premium.h"

using namespace delcredere;

namespace {

EmpiricalLoss sample(const std::vector<std::int64_t>& values, double unit = 1) { return {values, unit}; }

double value(const PremiumPrinciple& principle, const EmpiricalLoss& loss) {
  return risk_premium(principle, loss).value;
}

double phi(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

/// Losses whose empirical distribution is the exponential law's at N midpoints, mean 1, in units of 1e-6.
std::vector<std::int64_t> exponential_grid(std::size_t n) {
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; i < n; ++i) {
    const double u = (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    values.push_back(static_cast<std::int64_t>(std::llround(-std::log1p(-u) * 1e6)));
  }
  return values;
}

/// Claims of P50 (docs/policy.md), exactly: only the sum of what qualifies matters, so one convolution is enough.
/// By tenth of a unit.
std::map<std::int64_t, double> p50_claims() {
  std::map<std::int64_t, double> sum{{0, 1.0}};
  for (int i = 0; i < 50; ++i) {
    const int exposure = 10 * (1 + 7 * i % 13), limit = i % 10 == 9 ? 0 : 80;
    const int insured = std::min(exposure, limit);
    const double p = 0.01 * (1 + i % 5);
    std::map<std::int64_t, double> next;
    for (const auto& [q, mass] : sum) {
      next[q] += mass * (1 - p);
      next[q + (insured > 20 ? insured - 5 : 0)] += mass * p;
    }
    sum = next;
  }
  std::map<std::int64_t, double> claims;
  for (const auto& [q, mass] : sum) claims[std::min<std::int64_t>(1500, 9 * std::max<std::int64_t>(q - 50, 0))] += mass;
  return claims;
}

/// N trials whose counts are the exact law's, the rounding spread by the largest remainder's cousin: cumulated
/// rounding.
EmpiricalLoss p50_sample(std::size_t n) {
  std::vector<std::int64_t> values;
  double cumulated = 0;
  for (const auto& [claim, mass] : p50_claims()) {
    cumulated += mass;
    const auto upto = static_cast<std::size_t>(std::llround(std::min(cumulated, 1.0) * static_cast<double>(n)));
    while (values.size() < upto) values.push_back(claim);
  }
  return {values, 10.0};
}

}  // namespace

TEST_CASE("principles on a coin: every figure by hand") {
  // 100 with probability 1/4, else 0: m = 25, s^2 = 4 / 3 x 1875 as a sample of four, S = 1/4 on [0, 100).
  const EmpiricalLoss coin = sample({0, 0, 0, 100});
  CHECK(value(ExpectedValuePrinciple{0.2}, coin) == Approx(30));
  CHECK(value(StandardDeviationPrinciple{0.5}, coin) == Approx(25 + 0.5 * 50));
  CHECK(value(VariancePrinciple{1000}, coin) == Approx(25 + 2500 / 1000.0));
  CHECK(value(TailValuePrinciple{{5, 1}}, coin) == Approx(50));
  CHECK(value(TailValuePrinciple{{9, 1}}, coin) == Approx(100));
  CHECK(value(CostOfCapitalPrinciple{0.06, {5, 1}}, coin) == Approx(25 + 0.06 * 25));
  CHECK(value(ProportionalHazardPrinciple{0.5}, coin) == Approx(50));
  CHECK(value(WangPrinciple{0.3}, coin) == Approx(100 * phi(-0.6744897501960817 + 0.3)));
  const double e = std::exp(1.0);
  CHECK(value(EsscherPrinciple{100}, coin) == Approx(100 * e / (3 + e)));
}

TEST_CASE("principles without loading are the mean, and every one moves with money and with a certain amount") {
  const std::vector<std::int64_t> losses{0, 0, 3, 7, 7, 19, 250, 1000};
  const EmpiricalLoss loss = sample(losses);
  for (const PremiumPrinciple& none :
       {PremiumPrinciple{ExpectedValuePrinciple{0}}, PremiumPrinciple{StandardDeviationPrinciple{0}},
        PremiumPrinciple{TailValuePrinciple{{0, 0}}}, PremiumPrinciple{WangPrinciple{0}},
        PremiumPrinciple{ProportionalHazardPrinciple{1}}, PremiumPrinciple{CostOfCapitalPrinciple{0, {9, 1}}},
        PremiumPrinciple{EsscherPrinciple{1e12}}, PremiumPrinciple{VariancePrinciple{1e12}}}) {
    INFO(principle_name(none));
    CHECK(value(none, loss) == Approx(loss.mean()).epsilon(1e-7));
  }
  std::vector<std::int64_t> scaled, shifted;
  for (const std::int64_t x : losses) {
    scaled.push_back(10 * x);
    shifted.push_back(x + 40);
  }
  for (const PremiumPrinciple& principle : usual_principles()) {
    INFO(principle_name(principle));
    CHECK(value(principle, sample(scaled)) == Approx(10 * value(principle, loss)));
    const bool adds = !std::holds_alternative<ExpectedValuePrinciple>(principle);
    if (adds) CHECK(value(principle, sample(shifted)) == Approx(value(principle, loss) + 40));
    CHECK(value(principle, loss) >= loss.mean());
    CHECK(value(principle, loss) <= 1000 + 1e-9);
  }
}

TEST_CASE("negative losses count: a distortion integrates g(S) - 1 below zero") {
  const EmpiricalLoss loss = sample({-100, 100});
  CHECK(value(ProportionalHazardPrinciple{0.5}, loss) == Approx(-100 + 200 * std::sqrt(0.5)));
  CHECK(value(ExpectedValuePrinciple{0.3}, loss) == Approx(0).margin(1e-12));
}

TEST_CASE("exponential losses: the closed forms of every principle") {
  // m = s = 1; ES_p = 1 - ln(1 - p); PH = 1 / exponent; Esscher with amount a: 1 / (1 - 1 / a).
  const EmpiricalLoss loss(exponential_grid(400'000), 1e6);
  CHECK(value(StandardDeviationPrinciple{0.3}, loss) == Approx(1.3).epsilon(1e-4));
  CHECK(value(VariancePrinciple{2}, loss) == Approx(1.5).epsilon(1e-4));
  CHECK(value(TailValuePrinciple{{99, 2}}, loss) == Approx(1 - std::log(0.01)).epsilon(1e-4));
  CHECK(value(ProportionalHazardPrinciple{0.7}, loss) == Approx(1 / 0.7).epsilon(1e-3));
  CHECK(value(EsscherPrinciple{5}, loss) == Approx(1 / (1 - 0.2)).epsilon(1e-3));
}

TEST_CASE("a normal loss: the Wang transform adds lambda standard deviations") {
  std::vector<std::int64_t> values;
  constexpr std::size_t n = 200'000;
  for (std::size_t i = 0; i < n; ++i)
    values.push_back(
        static_cast<std::int64_t>(std::llround(1e6 * (10 + 2 * normal_quantile((static_cast<double>(i) + 0.5) / n)))));
  CHECK(value(WangPrinciple{0.25}, EmpiricalLoss(values, 1e6)) == Approx(10 + 0.5).epsilon(1e-4));
}

TEST_CASE("P50: the premium principles of docs/policy.md") {
  const EmpiricalLoss loss = p50_sample(20'000'000);
  CHECK(loss.mean() == Approx(29.675673).epsilon(1e-6));
  CHECK(value(ExpectedValuePrinciple{0.25}, loss) == Approx(37.094591).epsilon(1e-6));
  CHECK(value(StandardDeviationPrinciple{0.3}, loss) == Approx(41.963775).epsilon(1e-6));
  CHECK(value(WangPrinciple{0.25}, loss) == Approx(39.257003).epsilon(1e-6));
  CHECK(value(ProportionalHazardPrinciple{0.7}, loss) == Approx(45.177637).epsilon(1e-6));
  const PriceEstimate capital = risk_premium(CostOfCapitalPrinciple{0.1, {95, 2}}, loss);
  CHECK(capital.value == Approx(41.206304).epsilon(1e-6));
  PremiumLoadings loadings;
  loadings.expenses = 0.25;
  CHECK(technical_premium(loadings, capital).value == Approx(54.941738).epsilon(1e-6));
}

namespace {

template <std::size_t... i>
std::vector<std::string> all_names(std::index_sequence<i...>) {
  return {principle_name(PremiumPrinciple(std::in_place_index<i>))...};
}

std::string page(const std::string& name) {
  std::ifstream file(std::string(DELCREDERE_SOURCE_DIR) + "/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("every principle has a key of the config, a place in the schema and a row of docs/pricing.md") {
  const std::string docs = page("docs/pricing.md"), keys = page("docs/configuration.md");
  const std::string schema = page("configs/schema/run.schema.json");
  for (const std::string& name : all_names(std::make_index_sequence<std::variant_size_v<PremiumPrinciple>>())) {
    INFO(name);
    CHECK(docs.find("| `" + name + "` |") != std::string::npos);
    CHECK(keys.find("`pricing.principles." + name + "`") != std::string::npos);
    CHECK(schema.find('"' + name + '"') != std::string::npos);
  }
}

TEST_CASE("the standard errors are those that repetition shows") {
  // 600 samples of 2,000 claims of P50. The spread of 600 estimates is known to 1 / sqrt(1200) = 2.9 %; the mean
  // reported error must lie within 5 such steps and 2 % for its own noise: a right error fails with P < 1e-5.
  std::vector<double> cumulated;
  std::vector<std::int64_t> claims;
  double sum = 0;
  for (const auto& [claim, mass] : p50_claims()) {
    claims.push_back(claim);
    cumulated.push_back(sum += mass);
  }
  std::vector<PremiumPrinciple> principles = usual_principles();
  principles.emplace_back(VariancePrinciple{1000});
  principles.emplace_back(EsscherPrinciple{100});
  principles.emplace_back(TailValuePrinciple{{9, 1}});
  std::mt19937_64 random(20260105);
  std::vector<std::vector<double>> values(principles.size()), errors(principles.size());
  for (int repetition = 0; repetition < 600; ++repetition) {
    std::vector<std::int64_t> drawn;
    for (int i = 0; i < 2000; ++i) {
      const double u = static_cast<double>(random() >> 11) * 0x1.0p-53 * sum;
      drawn.push_back(claims[static_cast<std::size_t>(std::lower_bound(cumulated.begin(), cumulated.end() - 1, u) -
                                                      cumulated.begin())]);
    }
    const EmpiricalLoss loss(drawn, 10);
    for (std::size_t k = 0; k < principles.size(); ++k) {
      const PriceEstimate estimate = risk_premium(principles[k], loss);
      values[k].push_back(estimate.value);
      errors[k].push_back(estimate.standard_error);
    }
  }
  for (std::size_t k = 0; k < principles.size(); ++k) {
    double mean = 0, error = 0, squares = 0;
    for (const double v : values[k]) mean += v / 600;
    for (const double v : values[k]) squares += (v - mean) * (v - mean) / 599;
    for (const double e : errors[k]) error += e / 600;
    INFO(principle_name(principles[k]) << ": spread " << std::sqrt(squares) << ", reported " << error);
    CHECK(std::abs(error / std::sqrt(squares) - 1) < 5 * 0.029 + 0.02);
  }
}

TEST_CASE("one trial has no error; a tail that nothing lies beyond has none either, an atom at a ceiling has") {
  for (const PremiumPrinciple& principle : usual_principles()) {
    INFO(principle_name(principle));
    CHECK(std::isnan(risk_premium(principle, sample({7})).standard_error));
  }
  std::vector<std::int64_t> few(1000, 0);
  few[0] = 90;
  CHECK(std::isnan(risk_premium(TailValuePrinciple{{9995, 4}}, sample(few)).standard_error));
  std::vector<std::int64_t> capped(1000, 0);
  std::fill(capped.begin(), capped.begin() + 100, 90);
  const PriceEstimate atom = risk_premium(TailValuePrinciple{{95, 2}}, sample(capped));
  CHECK(atom.value == Approx(90));
  CHECK(atom.standard_error == 0);
}

TEST_CASE("loadings: shares of the premium, fixed expenses, minimum, tax, rates") {
  PremiumLoadings loadings;
  loadings.expenses = 0.1;
  loadings.commission = 0.1;
  loadings.brokerage = 0.05;
  loadings.profit = 0.05;
  loadings.tax = 0.19;
  loadings.fixed_expenses = 70;
  const PriceEstimate technical = technical_premium(loadings, {700, 14});
  CHECK(technical.value == Approx(1100));
  CHECK(technical.standard_error == Approx(20));
  CHECK(payable_premium(loadings, technical).value == Approx(1309));
  CHECK(rate_on(technical, 440'000).value == Approx(0.0025));
  CHECK(std::isnan(rate_on(technical, 0).value));
  loadings.minimum = 1200;
  CHECK(technical_premium(loadings, {700, 14}).value == 1200);
  CHECK(technical_premium(loadings, {700, 14}).standard_error == 0);
  loadings.profit = 0.75;
  CHECK_THROWS(technical_premium(loadings, {700, 14}));
}
