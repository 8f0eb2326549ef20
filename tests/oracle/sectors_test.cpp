// Several factors and unequal buyers: two sectors, ten obligors with Euler contributions, and the 21-factor portfolio
// of Glasserman & Li (2005, "Importance sampling for portfolio credit risk", Management Science 51).

#include <fmt/core.h>

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"
#include "tests/support/twenty_one_factors.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("two sectors with independent and with correlated factors", "[table][sectors]") {
  // 60 buyers of 1, PD 2 %, rho 0.20; 40 of 2, PD 5 %, rho 0.15; correlation c between the two factors.
  struct Exact {
    double c;
    ExactLosses losses;
  };
  for (const Exact& exact : {Exact{0, {5.2, 0.14092833, 4.831311, 15, 18.9985, 22, 25.8563, 31, 35.2857}},
                             Exact{0.4, {5.2, 0.16929159, 5.202507, 15, 20.3831, 23, 28.2791, 35, 39.3525}}}) {
    StudyBuilder builder(200'000, exact.c == 0 ? 6101 : 6102);
    DependenceParameters& dependence = builder.base().credit.dependence;
    dependence.factor_correlation.common = exact.c;
    dependence.sectors["A"] = {0.20, {}};
    dependence.sectors["B"] = {0.15, {}};
    for (int i = 0; i < 60; ++i) builder.exposure(0.02, 100, 1.0, "A");
    for (int i = 0; i < 40; ++i) builder.exposure(0.05, 200, 1.0, "B");
    const RunResults results = run_study(builder.build(), {});
    const Sample sample(fmt::format("Two sectors, factor correlation {}", exact.c),
                        results.trial_columns.gross_loss.values(), 100.0);
    check_losses(sample, exact.losses);
    for (std::size_t k = 0; k < 2; ++k) {
      const double expected = k == 0 ? 1.2 : 4.0, error = results.sectors.expected_loss_standard_error(0, k);
      const double simulated = results.sectors.expected_loss(0, k);
      CHECK_ROW((Row{"Two sectors", k == 0 ? "EL of A" : "EL of B", expected, simulated, error,
                     deviation(expected, simulated, error)}));
    }
  }
}

