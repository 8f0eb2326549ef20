// When buyers fail: marginals under every dependence, shocks by closed form, named failures.
//
//   F(t) = 1 - (1 - PD)^(t / 365);   with a hazard multiplier m all year and the state Z: 1 - (1 - P(Z))^m

#include "tests/support/default_days.h"

#include <fmt/core.h>

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("default days follow F at every asset correlation", "[table][days]") {
  std::uint64_t seed = 5100;
  for (const Day horizon : {365, 800})
    for (const double pd : {0.01, 0.12, 0.6}) {
      // One buyer a trial, so that days are independent also where the factor matters.
      StudyBuilder builder(200'000, ++seed, horizon);
      builder.exposure(pd, 100);
      const std::vector<double> rhos{0.0, 0.2, 1.0};
      for (const double rho : rhos)
        builder.scenario(fmt::format("rho {}", rho)).credit.dependence.sectors["default"] = {rho, {}};
      const auto counts = count_days(builder.build());
      for (std::size_t s = 0; s < rhos.size(); ++s) {
        INFO("pd " << pd << " rho " << rhos[s] << " horizon " << horizon);
        CHECK(weekly_p_value(counts[s], pd) > kFalseAlarm);
        for (const Day t : {1, 30, 182, 364, 365}) {
          const auto begin = counts[s].begin() + 1;
          const std::uint64_t hits = std::accumulate(begin, begin + t, std::uint64_t{0});
          CHECK_ROW(probability_row(fmt::format("Default by day {}, PD {} rho {}", t, pd, rhos[s]), "F(t)",
                                    marginal(pd, t), hits, 200'000));
        }
      }
    }
}

TEST_CASE("many buyers of one trial follow F when nothing binds them", "[days]") {
  StudyBuilder builder(400, 5201);
  builder.asset_correlation(0.0);
  for (int i = 0; i < 1000; ++i) builder.exposure(0.3, 100);
  CHECK(weekly_p_value(count_days(builder.build())[0], 0.3) > kFalseAlarm);
}

TEST_CASE("every PD of a mixed book has its own marginal", "[table][days]") {
  const std::vector<double> pds{1e-6, 0.0002, 0.001, 0.004, 0.0156, 0.0157, 0.0624, 0.0626, 0.2499, 0.2501, 0.7, 0.99};
  StudyBuilder builder(60'000, 5301);
  builder.asset_correlation(0.3);
  for (const double pd : pds) builder.exposure(pd, 100);
  const RunResults results = run_study(builder.build(), {});
  for (std::size_t i = 0; i < pds.size(); ++i) {
    const double simulated = results.buyers.default_probability(0, i);
    CHECK_ROW(probability_row("Mixed book", fmt::format("PD {}", pds[i]), pds[i],
                              static_cast<std::uint64_t>(std::llround(simulated * 60'000)), 60'000));
  }
}

TEST_CASE("PD 0 never fails and PD 1 fails on day 1, in every state and under every shock", "[days]") {
  StudyBuilder builder(3000, 5401);
  builder.exposure(0.0, 100);
  builder.exposure(1.0, 100);
  Shock shock;
  shock.name = "shock";
  shock.duration = 200;
  shock.certain = true;
  for (const double rho : {0.0, 0.2, 1.0})
    for (const double multiplier : {1.0, 50.0}) {
      Scenario& scenario = builder.scenario(fmt::format("{} {}", rho, multiplier));
      scenario.credit.dependence.sectors["default"] = {rho, {}};
      shock.default_multiplier = multiplier;
      scenario.shocks = {shock};
    }
  const auto counts = count_days(builder.build());
  for (const auto& days : counts) {
    CHECK(days[0] == 3000);
    CHECK(days[1] == 3000);
  }
}

TEST_CASE("at asset correlation 100 % equal buyers fail on the same day", "[table][days]") {
  StudyBuilder builder(20'000, 5501);
  builder.asset_correlation(1.0);
  for (int i = 0; i < 3; ++i) builder.exposure(0.2, 100);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  std::uint64_t failures = 0;
  for (std::uint64_t trial = 0; trial < 20'000; ++trial) {
    engine->run(trial, flows);
    const auto& failed = flows[0].failed;
    REQUIRE((failed.empty() || failed.size() == 3));
    if (failed.empty()) continue;
    ++failures;
    REQUIRE((failed[0].day == failed[1].day && failed[1].day == failed[2].day));
  }
  CHECK_ROW(probability_row("Three buyers at rho 1", "P(all fail)", 0.2, failures, 20'000));
}

TEST_CASE("a hazard multiplier acts on the conditional hazard", "[table][shock]") {
  struct Case {
    double pd, rho, multiplier;
    Day first, days;
  };
  const std::vector<Case> cases{{0.05, 0.2, 3, 1, 365},  {0.05, 0.0, 3, 1, 365},    {0.05, 1.0, 3, 1, 365},
                                {0.02, 0.12, 2, 1, 182}, {0.02, 0.12, 2, 183, 183}, {0.1, 0.3, 0, 100, 100},
                                {0.1, 0.3, 0.5, 1, 365}, {0.3, 0.5, 4, 50, 10}};
  std::uint64_t seed = 5600;
  for (const Case& c : cases) {
    StudyBuilder builder(200'000, ++seed);
    builder.asset_correlation(c.rho);
    builder.exposure(c.pd, 100);
    Shock shock;
    shock.name = "shock";
    shock.start = c.first;
    shock.duration = c.days;
    shock.certain = true;
    shock.default_multiplier = c.multiplier;
    builder.base().shocks = {shock};
    const auto days = count_days(builder.build())[0];
    // E[1 - exp(-(H(first-1) + m (H(last) - H(first-1)) + H(365) - H(last)))]
    const auto hazard = [&](double z, Day t) {
      if (t == 0) return 0.0;
      const double x = (phi_quantile(marginal(c.pd, t)) - std::sqrt(c.rho) * z) / std::sqrt(1.0 - c.rho);
      return -std::log(phi_cdf(-x));
    };
    const Day last = c.first + c.days - 1;
    const double exact = c.rho >= 1.0
                             ? c.pd
                             : normal_expectation(
                                   [&](double z) {
                                     const double before = hazard(z, c.first - 1), inside = hazard(z, last) - before;
                                     const double h = before + (inside > 0 ? c.multiplier * inside : 0.0) +
                                                      hazard(z, kYear) - hazard(z, last);
                                     return std::isfinite(h) ? -std::expm1(-h) : 1.0;
                                   },
                                   7200);
    if (c.rho == 0.2) CHECK(exact == Approx(0.135).margin(5e-4));  // published with the model's description
    if (c.rho == 0.0) CHECK(exact == Approx(1.0 - 0.95 * 0.95 * 0.95));
    const std::string name =
        fmt::format("Shock x{} on days {}-{}, PD {} rho {}", c.multiplier, c.first, last, c.pd, c.rho);
    CHECK_ROW(probability_row(name, "P(default)", exact, 200'000 - days[0], 200'000));
  }
}

TEST_CASE("random shocks: one at least in a year with the stated probability", "[table][shock]") {
  // The shock makes the buyer fail for certain (all but nothing else does), 1 day long.
  StudyBuilder builder(100'000, 5701);
  builder.asset_correlation(0.0);
  builder.exposure(1e-4, 100);
  Shock shock;
  shock.name = "shock";
  shock.duration = 1;
  shock.default_multiplier = 1e12;
  shock.annual_probability = 0.25;
  builder.base().shocks = {shock};
  shock.start = 40;
  builder.scenario("random");
  builder.scenario("at a date").shocks = {shock};
  const auto counts = count_days(builder.build());
  const double p = 1.0 - 0.75 * (1.0 - 1e-4);
  CHECK_ROW(probability_row("Random shock of 25 % a year", "P(some)", p, 100'000 - counts[0][0], 100'000));
  CHECK_ROW(probability_row("Shock of 25 % on a date", "P(some)", p, 100'000 - counts[1][0], 100'000));
  std::uint64_t by_half = 0;
  for (std::size_t day = 1; day <= 182; ++day) by_half += counts[0][day];
  const double rate = -std::log(0.75) - std::log1p(-1e-4);
  CHECK_ROW(probability_row("Random shock of 25 % a year", "P(some by day 182)", -std::expm1(-rate * 182.0 / 365.0),
                            by_half, 100'000));
}

TEST_CASE("named failures happen on their day unless the buyer fails before", "[days]") {
  StudyBuilder builder(4000, 5801);
  for (int i = 0; i < 4; ++i) builder.exposure(i == 0 ? 0.0 : 0.5, 100);
  builder.scenario("base");
  builder.scenario("named").failures = {{{0, 2}, 100, DefaultCause::insolvency}};
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  for (std::uint64_t trial = 0; trial < 4000; ++trial) {
    engine->run(trial, flows);
    std::vector<Day> own(4, kNever), named(4, kNever);
    for (const FailedBuyer& failed : flows[0].failed) own[failed.buyer] = failed.day;
    for (const FailedBuyer& failed : flows[1].failed) named[failed.buyer] = failed.day;
    for (const std::size_t buyer : {0u, 2u}) own[buyer] = std::min<Day>(own[buyer], 100);
    REQUIRE(own == named);
  }
}
