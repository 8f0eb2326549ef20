// Policies side by side: the events that a group shares, and plain policies reckoned many at once, give the integers of
// Policy::evaluate on random policies and books, with every instruction set.

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "models/core/error.h"
#include "models/insurance/insured_events.h"
#include "models/insurance/policy_groups.h"
#include "sim/blocks/plain_settlement.h"
#include "sim/fast/kernels.h"
#include "tests/insurance/random_case.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

using Bits = std::mt19937_64;

template <class T>
T one_of(Bits& bits, std::initializer_list<T> values) {
  return values.begin()[bits() % values.size()];
}
bool chance(Bits& bits, std::uint64_t percent_value) { return bits() % 100 < percent_value; }

/// The sample's policy with other amounts and percentages; most are plain.
PolicyTerms variant(const RandomCase& sample, Bits& bits) {
  PolicyTerms terms = sample.terms;
  const auto amount = [&](std::uint64_t most) { return static_cast<Money>(bits() % (most + 1)) * sample.scale; };
  if (chance(bits, 85)) {
    terms.cover.basis = CoverBasis::losses_occurring;
    terms.sharing = RecoverySharing::pro_rata_total;
    terms.each_first_loss.basis = terms.aggregate_first_loss.basis = DeductibleBasis::loss;
    terms.limits.excess_of.clear();
    terms.limits.dated.clear();
    terms.buyer_cap = terms.country_cap = {};
    if (chance(bits, 50)) terms.insured_percentage.column = false;
    if (terms.maximum_liability) terms.maximum_liability->reinstate = false;
  }
  if (terms.limits.present && chance(bits, 50)) {
    terms.limits.column = chance(bits, 40);
    terms.limits.discretionary = DiscretionaryLimit{amount(200) + 1, std::nullopt};
    if (chance(bits, 50)) terms.limits.discretionary->insured_percentage = Decimal{8, 1};
  }
  if (chance(bits, 60))
    terms.insured_percentage.policy = one_of<Decimal>(bits, {{9, 1}, {85, 2}, {5, 1}, {1, 0}, {0, 0}, {3333, 4}});
  if (chance(bits, 40)) terms.non_qualifying_loss = amount(30);
  if (chance(bits, 40)) terms.each_first_loss.amount = amount(20);
  if (chance(bits, 60)) terms.aggregate_first_loss.amount = amount(150);
  if (chance(bits, 30)) terms.minimum_retention = amount(40);
  if (chance(bits, 30)) terms.buyer_cap.fallback = amount(100);
  if (chance(bits, 50)) terms.maximum_liability = MaximumLiability{amount(300), {}, false};
  if (chance(bits, 20)) terms.recovery_cost = one_of<Decimal>(bits, {{1, 1}, {0, 0}, {125, 3}});
  terms.settlement = static_cast<Day>(bits() % 60);
  return terms;
}

ScenarioFlows flows_of(const std::vector<BuyerLedger>& ledgers) {
  ScenarioFlows flows;
  for (const BuyerLedger& ledger : ledgers) {
    if (ledger.default_day == kNever) continue;
    Money exposure = 0;
    for (const LedgerInvoice& invoice : ledger.invoices)
      if (invoice.paid == kNever) exposure += invoice.amount;
    flows.failed.push_back({ledger.buyer, ledger.default_day, ledger.cause, exposure,
                            std::min(ledger.recovered, exposure), ledger.recovery_day});
  }
  return flows;
}

bool same(const PolicyOutcome& a, const PolicyOutcome& b) {
  if (a.claims != b.claims || a.insurer_recovered != b.insurer_recovered || a.events.size() != b.events.size())
    return false;
  for (std::size_t i = 0; i < a.events.size(); ++i) {
    const PolicyEvent &x = a.events[i], &y = b.events[i];
    if (x.buyer != y.buyer || x.date_of_loss != y.date_of_loss || x.paid != y.paid || x.cash_day != y.cash_day ||
        x.insured_loss != y.insured_loss || x.insurer_recovered != y.insurer_recovered)
      return false;
  }
  return a.liability_exhausted == b.liability_exhausted;
}