TEST_CASE("two sectors by a correlation matrix", "[table][sectors]") {
  StudyBuilder builder(200'000, 6103);
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.factor_correlation = {1.0, {"B", "A"}, {1.0, 0.4, 0.4, 1.0}};
  dependence.sectors["A"] = {0.20, {}};
  dependence.sectors["B"] = {0.15, {}};
  for (int i = 0; i < 60; ++i) builder.exposure(0.02, 100, 1.0, "A");
  for (int i = 0; i < 40; ++i) builder.exposure(0.05, 200, 1.0, "B");
  const RunResults results = run_study(builder.build(), {});
  const Sample sample("Two sectors, matrix", results.trial_columns.gross_loss.values(), 100.0);
  CHECK_ROW(sample.zero(0.16929159));
  CHECK_ROW(sample.standard_deviation(5.202507));
  CHECK_ROW(sample.expected_shortfall("ES99", 0.99, 23, 28.2791));
}

namespace {

struct Obligor {
  Money ead;
  double pd, lgd, rho, es99, var99, sd;
};

// Exact Euler contributions: enumeration of the 1,024 outcomes at every node of a quadrature over the factor.
constexpr Obligor kTen[] = {
    {100, 0.010, 0.6, 0.20, 33.132761, 44.149926, 2.958142}, {80, 0.020, 0.5, 0.15, 13.406977, 3.240077, 2.637251},
    {60, 0.015, 0.6, 0.20, 9.179669, 5.554531, 1.708841},    {50, 0.030, 0.4, 0.10, 3.668717, 1.620038, 1.051540},
    {40, 0.050, 0.6, 0.20, 9.411185, 3.909744, 2.471893},    {30, 0.020, 0.7, 0.25, 4.372524, 1.031802, 0.904194},
    {20, 0.100, 0.6, 0.15, 4.762191, 0.346481, 1.292326},    {10, 0.040, 0.6, 0.20, 1.303193, 0.0, 0.223361},
    {5, 0.200, 0.9, 0.10, 2.212677, 4.500000, 0.405720},     {5, 0.060, 0.6, 0.30, 0.839525, 0.147400, 0.143731},
};

}  // namespace

TEST_CASE("ten unequal obligors and their Euler contributions", "[table][sectors]") {
  StudyBuilder builder(1'000'000, 6201);
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.factor_correlation.common = 1.0;
  for (std::size_t i = 0; i < 10; ++i) {
    const std::string sector = fmt::format("s{}", i);
    dependence.sectors[sector] = {kTen[i].rho, {}};
    builder.exposure(kTen[i].pd, kTen[i].ead * 100, kTen[i].lgd, sector).country = i < 4 ? "AT" : "FR";
  }
  const RunResults results = run_study(builder.build(), {});
  const std::string name = "Ten obligors";
  const Sample sample(name, results.trial_columns.gross_loss.values(), 100.0);
  CHECK_ROW(sample.mean(6.68));
  CHECK_ROW(sample.standard_deviation(13.7969985));
  CHECK_ROW(sample.zero(0.6065994));
  CHECK_ROW(sample.value_at_risk("VaR99", 0.99, 64.5));
  CHECK_ROW(sample.expected_shortfall("ES99", 0.99, 64.5, 82.2894188));
  CHECK_ROW(sample.mean_of("E(L-50)+", 0.427977, [](double x) { return std::max(0.0, x - 50.0); }));
  CHECK_ROW(sample.mean_of("layer 60 xs 40", 0.688117, [](double x) { return std::clamp(x - 40.0, 0.0, 60.0); }));

  const BuyerResults& buyers = results.buyers;
  double es = 0, var = 0, sd = 0;
  REQUIRE(results.losses.quantile(0, 0, 0, 1) == Approx(64.5));
  // The engine looks at 2,000 trials of the atom at most.
  const double at_var =
      std::min<double>(2000, static_cast<double>(std::count(sample.values().begin(), sample.values().end(), 6450)));
  REQUIRE(at_var >= 100);
  for (std::size_t i = 0; i < 10; ++i) {
    const double error = buyers.contribution_es99_standard_error(0, 0, i);
    es += buyers.contribution_es99(0, 0, i);
    var += buyers.contribution_var99(0, 0, i);
    sd += buyers.contribution_sd(0, 0, i);
    const double sd_error = buyers.contribution_sd_standard_error(0, 0, i);
    CHECK_ROW((Row{name, fmt::format("SD contribution {}", i + 1), kTen[i].sd, buyers.contribution_sd(0, 0, i),
                   sd_error, deviation(kTen[i].sd, buyers.contribution_sd(0, 0, i), sd_error)}));
    CHECK_ROW((Row{name, fmt::format("ES99 contribution {}", i + 1), kTen[i].es99, buyers.contribution_es99(0, 0, i),
                   error, deviation(kTen[i].es99, buyers.contribution_es99(0, 0, i), error)}));
    // Given L = VaR the buyer has lost its whole loss or nothing: a share of the trials in the atom.
    const double loss = static_cast<double>(kTen[i].ead) * kTen[i].lgd, share = kTen[i].var99 / loss;
    const double var_error = loss * std::sqrt(share * (1.0 - share) / at_var);
    CHECK_ROW((Row{name, fmt::format("VaR99 contribution {}", i + 1), kTen[i].var99, buyers.contribution_var99(0, 0, i),
                   var_error, deviation(kTen[i].var99, buyers.contribution_var99(0, 0, i), var_error)}));
  }
  CHECK(es == Approx(results.losses.expected_shortfall(0, 0, 0, 1)).epsilon(1e-9));
  CHECK(var == Approx(64.5).epsilon(1e-9));
  CHECK(sd == Approx(results.losses.standard_deviation(0, 0, 0)).epsilon(1e-9));
  // Every obligor is a sector of its own; countries are sums of their buyers.
  double austria[3] = {0, 0, 0};
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(results.sectors.contribution_sd(0, 0, i) == Approx(buyers.contribution_sd(0, 0, i)).epsilon(1e-9));
    CHECK(results.sectors.contribution_es99(0, 0, i) == buyers.contribution_es99(0, 0, i));
    CHECK(results.sectors.contribution_var99(0, 0, i) == buyers.contribution_var99(0, 0, i));
    if (i >= 4) continue;
    austria[0] += buyers.contribution_sd(0, 0, i);
    austria[1] += buyers.contribution_var99(0, 0, i);
    austria[2] += buyers.contribution_es99(0, 0, i);
  }
  const SectorResults& countries = results.countries;
  REQUIRE(results.axes.countries == std::vector<std::string>{"AT", "FR"});
  CHECK(countries.contribution_sd(0, 0, 0) == Approx(austria[0]).epsilon(1e-9));
  CHECK(countries.contribution_var99(0, 0, 0) == Approx(austria[1]).epsilon(1e-9));
  CHECK(countries.contribution_es99(0, 0, 0) == Approx(austria[2]).epsilon(1e-9));
  CHECK(countries.contribution_sd(0, 0, 0) + countries.contribution_sd(0, 0, 1) == Approx(sd).epsilon(1e-9));
  CHECK(countries.expected_loss(0, 0) + countries.expected_loss(0, 1) ==
        Approx(results.losses.mean(0, 0, 0)).epsilon(1e-12));
}

