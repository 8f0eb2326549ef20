// What is always true of a policy, on random policies and books (docs/policy.md, "What always holds").

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/insurance/random_case.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr std::uint64_t kCases = 12'000;

PolicyOutcome evaluate(const RandomCase& sample) {
  return sample.book.evaluate(sample.terms, sample.horizon, sample.primary_terms(), sample.premiums);
}

Money largest_limit(const RandomCase& sample, std::uint32_t buyer) {
  const Limits& limits = sample.terms.limits;
  if (!limits.present) return kUnlimited;
  Money largest = limits.discretionary ? limits.discretionary->amount : 0;
  if (limits.column) largest = std::max(largest, sample.book.portfolio.buyers[buyer].insured_limit.value_or(0));
  for (const DatedLimit& entry : limits.dated) {
    if (entry.buyer == buyer) largest = std::max(largest, entry.amount.value_or(0));
  }
  return largest;
}

void use_one_percentage(RandomCase& sample) {
  sample.terms.insured_percentage.insolvency.reset();
  sample.terms.insured_percentage.protracted_default.reset();
  sample.terms.insured_percentage.political.reset();
  if (sample.terms.goods_rejection) sample.terms.goods_rejection->insured_percentage.reset();
  if (sample.terms.limits.discretionary) sample.terms.limits.discretionary->insured_percentage.reset();
}

Decimal percentage_of(const RandomCase& sample, std::uint32_t buyer) {
  const auto& own = sample.book.portfolio.buyers[buyer].insured_percentage;
  return sample.terms.insured_percentage.column && own ? *own : sample.terms.insured_percentage.policy;
}

Int128 power(int scale) {
  Int128 value = 1;
  while (scale-- > 0) value *= 10;
  return value;
}

// Fixed dates of loss in one policy year, no franchise, no reinstatement, one percentage per buyer.
RandomCase monotone_case(std::uint64_t seed) {
  RandomCase sample = random_case(seed);
  use_one_percentage(sample);
  PolicyTerms& terms = sample.terms;
  terms.cover.basis = CoverBasis::losses_occurring;
  terms.cover.from = 0;
  terms.cover.years = 1;
  terms.cover.year_starts = {0, 400};
  terms.non_qualifying_loss = 0;
  terms.max_extension.reset();
  terms.max_terms.reset();
  terms.insolvency = CauseTerms{0};
  terms.political.reset();
  terms.pre_shipment.reset();
  terms.goods_rejection.reset();
  if (terms.maximum_liability) terms.maximum_liability->reinstate = false;
  if (terms.maximum_liability && !terms.maximum_liability->amount) terms.maximum_liability.reset();
  // The column would raise the primary's limits too, and so lower what lies above them.
  if (sample.primary.limits.column) terms.limits.excess_of.clear();
  sample.book.portfolio.exposure_book = true;
  Day day = 1;
  for (TrialBuyer& buyer : sample.book.trial) {
    if (buyer.invoices.empty()) buyer.invoices.resize(1, {0, kNever, kNever, 50, 0, false});
    buyer.invoices = {{0, kNever, kNever, buyer.invoices[0].amount, 0, false}};
    buyer.rejections.clear();
    buyer.cause = DefaultCause::insolvency;
    buyer.default_day = day += static_cast<Day>(seed % 2);
    buyer.recovered = 0;
  }
  return sample;
}

}  // namespace

TEST_CASE("claims are never negative, above the debt, the liability or the insured share") {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    RandomCase sample = random_case(1'000'000 + seed);
    use_one_percentage(sample);
    const PolicyOutcome outcome = evaluate(sample);
    std::vector<Int128> by_year(static_cast<std::size_t>(sample.terms.cover.years), 0);
    bool ok = true;
    for (const PolicyEvent& event : outcome.events) {
      const Decimal pct = percentage_of(sample, event.buyer);
      ok = ok && event.paid >= 0 && event.paid <= event.ascertained && event.insured_loss <= event.ascertained;
      ok = ok && event.insured_loss <= largest_limit(sample, event.buyer);
      // paid <= pct D + half a unit for each policy year that pays
      ok = ok && 2 * (Int128{event.paid} * power(pct.scale) - Int128{event.insured_loss} * pct.mantissa) <=
                     sample.terms.cover.years * power(pct.scale);
      ok = ok && event.insurer_recovered >= 0 && event.insurer_recovered <= event.paid;
      ok = ok && event.date_of_loss >= 1 && event.date_of_loss <= sample.horizon;
      for (const RecoveryPayment& recovery : outcome.recoveries_of(event)) {
        ok = ok && recovery.amount > 0 && recovery.passed_on >= event.cash_day;
      }
      const std::vector<Day>& starts = sample.terms.cover.year_starts;
      if (sample.terms.cover.basis == CoverBasis::losses_occurring) {
        const auto year = std::lower_bound(starts.begin(), starts.end(), event.date_of_loss) - starts.begin() - 1;
        ok = ok && year >= 0 && year < sample.terms.cover.years;
        if (ok) by_year[static_cast<std::size_t>(year)] += event.paid;
      }
    }
    const auto& liability = sample.terms.maximum_liability;
    if (liability && liability->amount && !liability->reinstate) {
      for (const Int128 claims : by_year) ok = ok && claims <= *liability->amount;
      ok = ok && outcome.claims <= Int128{*liability->amount} * sample.terms.cover.years;
    }
    INFO("case " << seed);
    REQUIRE(ok);
  }
}

