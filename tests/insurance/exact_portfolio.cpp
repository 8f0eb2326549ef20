// P50: fifty exposures whose exact loss distribution, gross and under a policy, is known by convolution
// (docs/policy.md). 400,000 trials with a fixed seed run through Policy::evaluate.
//
// Each estimate must lie within 4 standard errors of its exact value: with 18 such comparisons a correct program fails
// for a random seed with probability below 18 x 6.4e-5 = 0.12 %. Deliberate mistakes must fail the same comparison.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "models/core/random/draw.h"
#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr std::size_t kBuyers = 50;
constexpr std::uint64_t kTrials = 400'000;
constexpr Money kUnit = units(1'000);

Money exposure_of(std::size_t i) { return 10 * kUnit * (1 + static_cast<Money>(7 * i % 13)); }
double default_probability_of(std::size_t i) { return 0.01 * (1 + static_cast<double>(i % 5)); }
Money limit_of(std::size_t i) { return i % 10 == 9 ? 0 : 80 * kUnit; }

PolicyTerms p50_terms() {
  PolicyTerms terms = with_limit_column();
  terms.non_qualifying_loss = 20 * kUnit;
  terms.each_first_loss = {5 * kUnit, DeductibleBasis::loss};
  terms.aggregate_first_loss = {50 * kUnit, DeductibleBasis::loss};
  terms.maximum_liability = MaximumLiability{150 * kUnit, std::nullopt, false};
  return terms;
}

enum class Wrong { nothing, deductible_before_limit, franchise_strict, aggregate_before_each, liability_each_loss };

// The policy by hand for P50: whole amounts, basis loss throughout.
Money claims_by_hand(const std::vector<std::size_t>& failed, Wrong wrong) {
  Money aggregate = 50 * kUnit;
  Money liability = 150 * kUnit;
  Money claims = 0;
  for (const std::size_t i : failed) {
    const Money each = 5 * kUnit;
    Money insured = std::min(exposure_of(i), limit_of(i));
    Money franchise = 20 * kUnit;
    if (wrong == Wrong::franchise_strict) franchise -= 1;
    if (insured <= franchise) continue;
    Money qualifying = insured - each;
    if (wrong == Wrong::deductible_before_limit) qualifying = std::min(exposure_of(i) - each, limit_of(i));
    if (wrong == Wrong::aggregate_before_each) qualifying = insured;
    const Money eroded = std::min(qualifying, aggregate);
    aggregate -= eroded;
    qualifying -= eroded;
    if (wrong == Wrong::aggregate_before_each) qualifying = std::max<Money>(qualifying - each, 0);
    const Money payable = std::min(qualifying * 9 / 10, liability);
    if (wrong != Wrong::liability_each_loss) liability -= payable;
    claims += payable;
  }
  return claims;
}

struct Sample {
  std::vector<double> values;  // in units

  double probability(double low, double high) const {  // P(low <= X <= high)
    const auto hit = std::count_if(values.begin(), values.end(), [&](double x) { return x >= low && x <= high; });
    return static_cast<double>(hit) / static_cast<double>(values.size());
  }
};

struct Exact {
  double mean, sd, var90, var95, var99, tvar99;
};

// How many of the comparisons fail; each at 4 standard errors.
int failures(const Sample& sample, const Exact& exact) {
  const double n = static_cast<double>(sample.values.size());
  double m1 = 0, m2 = 0, m4 = 0, tail = 0, tail_square = 0;
  for (const double x : sample.values) {
    const double d = x - exact.mean;
    m1 += d;
    m2 += d * d;
    m4 += d * d * d * d;
    const double above = std::max(x - exact.var99, 0.0);
    tail += above;
    tail_square += above * above;
  }
  m1 /= n, m2 /= n, m4 /= n, tail /= n, tail_square /= n;
  int failed = 0;
  const auto expect_near = [&](double estimate, double value, double error) {
    if (std::abs(estimate - value) > 4 * error + 1e-6) ++failed;
  };
  const double sd = std::sqrt(m2 - m1 * m1);
  expect_near(exact.mean + m1, exact.mean, exact.sd / std::sqrt(n));
  expect_near(sd, exact.sd, std::sqrt((m4 - m2 * m2) / n) / (2 * exact.sd));
  const double excess = exact.var99;  // TVaR = v + E(X - v)+ / (1 - p)
  expect_near(excess + tail / 0.01, exact.tvar99, std::sqrt((tail_square - tail * tail) / n) / 0.01);
  // v is VaR_p exactly when P(X < v) < p <= P(X <= v).
  for (const auto& [p, v] : {std::pair{0.90, exact.var90}, {0.95, exact.var95}, {0.99, exact.var99}}) {
    const double margin = 4 * std::sqrt(p * (1 - p) / n);
    if (sample.probability(-1e9, v - 1e-6) >= p + margin || sample.probability(-1e9, v + 1e-6) < p - margin) ++failed;
  }
  return failed;
}

const Exact kGross{104.3, 94.789504, 230, 280, 380, 438.443016};
const Exact kClaims{29.675673, 40.960340, 90, 130.5, 150, 150};
const Exact kRetained{74.624327, 62.589683, 157, 190, 260, 303.469184};

void require_probability(double estimate, double exact) {
  CHECK(std::abs(estimate - exact) <= 4 * std::sqrt(exact * (1 - exact) / static_cast<double>(kTrials)));
}

}  // namespace

