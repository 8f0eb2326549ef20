// Gamma sectors: the 25 obligors of the CreditRisk+ manual (Credit Suisse First Boston 1997) with Poisson counts, and
// the Bernoulli form with exact marginals.

#include <fmt/core.h>

#include <boost/math/distributions/gamma.hpp>
#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/oracle/csfp25.h"
#include "tests/support/default_days.h"
#include "tests/support/oracle_rows.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

struct Published {
  double sd, var95, es95, var99, es99, var995, es995, var999, es999;
};
// Without banding of exposures, at the resolution of 500.
constexpr Published kOneSector{12613103.7, 38901500, 49019424, 55243000, 64741633,
                               61939500,   71262122, 76986500, 85999393};
constexpr Published kThreeSectors{11277287.2, 36025000, 44585411, 49861000, 57749651,
                                  55444500,   63142976, 67883500, 75247655};
constexpr Published kIndependent{9585321,  32956000, 38994573, 42800000, 48038010,
                                 46781000, 51535848, 54639000, 58352554};
constexpr double kMean = 14221863.48;

enum class Sectors { one, three, weights };

Study manual(Sectors sectors, DefaultCounts counts, double volatility, std::uint64_t trials, std::uint64_t seed) {
  StudyBuilder builder(trials, seed);
  builder.study().currency = {"XXX", 0};
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.model = DependenceModel::gamma;
  dependence.counts = counts;
  dependence.sectors["default"].volatility = volatility;
  std::uint32_t number = 0;
  for (const Obligor& obligor : kManual) {
    builder.exposure(obligor.pd, obligor.exposure, 1.0, sectors == Sectors::one ? "all" : obligor.sector);
    if (sectors == Sectors::weights)
      dependence.buyer_weights[number] = {{"Europe", obligor.europe}, {"Japan", obligor.japan}, {"US", obligor.us}};
    ++number;
  }
  return builder.build();
}

Sample losses(const char* name, const Study& study) {
  return {name, run_study(study, {}).trial_columns.gross_loss.values(), 1.0};
}

void check(const Sample& sample, const Published& exact) {
  CHECK_ROW(sample.mean(kMean));
  CHECK_ROW(sample.standard_deviation(exact.sd));
  CHECK_ROW(sample.value_at_risk("VaR95", 0.95, exact.var95));
  CHECK_ROW(sample.value_at_risk("VaR99", 0.99, exact.var99));
  CHECK_ROW(sample.value_at_risk("VaR99.5", 0.995, exact.var995));
  CHECK_ROW(sample.value_at_risk("VaR99.9", 0.999, exact.var999));
  CHECK_ROW(sample.expected_shortfall("ES95", 0.95, exact.var95, exact.es95));
  CHECK_ROW(sample.expected_shortfall("ES99", 0.99, exact.var99, exact.es99));
  CHECK_ROW(sample.expected_shortfall("ES99.5", 0.995, exact.var995, exact.es995));
  CHECK_ROW(sample.expected_shortfall("ES99.9", 0.999, exact.var999, exact.es999));
}

constexpr std::uint64_t kTrials = 400'000;

/// E f(S), S ~ Gamma(mean 1, variance v), by the trapezoidal rule over normal scores.
template <class F>
double gamma_expectation(double variance, F&& f, int cells = 4000) {
  const boost::math::gamma_distribution<double> law(1.0 / variance, variance);
  return normal_expectation(
      [&](double y) {
        const double tail = 0.5 * std::erfc(std::abs(y) * M_SQRT1_2);
        return f(y > 0 ? quantile(complement(law, tail)) : quantile(law, tail));
      },
      cells);
}

}  // namespace

TEST_CASE("CreditRisk+ manual, example 1A: one sector, Poisson counts", "[table][gamma]") {
  check(losses("CreditRisk+ 1A", manual(Sectors::one, DefaultCounts::poisson, 0.5, kTrials, 6501)), kOneSector);
}

TEST_CASE("CreditRisk+ manual, example 2: three sectors, Poisson counts", "[table][gamma]") {
  check(losses("CreditRisk+ 2", manual(Sectors::three, DefaultCounts::poisson, 0.5, kTrials, 6502)), kThreeSectors);
}