TEST_CASE("claims rise weakly with loss, limit, percentage and liability, fall weakly with the deductibles") {
  int changed = 0;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    const RandomCase sample = monotone_case(2'000'000 + seed);
    const Money claims = evaluate(sample).claims;
    const Money step =
        1 + static_cast<Money>(seed % 97) * std::max<Money>(1, sample.book.trial[0].invoices[0].amount / 50);
    const auto after = [&](const auto& change) {
      RandomCase other = sample;
      change(other);
      const Money result = evaluate(other).claims;
      changed += result != claims ? 1 : 0;
      return result;
    };
    INFO("case " << seed);
    const std::size_t buyer = seed % sample.book.trial.size();
    REQUIRE(after([&](RandomCase& c) { c.book.trial[buyer].invoices[0].amount += step; }) >= claims);
    REQUIRE(after([&](RandomCase& c) {
              for (Buyer& b : c.book.portfolio.buyers) {
                if (b.insured_limit) *b.insured_limit += step;
              }
              for (DatedLimit& entry : c.terms.limits.dated) {
                if (entry.amount) *entry.amount += step;
              }
            }) >= claims);
    REQUIRE(after([&](RandomCase& c) {
              if (c.terms.insured_percentage.policy == Decimal{333, 3}) c.terms.insured_percentage.policy = {5, 1};
              if (c.terms.insured_percentage.policy == Decimal{85, 2}) c.terms.insured_percentage.policy = {9, 1};
              if (c.terms.insured_percentage.policy == Decimal{}) c.terms.insured_percentage.policy = {75, 2};
            }) >= claims);
    REQUIRE(after([&](RandomCase& c) {
              if (c.terms.maximum_liability) *c.terms.maximum_liability->amount += step;
            }) >= claims);
    REQUIRE(after([&](RandomCase& c) { c.terms.each_first_loss.amount += step; }) <= claims);
    REQUIRE(after([&](RandomCase& c) { c.terms.aggregate_first_loss.amount += step; }) <= claims);
  }
  CHECK(changed > 1'000);
}

TEST_CASE("scaling all money scales all results up to rounding") {
  constexpr Money kScale = 1'000;
  const auto scale = [](Money& amount) { amount *= kScale; };
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    RandomCase sample = random_case(3'000'000 + seed);
    // Costs of orders and limits that are cut are rounded before anything else: what follows need not be close.
    sample.terms.pre_shipment.reset();
    for (PolicyTerms* terms : {&sample.terms, &sample.primary}) terms->limit_actions.clear();
    if (sample.scale > 1'000'000) continue;  // leaves int64 when scaled
    RandomCase large = sample;
    for (PolicyTerms* terms : {&large.terms, &large.primary}) {
      for (Money* amount : {&terms->non_qualifying_loss, &terms->each_first_loss.amount,
                            &terms->aggregate_first_loss.amount, &terms->minimum_retention}) {
        scale(*amount);
      }
      for (CapTable* table : {&terms->buyer_cap, &terms->country_cap}) {
        if (table->fallback) scale(*table->fallback);
        for (auto& entry : table->by_key) scale(entry.second);
      }
      for (DatedLimit& entry : terms->limits.dated) {
        if (entry.amount) scale(*entry.amount);
      }
      if (terms->limits.discretionary) scale(terms->limits.discretionary->amount);
      if (terms->maximum_liability && terms->maximum_liability->amount) scale(*terms->maximum_liability->amount);
    }
    for (Money& premium : large.premiums) scale(premium);
    scale(large.terms.state.aggregate_first_loss_used);
    scale(large.terms.state.liability_used);
    for (auto& entry : large.terms.state.country_cap_used) scale(entry.second);
    for (Buyer& buyer : large.book.portfolio.buyers) {
      if (buyer.insured_limit) scale(*buyer.insured_limit);
    }
    for (TrialBuyer& buyer : large.book.trial) {
      scale(buyer.recovered);
      for (LedgerInvoice& invoice : buyer.invoices) {
        scale(invoice.amount);
      }
      for (Rejection& rejection : buyer.rejections) {
        scale(rejection.loss);
        scale(rejection.resale);
      }
    }
    const PolicyOutcome small_outcome = evaluate(sample);
    const PolicyOutcome large_outcome = evaluate(large);
    REQUIRE(small_outcome.events.size() == large_outcome.events.size());
    const auto payments = static_cast<Money>(small_outcome.recoveries.size() + 1) +
                          static_cast<Money>(small_outcome.events.size()) * (sample.terms.cover.years + 1);
    for (std::size_t i = 0; i < small_outcome.events.size(); ++i) {
      INFO("case " << seed);
      REQUIRE(large_outcome.events[i].insured_loss == kScale * small_outcome.events[i].insured_loss);
      REQUIRE(large_outcome.events[i].ascertained == kScale * small_outcome.events[i].ascertained);
    }
    INFO("case " << seed);
    REQUIRE(std::abs(large_outcome.claims - kScale * small_outcome.claims) <= kScale * payments);
    ++compared;
  }
  CHECK(compared > 8'000);
}