TEST_CASE("P50 by simulation agrees with the exact distribution, and mistakes do not") {
  Book book;
  book.portfolio.exposure_book = true;
  for (std::size_t i = 0; i < kBuyers; ++i) {
    book.add(limit_of(i)).invoices = {{0, kNever, kNever, exposure_of(i), 0, false}};
  }
  const Policy policy(p50_terms(), book.portfolio, 365, {});
  PolicyWorkspace workspace;
  PolicyOutcome outcome;
  const std::vector<Wrong> mistakes{Wrong::deductible_before_limit, Wrong::franchise_strict,
                                    Wrong::aggregate_before_each, Wrong::liability_each_loss};
  Sample gross, claims, retained;
  std::vector<Sample> wrong(mistakes.size());
  std::uint64_t exhausted = 0;
  std::uint64_t unequal = 0;
  std::vector<BuyerLedger> ledgers;
  std::vector<std::size_t> failed;
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    ledgers.clear();
    failed.clear();
    Money lost = 0;
    for (std::uint32_t i = 0; i < kBuyers; ++i) {
      const PhiloxBlock words = draw(20260105, Purpose::default_rest, 0, i, trial);
      if (open_uniform(words[0], words[1]) >= default_probability_of(i)) continue;
      BuyerLedger ledger;
      ledger.buyer = i;
      ledger.default_day = 1 + static_cast<Day>(words[2] % 365);
      ledger.invoices = book.trial[i].invoices;
      ledgers.push_back(ledger);
      failed.push_back(i);
      lost += exposure_of(i);
    }
    policy.evaluate(ledgers, workspace, outcome);
    std::stable_sort(failed.begin(), failed.end(), [&](std::size_t a, std::size_t b) {
      const auto day = [&](std::size_t buyer) {
        return std::find_if(ledgers.begin(), ledgers.end(), [&](const BuyerLedger& l) { return l.buyer == buyer; })
            ->default_day;
      };
      return day(a) < day(b);
    });
    unequal += outcome.claims != claims_by_hand(failed, Wrong::nothing) ? 1 : 0;
    exhausted += outcome.liability_exhausted ? 1 : 0;
    const double unit = static_cast<double>(kUnit);
    gross.values.push_back(static_cast<double>(lost) / unit);
    claims.values.push_back(static_cast<double>(outcome.claims) / unit);
    retained.values.push_back(static_cast<double>(lost - outcome.claims) / unit);
    for (std::size_t k = 0; k < mistakes.size(); ++k) {
      wrong[k].values.push_back(static_cast<double>(claims_by_hand(failed, mistakes[k])) / unit);
    }
  }
  CHECK(unequal == 0);
  CHECK(failures(gross, kGross) == 0);
  CHECK(failures(claims, kClaims) == 0);
  CHECK(failures(retained, kRetained) == 0);
  require_probability(claims.probability(1e-6, 1e9), 0.550673);
  require_probability(static_cast<double>(exhausted) / static_cast<double>(kTrials), 0.029268);
  require_probability(gross.probability(0, 0), 0.216909);
  for (std::size_t k = 0; k < mistakes.size(); ++k) {
    INFO("mistake " << k);
    CHECK(failures(wrong[k], kClaims) > 0);
  }
}