TEST_CASE("CreditRisk+ manual, example 3: weights on several sectors and specific risk", "[table][gamma]") {
  // Var L = sum e^2 pd + sum over sectors of v (sum of w e pd)^2.
  double variance = 0, us = 0, japan = 0, europe = 0;
  for (const Obligor& o : kManual) {
    const double expected = static_cast<double>(o.exposure) * o.pd;
    CHECK(o.specific + o.us + o.japan + o.europe == Approx(1.0));
    variance += static_cast<double>(o.exposure) * expected;
    us += o.us * expected, japan += o.japan * expected, europe += o.europe * expected;
  }
  variance += 0.25 * (us * us + japan * japan + europe * europe);
  const Sample sample = losses("CreditRisk+ 3", manual(Sectors::weights, DefaultCounts::poisson, 0.5, kTrials, 6503));
  CHECK_ROW(sample.mean(kMean));
  CHECK_ROW(sample.standard_deviation(std::sqrt(variance)));
  CHECK(std::sqrt(variance) < 0.95 * kThreeSectors.sd);
}

TEST_CASE("the same book with independent Bernoulli defaults", "[table][gamma]") {
  check(losses("25 independent obligors", manual(Sectors::one, DefaultCounts::bernoulli, 0.0, kTrials, 6504)),
        kIndependent);
}

TEST_CASE("planted: wrong volatility, Bernoulli for Poisson, weights lost", "[gamma]") {
  const auto agrees = [](const Study& study, double sd) {
    const Sample sample = losses("planted", study);
    return sample.mean(kMean).agrees() && sample.standard_deviation(sd).agrees();
  };
  CHECK(agrees(manual(Sectors::one, DefaultCounts::poisson, 0.5, kTrials, 6505), kOneSector.sd));
  CHECK_FALSE(agrees(manual(Sectors::one, DefaultCounts::poisson, 0.52, kTrials, 6505), kOneSector.sd));
  CHECK_FALSE(agrees(manual(Sectors::one, DefaultCounts::bernoulli, 0.5, kTrials, 6505), kOneSector.sd));
  CHECK_FALSE(agrees(manual(Sectors::weights, DefaultCounts::poisson, 0.5, kTrials, 6505), kThreeSectors.sd));
}

