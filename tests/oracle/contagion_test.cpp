// Failures that cause failures: the law of Davis & Lo (2001, "Infectious defaults", Quantitative Finance 1), links in
// time order, legal groups.
//
//   P(N = k) = C(n,k) [p^k (1-p)^(n-k) (1-q)^(k(n-k))
//              + sum_(i=1)^(k-1) C(k,i) p^i (1-p)^(n-i) (1-(1-q)^i)^(k-i) (1-q)^(i(n-k))]

#include <fmt/core.h>

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/default_days.h"
#include "tests/support/oracle_rows.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

struct DavisLo {
  std::size_t n;
  double p, q, zero, mean, sd, q95, q99, q999;
};
constexpr DavisLo kDavisLo[] = {{10, 0.05, 0.1, 0.598736939238, 0.9190490056, 1.3676921113, 4, 5, 7},
                                {50, 0.01, 0.05, 0.605006067138, 1.6983103459, 2.5791455197, 7, 10, 14},
                                {50, 0.02, 0.02, 0.364169680087, 1.9512376728, 2.1305244031, 6, 9, 12}};

std::vector<double> law(std::size_t n, double p, double q) {
  const auto choose = [](double a, double b) {
    return std::exp(std::lgamma(a + 1) - std::lgamma(b + 1) - std::lgamma(a - b + 1));
  };
  const auto N = static_cast<double>(n);
  std::vector<double> probabilities;
  for (double k = 0; k <= N; ++k) {
    double sum = std::pow(p, k) * std::pow(1 - p, N - k) * std::pow(1 - q, k * (N - k));
    for (double i = 1; i < k; ++i)
      sum += choose(k, i) * std::pow(p, i) * std::pow(1 - p, N - i) * std::pow(1 - std::pow(1 - q, i), k - i) *
             std::pow(1 - q, i * (N - k));
    probabilities.push_back(choose(N, k) * sum);
  }
  return probabilities;
}

StudyBuilder infected(std::size_t n, double p, double q, std::uint64_t trials, std::uint64_t seed) {
  StudyBuilder builder = homogeneous(n, p, 0.0, trials, seed);
  builder.base().credit.contagion.infection = q;
  return builder;
}

Sample failures(const std::string& name, StudyBuilder builder) {
  return {name, run_study(builder.build(), {}).trial_columns.gross_loss.values(), 100.0};
}

/// A supplier that never fails by itself, and its customer.
StudyBuilder supplier_and_customer(double pd, double multiplier) {
  StudyBuilder builder(200'000, 6640);
  builder.asset_correlation(0.0);
  builder.exposure(0.0, 100);
  builder.exposure(pd, 100);
  builder.base().credit.contagion.links = {{0, 1, multiplier}};
  return builder;
}

}  // namespace

