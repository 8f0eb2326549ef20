#include "bench/books.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "models/core/math/elementary.h"
#include "scenarios/load.h"
#include "tests/support/study_builder.h"

namespace delcredere::bench {
namespace {

constexpr std::uint64_t kSeed = 20260105;
constexpr Day kHorizon = 364;

/// Uniform in (0, 1), the same on every machine.
double uniform(std::mt19937_64& bits) { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }
double lognormal(std::mt19937_64& bits, double sigma) { return portable_exp(sigma * normal_quantile(uniform(bits))); }

}  // namespace

Study exposure_study(std::size_t grades, std::size_t sectors, std::uint64_t trials) {
  constexpr std::size_t buyers = 10'000;
  testing::StudyBuilder builder(trials, kSeed, testing::kYear);
  CreditParameters& credit = builder.base().credit;
  credit.lgd["default"] = {0.9, 0.1, 540};
  for (std::size_t k = 0; k < sectors; ++k) {
    const double share = sectors > 1 ? static_cast<double>(k) / static_cast<double>(sectors - 1) : 0.5;
    credit.dependence.sectors["sector" + std::to_string(k)] = {0.10 + 0.10 * share, {}};
  }
  double sum = 0;
  for (std::size_t g = 0; g < grades; ++g) sum += static_cast<double>(std::uint64_t{1} << g);
  std::mt19937_64 bits(kSeed);
  for (std::size_t i = 0; i < buyers; ++i) {
    const std::size_t bucket = bits() % (grades * sectors);
    const double weight = static_cast<double>(std::uint64_t{1} << bucket % grades);
    const double pd = 0.01 * weight * static_cast<double>(grades) / sum;
    const auto exposure = static_cast<Money>(100'000.0 * lognormal(bits, 1.0));
    Buyer& buyer = builder.exposure(pd, exposure, 1.0, "sector" + std::to_string(bucket / grades));
    buyer.lgd.reset();
  }
  return builder.build();
}

Study payment_study(bool managed, std::uint64_t trials) {
  constexpr std::size_t buyers = 2'000, invoices = 65'536;
  testing::StudyBuilder builder(trials, kSeed, kHorizon);
  builder.over(kHorizon, "week", 7);
  builder.base().payment.buyer_effect = 0.3;
  builder.base().payment.sector_effect = 0.1;
  builder.base().payment.segments["default"] = {0.35, LognormalDelay{18.0, 22.0}};
  if (managed) builder.base().credit_management = {Dunning{15, 0.8, false}, SupplyStop{45, false}};

  std::mt19937_64 bits(kSeed);
  std::array<double, buyers> size{};
  double total = 0;
  for (double& s : size) total += s = lognormal(bits, 0.8);
  double so_far = 0;
  std::size_t made = 0;
  for (std::size_t i = 0; i < buyers; ++i) {
    builder.buyer(0.01, "sector" + std::to_string(i % 8));
    so_far += size[i];
    const auto until = i + 1 == buyers ? invoices : static_cast<std::size_t>(so_far / total * invoices);
    std::vector<std::pair<Day, Day>> days;
    for (; made < until; ++made) {
      const Day issue = 1 + static_cast<Day>(bits() % kHorizon);
      const Day terms = std::array<Day, 3>{14, 30, 60}[bits() % 3];
      days.emplace_back(issue, issue + terms);
    }
    std::sort(days.begin(), days.end());
    for (const auto& [issue, due] : days)
      builder.invoice(issue, due, 100 + static_cast<Money>(200'000.0 * lognormal(bits, 0.7)));
  }
  return builder.build();
}

void set_structures(Study& study, std::size_t count) {
  std::vector<PolicyTerms> policies;
  for (std::size_t n = 0; n < count; ++n) {
    PolicyTerms terms;
    const auto k = static_cast<std::int64_t>(n);
    terms.name = "structure" + std::to_string(n);
    terms.cover.year_starts = {0, 365};
    terms.insured_percentage.policy = {75 + k % 4 * 5, 2};
    terms.non_qualifying_loss = 100'000 * (k % 3);
    terms.each_first_loss.amount = 50'000 * (k % 5);
    terms.aggregate_first_loss.amount = 1'000'000 * (k % 7);
    terms.minimum_retention = 100'000 * (k % 2);
    if (k % 3 != 0) terms.maximum_liability = MaximumLiability{400'000'000 + 10'000'000 * k, {}, false};
    if (k % 4 == 1) {
      terms.limits.present = true;
      terms.limits.discretionary = DiscretionaryLimit{10'000'000 + 100'000 * k, {}};
    }
    terms.premium.flat = 4'000'000 - 10'000 * k;
    policies.push_back(terms);
  }
  for (Scenario& scenario : study.scenarios) scenario.policies = policies;
  study.base.policies = policies;
}

Study quickstart_base(std::uint64_t trials) {
  LoadOptions options;
  options.scenarios = {"base"};
  options.trials = std::to_string(trials);
  return load_study(DELCREDERE_SOURCE_DIR "/configs/quickstart.yaml", options).study;
}

}  // namespace delcredere::bench