TEST_CASE("zero volatility or zero weight is independence, bit for bit", "[gamma]") {
  StudyBuilder builder(3000, 6510);
  builder.base().payment.sector_effect = 0.2;
  builder.base().payment.default_link = 0.3;
  for (int i = 0; i < 60; ++i) {
    builder.buyer(0.01 * (i % 30), i % 2 == 0 ? "a" : "b");
    for (Day day = -20; day < 300; day += 40) builder.invoice(day, day + 30, 10'000 + i);
  }
  builder.base().credit.dependence.model = DependenceModel::independent;
  builder.scenario("independent");
  DependenceParameters& calm = builder.scenario("no volatility").credit.dependence;
  calm.model = DependenceModel::gamma;
  calm.sectors["default"].volatility = 0.0;
  DependenceParameters& own = builder.scenario("no weight").credit.dependence;
  own.model = DependenceModel::gamma;
  own.sectors["default"].weight = 0.0;
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  for (std::uint64_t trial = 0; trial < 3000; ++trial) {
    engine->run(trial, flows);
    for (std::size_t s = 1; s < 3; ++s) {
      REQUIRE(flows[s].receipts == flows[0].receipts);
      REQUIRE(flows[s].failed.size() == flows[0].failed.size());
      for (std::size_t k = 0; k < flows[0].failed.size(); ++k) {
        REQUIRE(flows[s].failed[k].buyer == flows[0].failed[k].buyer);
        REQUIRE(flows[s].failed[k].day == flows[0].failed[k].day);
      }
    }
  }
}

TEST_CASE("default days keep F under gamma sectors", "[table][gamma][days]") {
  std::uint64_t seed = 6520;
  for (const double volatility : {0.3, 1.0, 3.0})
    for (const double pd : {0.002, 0.12, 0.6}) {
      StudyBuilder builder(150'000, ++seed, 500);
      builder.exposure(pd, 100);
      DependenceParameters& dependence = builder.base().credit.dependence;
      dependence.model = DependenceModel::gamma;
      dependence.sectors["default"].volatility = volatility;
      builder.scenario("whole");
      builder.scenario("part").credit.dependence.sectors["default"].weight = 0.4;
      builder.scenario("several").credit.dependence.buyer_weights[0] = {{"s", 0.5}, {"t", 0.3}};
      const std::vector<std::string> names{"whole", "40 %", "50 % + 30 %"};
      const auto counts = count_days(builder.build());
      for (std::size_t s = 0; s < names.size(); ++s) {
        INFO("volatility " << volatility << " pd " << pd << " weights " << names[s]);
        check_default_days(fmt::format("gamma volatility {} PD {} weight {}", volatility, pd, names[s]), counts[s], pd);
      }
    }
}

TEST_CASE("counts of 100 buyers in one gamma sector", "[table][gamma]") {
  // Given S each fails with 1 - exp(-h M); E exp(-h M) = 1 - PD fixes h.
  constexpr double pd = 0.03, volatility = 0.8, weight = 0.7;
  double low = 0, high = 10;
  const auto survival = [&](double h) {
    return std::exp(-h * (1 - weight)) *
           std::pow(1 + volatility * volatility * weight * h, -1 / (volatility * volatility));
  };
  for (int i = 0; i < 200; ++i) (survival(0.5 * (low + high)) > 1 - pd ? low : high) = 0.5 * (low + high);
  const double h = low;
  const auto p = [&](double s) { return -std::expm1(-h * (1 - weight + weight * s)); };
  const auto moment = [&](int k) {
    return gamma_expectation(volatility * volatility, [&](double s) { return std::pow(p(s), k); });
  };
  CHECK(moment(1) == Approx(pd).epsilon(1e-9));
  StudyBuilder builder = homogeneous(100, pd, 0.0, 300'000, 6540);
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.model = DependenceModel::gamma;
  dependence.sectors["default"].volatility = volatility;
  dependence.sectors["default"].weight = weight;
  const Sample sample =
      Sample("gamma N 100 PD 0.03", run_study(builder.build(), {}).trial_columns.gross_loss.values(), 100);
  const double variance = 100 * pd * (1 - pd) + 100 * 99 * (moment(2) - pd * pd);
  CHECK_ROW(sample.mean(3.0));
  CHECK_ROW(sample.standard_deviation(std::sqrt(variance)));
  CHECK_ROW(sample.zero(gamma_expectation(volatility * volatility, [&](double s) { return std::pow(1 - p(s), 100); })));
}

TEST_CASE("a hazard multiplier under gamma sectors", "[table][gamma][shock]") {
  constexpr double pd = 0.05, volatility = 1.2, multiplier = 3;
  constexpr double variance = volatility * volatility;
  StudyBuilder builder(300'000, 6550);
  builder.exposure(pd, 100);
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.model = DependenceModel::gamma;
  dependence.sectors["default"].volatility = volatility;
  Shock shock;
  shock.name = "shock";
  shock.start = 100;
  shock.duration = 200;
  shock.certain = true;
  shock.default_multiplier = multiplier;
  builder.base().shocks = {shock};
  const auto days = count_days(builder.build())[0];
  // h(t) = ((1 - F)^(-v) - 1) / v; E exp(-h S) = (1 + v h)^(-1 / v).
  const auto h = [&](double t) { return (std::pow(1 - marginal(pd, t), -variance) - 1) / variance; };
  const double total = h(99) + multiplier * (h(299) - h(99)) + h(365) - h(299);
  const double exact = 1 - std::pow(1 + variance * total, -1 / variance);
  CHECK_ROW(probability_row("gamma volatility 1.2, shock x3 on days 100-299", "P(default)", exact, 300'000 - days[0],
                            300'000));
}

TEST_CASE("buyers pay late where their sector's multiplier is high", "[gamma]") {
  // Failures and delays of the same trials rise together.
  StudyBuilder builder(4000, 6560);
  builder.base().payment.sector_effect = 0.5;
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.model = DependenceModel::gamma;
  dependence.sectors["default"].volatility = 1.0;
  for (int i = 0; i < 100; ++i) {
    builder.buyer(0.1);
    builder.invoice(1, 31, 100);
  }
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  double failures = 0, failures_late = 0, late_trials = 0;
  FactorModel::State state;
  for (std::uint64_t trial = 0; trial < 4000; ++trial) {
    engine->run(trial, flows);
    plan.factor_models[0].draw_state(plan.seed, trial, state);
    const auto failed = static_cast<double>(flows[0].failed.size());
    Money by_due = 0;
    for (Day day = 1; day <= 31; ++day) by_due += flows[0].receipts[static_cast<std::size_t>(day)];
    failures += failed / 4000;
    if (by_due > 2500) continue;  // few pay in time
    failures_late += failed;
    ++late_trials;
  }
  REQUIRE(late_trials > 300);
  CHECK(failures_late / late_trials > 1.5 * failures);
}