TEST_CASE("infectious defaults have the law of Davis and Lo", "[table][contagion]") {
  std::uint64_t seed = 6600;
  for (const DavisLo& exact : kDavisLo) {
    const std::string name = fmt::format("Davis & Lo n {} p {} q {}", exact.n, exact.p, exact.q);
    const Sample sample = failures(name, infected(exact.n, exact.p, exact.q, 400'000, ++seed));
    CHECK_ROW(sample.mean(exact.mean));
    CHECK_ROW(sample.standard_deviation(exact.sd));
    CHECK_ROW(sample.zero(exact.zero));
    CHECK_ROW(sample.value_at_risk("q95", 0.95, exact.q95));
    CHECK_ROW(sample.value_at_risk("q99", 0.99, exact.q99));
    CHECK_ROW(sample.value_at_risk("q99.9", 0.999, exact.q999));
    const std::vector<double> probabilities = law(exact.n, exact.p, exact.q);
    double beyond = 1;
    for (std::size_t k = 0; k < 8; ++k) {
      beyond -= probabilities[k];
      CHECK_ROW(sample.probability(fmt::format("P(N>{})", k), beyond, static_cast<double>(k)));
    }
  }
}

TEST_CASE("planted: infection a little too likely", "[contagion]") {
  const DavisLo& exact = kDavisLo[0];
  CHECK_FALSE(failures("", infected(exact.n, exact.p, 1.05 * exact.q, 400'000, 6610)).mean(exact.mean).agrees());
  CHECK(failures("", infected(exact.n, exact.p, exact.q, 400'000, 6610)).mean(exact.mean).agrees());
}

TEST_CASE("infection stays inside its group, and where it is certain takes all of it", "[contagion]") {
  StudyBuilder builder = homogeneous(30, 0.02, 0.0, 4000, 6620);
  for (std::size_t b = 0; b < 30; ++b)
    builder.study().portfolio.buyers[b].infection_group = b % 3 == 0 ? "x" : b % 3 == 1 ? "y" : "";
  builder.scenario("none");
  builder.scenario("certain").credit.contagion.infection = 1.0;
  builder.scenario("likely").credit.contagion.infection = 0.5;
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  std::size_t spread = 0;
  for (std::uint64_t trial = 0; trial < 4000; ++trial) {
    engine->run(trial, flows);
    std::vector<Day> own(30, kNever), certain(30, kNever), likely(30, kNever), first(3, kNever);
    for (const FailedBuyer& f : flows[0].failed)
      own[f.buyer] = f.day, first[f.buyer % 3] = std::min(first[f.buyer % 3], f.day);
    for (const FailedBuyer& f : flows[1].failed) certain[f.buyer] = f.day;
    for (const FailedBuyer& f : flows[2].failed) likely[f.buyer] = f.day;
    for (std::size_t b = 0; b < 30; ++b) {
      REQUIRE(certain[b] == (b % 3 == 2 ? own[b] : first[b % 3]));
      // More infection never makes anybody fail later.
      REQUIRE(likely[b] <= own[b]);
      REQUIRE(certain[b] <= likely[b]);
      spread += likely[b] < own[b];
    }
  }
  CHECK(spread > 500);
}

TEST_CASE("named failures infect like direct ones", "[table][contagion]") {
  StudyBuilder builder = infected(20, 0.0, 0.3, 100'000, 6630);
  builder.scenario("named").failures = {{{4}, 50, DefaultCause::insolvency}};
  const Sample sample = failures("one named of 20, infection 30 %", std::move(builder));
  CHECK_ROW(sample.mean(1 + 19 * 0.3));
  CHECK_ROW(sample.standard_deviation(std::sqrt(19 * 0.3 * 0.7)));
}

TEST_CASE("a supplier's failure multiplies its customer's hazard from the next day on", "[table][contagion]") {
  // Supplier fails on day 100 (named); customer: PD 20 %, hazard x4 from day 101.
  constexpr double pd = 0.2, multiplier = 4;
  StudyBuilder builder = supplier_and_customer(pd, multiplier);
  builder.scenario("base");
  builder.scenario("failing").failures = {{{0}, 100, DefaultCause::insolvency}};
  const auto counts = count_days(builder.build());
  std::uint64_t base = 0, failing = 0, by_100 = 0;
  for (std::size_t day = 1; day <= 365; ++day) {
    base += counts[0][day];
    failing += counts[1][day];
    if (day < 100) by_100 += counts[1][day];
  }
  const double h = -std::log1p(-pd) / 365;
  CHECK_ROW(probability_row("Link x4 after day 100, PD 0.2", "P(customer), supplier lives", pd, base, 200'000));
  CHECK_ROW(probability_row("Link x4 after day 100, PD 0.2", "P(customer)",
                            -std::expm1(-h * 100 - multiplier * h * 265), failing - 200'000, 200'000));
  CHECK_ROW(
      probability_row("Link x4 after day 100, PD 0.2", "P(customer by day 99)", -std::expm1(-h * 99), by_100, 200'000));
}

TEST_CASE("planted: a link that acts too early, on the probability, or never", "[contagion][power]") {
  constexpr double pd = 0.2, multiplier = 4;
  StudyBuilder builder = supplier_and_customer(pd, multiplier);
  builder.scenario("failing").failures = {{{0}, 100, DefaultCause::insolvency}};
  const auto counts = count_days(builder.build());
  std::uint64_t failing = 0;
  for (std::size_t day = 1; day <= 365; ++day) failing += counts[0][day];
  failing -= 200'000;
  const double h = -std::log1p(-pd) / 365;
  const auto agrees = [&](double p) { return probability_row("", "", p, failing, 200'000).agrees(); };
  CHECK(agrees(-std::expm1(-h * 100 - multiplier * h * 265)));
  CHECK_FALSE(agrees(-std::expm1(-h * 93 - multiplier * h * 272)));  // a week too early
  CHECK_FALSE(agrees(-std::expm1(-multiplier * h * 365)));           // from as_of on
  CHECK_FALSE(agrees(pd));                                           // never
  const double before = -std::expm1(-h * 100), after = -std::expm1(-h * 265);
  CHECK_FALSE(agrees(before + (1 - before) * std::min(1.0, multiplier * after)));  // on the probability
}

TEST_CASE("links act in time order, along chains, under every dependence", "[contagion]") {
  // 0 -> 1 -> 2 with a multiplier that makes the next fail the day after in any state (a t copula has daily hazards of
  // 1e-30); 2 -> 0 closes the ring.
  for (const DependenceModel model :
       {DependenceModel::independent, DependenceModel::gaussian, DependenceModel::student_t, DependenceModel::gamma}) {
    StudyBuilder builder(3000, 6650);
    for (int i = 0; i < 3; ++i) builder.exposure(0.05, 100);
    builder.base().credit.dependence.model = model;
    builder.scenario("free");
    builder.scenario("linked").credit.contagion.links = {{0, 1, 1e200}, {1, 2, 1e200}, {2, 0, 1e200}};
    const Study study = builder.build();
    const Plan plan = make_plan(study);
    const auto engine = make_fast_engine(plan);
    std::vector<ScenarioFlows> flows;
    std::size_t chains = 0;
    for (std::uint64_t trial = 0; trial < 3000; ++trial) {
      engine->run(trial, flows);
      std::vector<Day> own(3, kNever), linked(3, kNever);
      for (const FailedBuyer& f : flows[0].failed) own[f.buyer] = f.day;
      for (const FailedBuyer& f : flows[1].failed) linked[f.buyer] = f.day;
      for (std::size_t b = 0; b < 3; ++b) {
        const Day supplier = linked[(b + 2) % 3];
        const Day wanted = supplier < own[b] && supplier < 365 ? std::min(own[b], supplier + 1) : own[b];
        REQUIRE(linked[b] == wanted);
      }
      chains += flows[1].failed.size() == 3 && flows[0].failed.size() == 1;
    }
    CHECK(chains > 50);
  }
}

TEST_CASE("buyers of a legal group fail together, of one cause", "[contagion]") {
  StudyBuilder builder(3000, 6660);
  for (int i = 0; i < 8; ++i) builder.buyer(0.1).legal_group = i < 3 ? "a" : i < 5 ? "b" : "";
  builder.asset_correlation(0.0);
  const Study study = builder.build();
  Study apart = study;
  for (Buyer& buyer : apart.portfolio.buyers) buyer.legal_group.clear();
  const Plan plan = make_plan(study), plan_apart = make_plan(apart);
  const auto engine = make_fast_engine(plan), engine_apart = make_fast_engine(plan_apart);
  std::vector<ScenarioFlows> flows, flows_apart;
  for (std::uint64_t trial = 0; trial < 3000; ++trial) {
    engine->run(trial, flows);
    engine_apart->run(trial, flows_apart);
    std::vector<Day> own(8, kNever), together(8, kNever);
    std::vector<DefaultCause> cause(8);
    for (const FailedBuyer& f : flows_apart[0].failed) own[f.buyer] = f.day;
    for (const FailedBuyer& f : flows[0].failed) together[f.buyer] = f.day, cause[f.buyer] = f.cause;
    const Day a = std::min({own[0], own[1], own[2]}), b = std::min(own[3], own[4]);
    REQUIRE(together == std::vector<Day>{a, a, a, b, b, own[5], own[6], own[7]});
    REQUIRE((cause[0] == cause[1] && cause[1] == cause[2] && cause[3] == cause[4]));
  }
}

TEST_CASE("no infection, links of multiplier 1 and groups of one are base, bit for bit", "[contagion]") {
  StudyBuilder builder(2000, 6670);
  for (int i = 0; i < 40; ++i) {
    builder.buyer(0.01 * i).legal_group = fmt::format("own {}", i);
    builder.invoice(1, 40, 1000 + i);
  }
  Study study = builder.build();
  Study plain = study;
  for (Buyer& buyer : plain.portfolio.buyers) buyer.legal_group.clear();
  study.base.credit.contagion.links = {{0, 1, 1.0}, {39, 7, 1.0}};
  study.scenarios = {study.base};
  const Plan a = make_plan(study), b = make_plan(plain);
  const auto x = make_fast_engine(a), y = make_fast_engine(b);
  std::vector<ScenarioFlows> p, q;
  for (std::uint64_t trial = 0; trial < 2000; ++trial) {
    x->run(trial, p);
    y->run(trial, q);
    REQUIRE(p[0].receipts == q[0].receipts);
    REQUIRE(p[0].failed.size() == q[0].failed.size());
    for (std::size_t k = 0; k < p[0].failed.size(); ++k) {
      REQUIRE(p[0].failed[k].day == q[0].failed[k].day);
      REQUIRE(p[0].failed[k].cause == q[0].failed[k].cause);
    }
  }
}