/// Results of one policy in one trial, as the statistics want them.
struct Figures {
  Money claims = 0, recovered = 0, largest_claim = 0, largest_insured = 0, largest_retained = 0;
  bool exhausted = false;
  friend bool operator==(const Figures&, const Figures&) = default;
};

Figures plainly(const PolicyOutcome& outcome, const PolicyTerms& terms, const ScenarioFlows& flows) {
  Figures figures{outcome.claims, outcome.insurer_recovered, 0, 0, 0, outcome.liability_exhausted};
  std::map<std::uint32_t, Money> retained;
  for (const FailedBuyer& failed : flows.failed)
    retained[failed.buyer] = failed.exposure - failed.recovered +
                             static_cast<Money>(divide_half_even(scaled_product(failed.recovered, terms.recovery_cost),
                                                                 terms.recovery_cost.denominator()));
  for (const PolicyEvent& event : outcome.events) {
    const Money insured = event.paid - event.insurer_recovered;
    figures.largest_claim = std::max(figures.largest_claim, event.paid);
    figures.largest_insured = std::max(figures.largest_insured, insured);
    retained[event.buyer] += event.in_production - insured;
  }
  for (const auto& [buyer, loss] : retained) figures.largest_retained = std::max(figures.largest_retained, loss);
  return figures;
}

struct Tally {
  int differing = 0, shared = 0, batched = 0, paying = 0, recovering = 0, refused = 0;
};

void compare(std::uint64_t seed, Tally& tally) {
  Bits bits(seed);
  const RandomCase sample = random_case(seed);
  std::vector<PolicyTerms> terms;
  std::vector<Policy> policies;
  for (int n = 0; n < 12; ++n) {
    const PolicyTerms one = variant(sample, bits);
    try {
      policies.emplace_back(one, sample.book.portfolio, sample.horizon, sample.premiums,
                            one.limits.excess_of.empty() ? nullptr : &sample.primary);
      terms.push_back(one);
    } catch (const Error&) {  // terms that contradict each other
    }
  }
  const std::vector<BuyerLedger> ledgers = sample.book.ledgers();
  const ScenarioFlows flows = flows_of(ledgers);
  std::vector<const Policy*> pointers;
  for (const Policy& policy : policies) pointers.push_back(&policy);
  PolicyWorkspace workspace;
  PolicyOutcome alone, shared;
  EventList events;
  DebtOrders orders;
  orders.begin(ledgers);
  PlainSettlement plain(sample.book.portfolio.buyers.size());
  std::size_t seen = 0;
  for (const PolicyGroup& group : group_policies(pointers, std::vector<bool>(policies.size(), false))) {
    const Policy& finder = policies[group.first];
    finder.find_events(ledgers, orders, workspace, events);
    plain.take(finder.tables(), events, flows);
    const auto check_single = [&](std::uint32_t p) {
      policies[p].evaluate(ledgers, workspace, alone);
      policies[p].evaluate(events, workspace, shared);
      tally.differing += !same(alone, shared);
      tally.shared += p != group.first && !events.events.empty();
      ++seen;
    };
    for (const std::uint32_t p : group.single) check_single(p);
    for (const PlainBatch& batch : group.plain) {
      for (const std::uint32_t p : batch.policies) check_single(p);
      if (!plain.settle(batch, events, flows)) {
        ++tally.refused;
        continue;
      }
      for (std::size_t i = 0; i < batch.policies.size(); ++i) {
        const std::uint32_t p = batch.policies[i];
        policies[p].evaluate(ledgers, workspace, alone);
        const fast::PlainSums& sums = plain.sums();
        const Figures got{static_cast<Money>(sums.claims[i]),           static_cast<Money>(sums.recovered[i]),
                          static_cast<Money>(sums.largest_claim[i]),    static_cast<Money>(sums.largest_insured[i]),
                          static_cast<Money>(sums.largest_retained[i]), sums.exhausted[i] != 0.0};
        tally.differing += !(got == plainly(alone, terms[p], flows));
        tally.batched += batch.policies.size() > 1;
        tally.paying += alone.claims > 0;
        tally.recovering += alone.insurer_recovered > 0;
      }
    }
  }
  REQUIRE(seen == policies.size());
}

}  // namespace

