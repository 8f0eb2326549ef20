// Payment delays: tables against the formula, and through the engine: marginals, correlations, what is known at as_of,
// and the link to default. Delays are read off the receipts: invoice k of a study is worth 10^k cents.

#include <fmt/core.h>

#include <catch2/catch.hpp>
#include <functional>

#include "models/payment/delay_table.h"
#include "sim/fast/fast_engine.h"
#include "tests/support/delay_formula.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

const std::vector<DelayLaw> kLaws{{0.35, LognormalDelay{18, 22}},
                                  {0.0, LognormalDelay{40, 20}},
                                  {0.8, LognormalDelay{5, 30}},
                                  {0.05, LognormalDelay{90, 60}}};

/// Day of payment of invoice k in one trial, kNever if it is not in 1..H.
std::vector<Day> payment_days(const ScenarioFlows& flows, std::size_t invoices) {
  std::vector<Day> days(invoices, kNever);
  for (std::size_t day = 1; day < flows.receipts.size(); ++day) {
    Money rest = flows.receipts[day];
    for (std::size_t k = 0; rest > 0; ++k, rest /= 10)
      if (rest % 10 == 1) days[k] = static_cast<Day>(day);
  }
  return days;
}

using Visit = std::function<void(const std::vector<Day>& paid, const ScenarioFlows& flows)>;

void each_trial(const Study& study, const Visit& visit) {
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  const auto invoices = plan.all_first.back() - plan.live.size();
  for (std::uint64_t trial = 0; trial < study.simulation.trials; ++trial) {
    engine->run(trial, flows);
    visit(payment_days(flows[0], study.portfolio.invoices.size() - invoices), flows[0]);
  }
}

Money power(int k) { return k == 0 ? 1 : 10 * power(k - 1); }

PaymentParameters payment(const DelayLaw& law, double buyer, double sector, double link = 0.0) {
  return {buyer, sector, link, {{"default", law}}};
}

}  // namespace

TEST_CASE("delay tables are the law within half a lattice step", "[delay]") {
  for (const DelayLaw& law : kLaws) {
    const DelayFormula formula(law);
    const DelayTable table(law);
    double largest = 0, mean = 0, second = 0, table_mean = 0, table_second = 0;
    for (Day d = 0; d < kMaxDelay; ++d) {
      const Score edge = table.edge(d);
      const double p = edge < -kScoreLimit ? 0.0 : edge >= kScoreLimit ? 1.0 : phi_cdf((edge + 0.5) / kScoreOne);
      largest = std::max(largest, std::abs(p - formula.cdf(d)));
      mean += 1.0 - formula.cdf(d);
      second += (2.0 * d + 1.0) * (1.0 - formula.cdf(d));
      table_mean += 1.0 - p;
      table_second += (2.0 * d + 1.0) * (1.0 - p);
    }
    CHECK(largest <= 0.5 / kScoreOne * 0.3990);  // half a step times the largest normal density
    CHECK(table_mean == Approx(mean).epsilon(1e-3));
    CHECK(table_second == Approx(second).epsilon(1e-2));
    for (const double p : {0.001, 0.01, 0.1, 0.36, 0.5, 0.81, 0.9, 0.99, 0.999, 0.9999}) {
      const double x = std::nearbyint(phi_quantile(p) * kScoreOne) / kScoreOne;  // the lattice point of p
      const double at = phi_cdf(x);
      const double late = (at - formula.on_time) / (1.0 - formula.on_time);
      const double exact = late <= 0 ? 0.0 : std::exp(formula.mu + formula.sigma * phi_quantile(late));
      CHECK(delay_quantile(law, at) == Approx(exact).epsilon(1e-10));
      CHECK(table.delay(to_score(phi_quantile(p))) == static_cast<Day>(std::ceil(exact)));
    }
  }
}

TEST_CASE("the residual's table is normal", "[delay]") {
  for (const double r : {1.0, 0.7745966692, 0.1}) {
    const ResidualTable table(r);
    double sum = 0, squares = 0, fourths = 0, count = 0;
    for (std::uint32_t share = 0; share < 1u << 16; ++share)
      for (std::uint32_t part = 0; part < 64; ++part) {
        const Score score =
            ResidualTable::is_tail(share) ? table.tail_residual(share, part << 26 | 1u << 25) : table.residual(share);
        const double x = static_cast<double>(score) / kScoreOne;
        sum += x;
        squares += x * x;
        fourths += x * x * x * x;
        ++count;
      }
    // Rounding to the lattice adds a uniform step: its variance is step^2 / 12.
    const double variance = r * r + std::pow(1.0 / kScoreOne, 2) / 12.0;
    CHECK(std::abs(sum / count) <= 1e-4 * r);
    CHECK(squares / count == Approx(variance).epsilon(1e-3));
    CHECK(fourths / count == Approx(3.0 * variance * variance).epsilon(5e-3));
  }
}