TEST_CASE("the ten obligors' contributions by importance sampling", "[sectors]") {
  StudyBuilder builder(100'000, 6211);
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.factor_correlation.common = 1.0;
  for (std::size_t i = 0; i < 10; ++i) {
    const std::string sector = fmt::format("s{}", i);
    dependence.sectors[sector] = {kTen[i].rho, {}};
    builder.exposure(kTen[i].pd, kTen[i].ead * 100, kTen[i].lgd, sector);
  }
  builder.study().simulation.sampling = SamplingMethod::importance;
  builder.study().simulation.importance = ImportanceTarget{Money{6000}, {}};
  const RunResults results = run_study(builder.build(), {});
  REQUIRE(results.losses.quantile(0, 0, 0, 1) == Approx(64.5));
  double es = 0, var = 0, sd = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    const BuyerResults& buyers = results.buyers;
    const double value = buyers.contribution_es99(0, 0, i), error = buyers.contribution_es99_standard_error(0, 0, i);
    CHECK(std::abs(value - kTen[i].es99) < 4.0 * error);
    CHECK(error < 0.05 * 82.3);
    CHECK(std::abs(buyers.contribution_var99(0, 0, i) - kTen[i].var99) <
          4.0 * buyers.contribution_var99_standard_error(0, 0, i) + 1e-9);
    CHECK(std::abs(buyers.contribution_sd(0, 0, i) - kTen[i].sd) <
          4.5 * buyers.contribution_sd_standard_error(0, 0, i));
    es += value;
    var += buyers.contribution_var99(0, 0, i);
    sd += buyers.contribution_sd(0, 0, i);
  }
  CHECK(es == Approx(results.losses.expected_shortfall(0, 0, 0, 1)).epsilon(1e-9));
  CHECK(var == Approx(64.5).epsilon(1e-9));
  CHECK(sd == Approx(results.losses.standard_deviation(0, 0, 0)).epsilon(1e-9));
}

TEST_CASE("a portfolio of 1,000 buyers on 21 factors", "[table][sectors]") {
  constexpr std::uint64_t trials = 60'000;
  double expected = 0;
  StudyBuilder builder = twenty_one_factors(trials, 6301, expected);
  CHECK(expected == Approx(485.289).epsilon(1e-5));
  const RunResults results = run_study(builder.build(), {});
  const Sample sample("21 factors", results.trial_columns.gross_loss.values(), static_cast<double>(kTwentyOneUnit));
  CHECK_ROW(sample.mean(expected));
  // The reference is itself a simulation: its error adds.
  const auto tail = [&](double level, double exact, double reference_error) {
    Row row = sample.probability(fmt::format("P(L>{})", level), exact, level);
    row.error = std::hypot(row.error, reference_error);
    row.z = deviation(exact, row.simulated, row.error);
    CHECK_ROW(row);
  };
  tail(10'000, 0.01115, 0.00005);
  tail(22'000, 0.002066, 0.000012);
}
