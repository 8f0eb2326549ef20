// Several factors and unequal buyers: two sectors, ten obligors with Euler contributions, and the 21-factor portfolio
// of Glasserman & Li (2005, "Importance sampling for portfolio credit risk", Management Science 51).

#include <fmt/core.h>

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"

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
  double pd, lgd, rho, es99, var99;
};

// Exact Euler contributions: enumeration of the 1,024 outcomes at every node of a quadrature over the factor.
constexpr Obligor kTen[] = {
    {100, 0.010, 0.6, 0.20, 33.132761, 44.149926}, {80, 0.020, 0.5, 0.15, 13.406977, 3.240077},
    {60, 0.015, 0.6, 0.20, 9.179669, 5.554531},    {50, 0.030, 0.4, 0.10, 3.668717, 1.620038},
    {40, 0.050, 0.6, 0.20, 9.411185, 3.909744},    {30, 0.020, 0.7, 0.25, 4.372524, 1.031802},
    {20, 0.100, 0.6, 0.15, 4.762191, 0.346481},    {10, 0.040, 0.6, 0.20, 1.303193, 0.0},
    {5, 0.200, 0.9, 0.10, 2.212677, 4.500000},     {5, 0.060, 0.6, 0.30, 0.839525, 0.147400},
};

}  // namespace

TEST_CASE("ten unequal obligors and their Euler contributions", "[table][sectors]") {
  StudyBuilder builder(1'000'000, 6201);
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.factor_correlation.common = 1.0;
  for (std::size_t i = 0; i < 10; ++i) {
    const std::string sector = fmt::format("s{}", i);
    dependence.sectors[sector] = {kTen[i].rho, {}};
    builder.exposure(kTen[i].pd, kTen[i].ead * 100, kTen[i].lgd, sector);
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
  double es = 0, var = 0;
  REQUIRE(results.losses.quantile(0, 0, 0, 1) == Approx(64.5));
  // The engine looks at 2,000 trials of the atom at most.
  const double at_var =
      std::min<double>(2000, static_cast<double>(std::count(sample.values().begin(), sample.values().end(), 6450)));
  REQUIRE(at_var >= 100);
  for (std::size_t i = 0; i < 10; ++i) {
    const double error = buyers.contribution_es99_standard_error(0, 0, i);
    es += buyers.contribution_es99(0, 0, i);
    var += buyers.contribution_var99(0, 0, i);
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
}

TEST_CASE("a portfolio of 1,000 buyers on 21 factors", "[table][sectors]") {
  // Market 0.8, ten industries and ten geographies 0.4 each, own weight 0.2; all factors independent.
  constexpr std::uint64_t trials = 60'000;
  constexpr Money unit = 1'000'000;  // exposures are no whole cents
  StudyBuilder builder(trials, 6301);
  builder.study().currency = {"XXX", 6};
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.factor_correlation.common = 0.0;
  double expected = 0;
  for (int k = 1; k <= 1000; ++k) {
    const int industry = (k - 1) / 100, geography = (k - 1) % 100 / 10;
    const std::string sector = fmt::format("i{}g{}", industry, geography);
    SectorDependence& own = dependence.sectors[sector];
    if (own.loadings.empty())
      own.loadings = {
          {"market", 0.8}, {fmt::format("industry {}", industry), 0.4}, {fmt::format("geography {}", geography), 0.4}};
    const double pd = 0.01 * (1.0 + std::sin(16.0 * M_PI * k / 1000.0)), size = 1.0 + (k - 1) * 99.0 / 999.0;
    builder.exposure(std::max(0.0, pd), std::llround(size * static_cast<double>(unit)), 1.0, sector);
    expected += pd * size;
  }
  CHECK(expected == Approx(485.289).epsilon(1e-5));
  const RunResults results = run_study(builder.build(), {});
  const Sample sample("21 factors", results.trial_columns.gross_loss.values(), static_cast<double>(unit));
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