TEST_CASE("delays keep their law under every effect", "[table][delay]") {
  std::uint64_t seed = 8100;
  for (const DelayLaw& law : kLaws)
    for (const auto& [buyer, sector] : {std::pair{0.0, 0.0}, std::pair{0.3, 0.1}, std::pair{0.6, 0.4}}) {
      const DelayFormula formula(law);
      StudyBuilder builder(40'000, ++seed, 320);
      builder.asset_correlation(0.15);
      builder.base().payment = payment(law, buyer, sector);
      builder.buyer(0.0);
      builder.invoice(1, 5, 1);
      const std::vector<Day> days{0, 1, 10, 30, 100, 300};
      std::vector<std::uint64_t> hits(days.size());
      each_trial(builder.build(), [&](const std::vector<Day>& paid, const ScenarioFlows&) {
        for (std::size_t i = 0; i < days.size(); ++i) hits[i] += paid[0] - 5 <= days[i];
      });
      for (std::size_t i = 0; i < days.size(); ++i)
        CHECK_ROW(probability_row(fmt::format("Delay on time {} mean {}, effects {} {}", law.on_time,
                                              std::get<LognormalDelay>(law.late).mean, buyer, sector),
                                  fmt::format("P(D<={})", days[i]), formula.cdf(days[i]), hits[i], 40'000));
    }
}

TEST_CASE("latent delays correlate by buyer, sector and factor correlation", "[table][delay]") {
  constexpr double buyer_share = 0.3, sector_share = 0.2, between = 0.4;
  constexpr std::uint64_t trials = 200'000;
  const DelayLaw law = kLaws[1];
  const DelayFormula formula(law);
  for (const double rho : {0.15, 0.0}) {
    StudyBuilder builder(trials, rho > 0 ? 8201 : 8202, 200);
    builder.asset_correlation(rho, between);
    builder.base().payment = payment(law, buyer_share, sector_share);
    builder.buyer(0.0, "x");
    builder.invoice(1, 5, power(0));
    builder.invoice(2, 9, power(1));
    builder.buyer(0.0, "x");
    builder.invoice(1, 5, power(2));
    builder.buyer(0.0, "y");
    builder.invoice(1, 5, power(3));
    const std::vector<Day> due{5, 9, 5, 5};
    struct Pair {
      const char* name;
      std::size_t other;
      double correlation;
      std::uint64_t hits = 0, far = 0;
    };
    // Without systematic loading each sector has a delay factor of its own.
    std::vector<Pair> pairs{{"same buyer", 1, buyer_share + sector_share},
                            {"same sector", 2, sector_share},
                            {"other sector", 3, rho > 0 ? sector_share * between : 0.0}};
    each_trial(builder.build(), [&](const std::vector<Day>& paid, const ScenarioFlows&) {
      for (Pair& pair : pairs) {
        pair.hits += paid[0] - due[0] <= 36 && paid[pair.other] - due[pair.other] <= 36;
        pair.far += paid[0] - due[0] > 70 && paid[pair.other] - due[pair.other] > 70;
      }
    });
    for (const Pair& pair : pairs) {
      const std::string name = fmt::format("Two delays, {}, rho {}", pair.name, rho);
      const double t = formula.score(36), u = -formula.score(70);
      CHECK_ROW(probability_row(name, "P(both <= 36)", bivariate(t, t, pair.correlation), pair.hits, trials));
      CHECK_ROW(probability_row(name, "P(both > 70)", bivariate(u, u, pair.correlation), pair.far, trials));
    }
  }
}

TEST_CASE("open items are late by more than they already are", "[table][delay]") {
  // Without sector effect the open item alone leaves its own law truncated, whatever the buyer effect.
  for (const double buyer_share : {0.0, 0.4}) {
    constexpr std::uint64_t trials = 60'000;
    const DelayLaw law = kLaws[3];
    const DelayFormula formula(law);
    for (const Day age : {0, 30, 200}) {
      StudyBuilder builder(trials, 8300 + static_cast<std::uint64_t>(age) + (buyer_share > 0 ? 7 : 0), 400);
      builder.base().payment = payment(law, buyer_share, 0.0);
      builder.buyer(0.0);
      builder.invoice(-age - 30, -age, 1);
      const std::vector<Day> days{age + 1, age + 20, age + 100};
      std::vector<std::uint64_t> hits(days.size());
      std::uint64_t early = 0;
      each_trial(builder.build(), [&](const std::vector<Day>& paid, const ScenarioFlows&) {
        const Day delay = paid[0] + age;
        early += delay <= age;
        for (std::size_t i = 0; i < days.size(); ++i) hits[i] += delay <= days[i];
      });
      CHECK(early == 0);
      for (std::size_t i = 0; i < days.size(); ++i)
        CHECK_ROW(probability_row(fmt::format("Open item {} days past due, buyer effect {}", age, buyer_share),
                                  fmt::format("P(D<={})", days[i]),
                                  (formula.cdf(days[i]) - formula.cdf(age)) / (1.0 - formula.cdf(age)), hits[i],
                                  trials));
    }
  }
}

TEST_CASE("a late payer fails more often", "[table][delay]") {
  constexpr std::uint64_t trials = 200'000;
  constexpr double rho = 0.2, pd = 0.2, c2 = 0.5, b2 = 0.2, link = 0.6;
  const DelayFormula formula(kLaws[1]);
  StudyBuilder builder(trials, 8401);
  builder.asset_correlation(rho);
  builder.base().payment = payment(kLaws[1], c2, b2, link);
  builder.buyer(pd);
  builder.invoice(1, 2, 1);
  std::uint64_t hits = 0, failures = 0;
  each_trial(builder.build(), [&](const std::vector<Day>& paid, const ScenarioFlows& flows) {
    failures += !flows.failed.empty();
    hits += !flows.failed.empty() && flows.failed[0].day > 90 && paid[0] > 2 + 60;
  });
  // Correlation of the default variable with minus the delay score.
  const double k = std::sqrt(rho * b2) + std::sqrt(1.0 - rho) * link * std::sqrt(c2), late = -formula.score(60);
  const auto threshold = [](double day) { return phi_quantile(-std::expm1(std::log1p(-pd) * day / 365.0)); };
  CHECK_ROW(probability_row("Default link 0.6", "P(default)", pd, failures, trials));
  CHECK_ROW(probability_row("Default link 0.6", "P(60 days late, then default)",
                            bivariate(threshold(365), late, k) - bivariate(threshold(90), late, k), hits, trials));
}

TEST_CASE("what is known at as_of moves the next delay and the default probability", "[table][delay]") {
  constexpr std::uint64_t trials = 150'000;
  constexpr double rho = 0.2, pd = 0.1, c2 = 0.3, b2 = 0.1, link = 0.5;
  const double c = std::sqrt(c2), b = std::sqrt(b2), r = std::sqrt(1.0 - c2 - b2);
  const DelayLaw law = kLaws[0];
  const DelayFormula formula(law);
  const std::vector<KnownByFormula> known{{0, true}, {45, true}, {60, true}, {40, false}};
  StudyBuilder builder(trials, 8501);
  builder.asset_correlation(rho);
  builder.base().payment = payment(law, c2, b2, link);
  builder.buyer(pd);
  builder.invoice(-500, -450, 77, -300);  // too old to tell anything
  builder.invoice(-200, -150, 77, -150);
  builder.invoice(-190, -140, 77, -95);
  builder.invoice(-180, -130, 77, -70);
  builder.invoice(-100, -40, power(0));
  builder.invoice(1, 2, power(1));
  std::uint64_t prompt = 0, failures = 0;
  each_trial(builder.build(), [&](const std::vector<Day>& paid, const ScenarioFlows& flows) {
    failures += !flows.failed.empty();
    prompt += flows.failed.empty() && paid[1] <= 2 + 10;
  });
  const double threshold = phi_quantile(pd), own = std::sqrt(1.0 - link * link);
  const auto fails = [&](double z, double effect) {
    return phi_cdf(((threshold - std::sqrt(rho) * z) / std::sqrt(1.0 - rho) + link * effect) / own);
  };
  double exact_default = 0, exact_prompt = 0;
  exact_default = normal_expectation(
      [&](double z) {
        return PosteriorByFormula(formula, known, -b * z, c, r, 400).expectation([&](double x) { return fails(z, x); });
      },
      360);
  exact_prompt = normal_expectation(
      [&](double z) {
        return PosteriorByFormula(formula, known, -b * z, c, r, 400).expectation([&](double x) {
          return (1.0 - fails(z, x)) * formula.given(10, -b * z + c * x, r);
        });
      },
      360);
  CHECK(exact_default > 1.2 * pd);
  CHECK_ROW(probability_row("Buyer known as late", "P(default)", exact_default, failures, trials));
  CHECK_ROW(probability_row("Buyer known as late", "P(no default, next D<=10)", exact_prompt, prompt, trials));
}