TEST_CASE("policies in groups agree with each alone", "[groups]") {
  const auto target = GENERATE(fast::SimdTarget::scalar, fast::SimdTarget::avx2, fast::SimdTarget::avx512);
  fast::limit_simd(target);
  Tally tally;
  std::uint64_t first_differing = 0;
  for (std::uint64_t seed = 1; seed <= 6'000; ++seed) {
    compare(seed, tally);
    if (tally.differing > 0 && first_differing == 0) first_differing = seed;
  }
  fast::limit_simd(fast::SimdTarget::avx512);
  INFO("first differing case: " << first_differing);
  CHECK(tally.differing == 0);
  // The comparison means nothing unless many share, pay and recover.
  CHECK(tally.shared > 5'000);
  CHECK(tally.batched > 10'000);
  CHECK(tally.paying > 3'000);
  CHECK(tally.recovering > 1'000);
  CHECK(tally.refused > 10);
}

TEST_CASE("quotients at and beside a half are rounded half to even by the kernel", "[groups]") {
  // One event, one policy: percentage n/d of a loss x, and recoveries R paid / A, against exact integers.
  Bits bits(7);
  for (int round = 0; round < 200'000; ++round) {
    const Money scale = one_of<Money>(bits, {1, 1, 1'000, 1'000'000'007});
    const Money debt = 1 + static_cast<Money>(bits() % 4'000) * scale;
    const Money ascertained = debt + static_cast<Money>(bits() % 50);
    const Money recovered = static_cast<Money>(bits() % static_cast<std::uint64_t>(ascertained + 1));
    const Money cap = one_of<Money>(bits, {kUnlimited, ascertained / 2, debt / 3});
    const std::int64_t percentage = one_of<std::int64_t>(bits, {50, 85, 90, 33, 100});
    PlainBatch batch;
    batch.policies = {0};
    batch.width = PlainBatch::kPadding;
    const auto column = [&](double value) { return std::vector<double>(batch.width, value); };
    batch.limit = column(1e300);
    batch.each_first_loss = batch.minimum_retention = batch.aggregate_left = column(0);
    batch.buyer_cap = column(1e300);
    batch.liability_left = column(static_cast<double>(cap));
    batch.denominator = column(100);
    batch.non_qualifying_loss.assign(2, column(0));
    batch.percentage.assign(2, column(static_cast<double>(percentage)));
    batch.share.assign(2, column(static_cast<double>(percentage) / 100.0));
    fast::PlainEvent event;
    event.debt = static_cast<double>(debt);
    event.recovered = static_cast<double>(recovered);
    event.ascertained = static_cast<double>(ascertained);
    event.ratio = event.recovered / event.ascertained;
    event.whole_recovered = recovered;
    event.whole_ascertained = ascertained;
    const Money paid =
        std::min<Money>(cap, static_cast<Money>(divide_half_even(static_cast<Int128>(debt) * percentage, 100)));
    const auto back = static_cast<Money>(divide_half_even(static_cast<Int128>(recovered) * paid, ascertained));
    const bool fits = event.recovered * event.debt < fast::kLargestProduct;
    for (const bool wide : {false, true}) {
      if (!wide && !fits) continue;
      fast::PlainSums sums;
      fast::settle_plain(batch, {&event, 1}, wide, 0.0, sums);
      const bool right =
          static_cast<Money>(sums.claims[0]) == paid && static_cast<Money>(sums.recovered[0]) == std::min(back, paid);
      if (!right) FAIL("debt " << debt << " of " << ascertained << ", recovered " << recovered << ", wide " << wide);
    }
  }
}