TEST_CASE("without deductibles and ceilings claims are the percentage of debt up to the limit") {
  int paying = 0;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    RandomCase sample = random_case(4'000'000 + seed);
    const Cover cover = sample.terms.cover;
    PolicyTerms terms;
    terms.cover = cover;
    terms.cover.basis = CoverBasis::losses_occurring;
    terms.insured_percentage.policy = sample.terms.insured_percentage.policy;
    terms.protracted_default.reset();
    if (seed % 2 == 0) terms = with_limit_column(terms);
    for (TrialBuyer& buyer : sample.book.trial) {
      for (LedgerInvoice& invoice : buyer.invoices) invoice.disputed = invoice.rejected = false;
      buyer.rejections.clear();
    }
    const PolicyOutcome outcome = sample.book.evaluate(terms, sample.horizon);
    for (const PolicyEvent& event : outcome.events) {
      const auto& limit = sample.book.portfolio.buyers[event.buyer].insured_limit;
      const Money insured = std::min(event.ascertained, terms.limits.present ? limit.value_or(0) : event.ascertained);
      const Decimal pct = terms.insured_percentage.policy;
      INFO("case " << seed);
      REQUIRE(event.paid == static_cast<Money>(divide_half_even(Int128{insured} * pct.mantissa, power(pct.scale))));
      paying += event.paid > 0 ? 1 : 0;
    }
  }
  CHECK(paying > 3'000);
}

TEST_CASE("the order of the ledgers does not matter, and a workspace carries nothing over") {
  PolicyWorkspace workspace;
  PolicyOutcome forward;
  PolicyOutcome backward;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    const RandomCase sample = random_case(5'000'000 + seed);
    const Policy policy(sample.terms, sample.book.portfolio, sample.horizon, sample.premiums, sample.primary_terms());
    std::vector<BuyerLedger> ledgers = sample.book.ledgers();
    policy.evaluate(ledgers, workspace, forward);
    std::reverse(ledgers.begin(), ledgers.end());
    policy.evaluate(ledgers, workspace, backward);
    INFO("case " << seed);
    REQUIRE(forward.events.size() == backward.events.size());
    bool same = forward.claims == backward.claims && forward.insurer_recovered == backward.insurer_recovered;
    for (std::size_t i = 0; i < forward.events.size(); ++i) {
      same = same && forward.events[i].buyer == backward.events[i].buyer &&
             forward.events[i].paid == backward.events[i].paid;
    }
    REQUIRE(same);
  }
}

TEST_CASE("a buyer without default whose payments respect the shortest wait has no event") {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    RandomCase sample = random_case(6'000'000 + seed);
    sample.terms.goods_rejection.reset();
    const Policy policy(sample.terms, sample.book.portfolio, sample.horizon, sample.premiums, sample.primary_terms());
    for (TrialBuyer& buyer : sample.book.trial) {
      buyer.default_day = kNever;
      buyer.recovered = 0;
      for (LedgerInvoice& invoice : buyer.invoices) {
        const Day wait = std::min(policy.shortest_wait(), policy.political_wait());
        if (wait != kNever) invoice.paid = std::min(invoice.paid, invoice.due + wait);
      }
    }
    PolicyWorkspace workspace;
    PolicyOutcome outcome;
    policy.evaluate(sample.book.ledgers(), workspace, outcome);
    INFO("case " << seed);
    REQUIRE(outcome.events.empty());
  }
}
