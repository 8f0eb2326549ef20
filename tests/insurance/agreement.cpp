// The policy core against the plain evaluator on random policies and books: dates, debts, claims, cash days and every
// recovery payment, to the minor unit. Deliberate mistakes must be caught by the same comparison.

#include <catch2/catch.hpp>

#include "tests/insurance/plain_evaluator.h"
#include "tests/insurance/random_case.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

bool same(const PolicyOutcome& fast, const PlainOutcome& plain) {
  if (fast.claims != plain.claims || fast.events.size() != plain.events.size()) return false;
  for (std::size_t i = 0; i < fast.events.size(); ++i) {
    const PolicyEvent& event = fast.events[i];
    const PlainEvent& other = plain.events[i];
    if (event.buyer != other.buyer || event.rejection != other.rejection || event.date_of_loss != other.date_of_loss ||
        (!event.rejection && event.cause != other.cause) || event.ascertained != other.ascertained ||
        event.insured_loss != other.insured_loss || event.paid != other.paid || event.cash_day != other.cash_day) {
      return false;
    }
    const auto recoveries = fast.recoveries_of(event);
    if (recoveries.size() != other.recoveries.size()) return false;
    Money total = 0;
    for (std::size_t k = 0; k < recoveries.size(); ++k) {
      const RecoveryPayment& a = recoveries[k];
      const RecoveryPayment& b = other.recoveries[k];
      if (a.received != b.received || a.passed_on != b.passed_on || a.amount != b.amount) return false;
      total += a.amount;
    }
    if (total != event.insurer_recovered) return false;
  }
  return true;
}

struct Tally {
  int differing = 0;
  int events = 0;
  int paying = 0;
  int recovering = 0;
  int political = 0;
  int orders = 0;
  int rejections = 0;  ///< that pay
  std::uint64_t first_differing = 0;
};

Tally compare(std::uint64_t cases, Mistake mistake) {
  Tally tally;
  PolicyWorkspace workspace;
  PolicyOutcome outcome;
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    const RandomCase sample = random_case(seed);
    const Policy policy(sample.terms, sample.book.portfolio, sample.horizon, sample.premiums, sample.primary_terms());
    policy.evaluate(sample.book.ledgers(), workspace, outcome);
    const PlainOutcome plain =
        evaluate_plainly(sample.terms, sample.book, sample.horizon, sample.premiums, sample.primary_terms(), mistake);
    if (!same(outcome, plain)) {
      if (tally.differing == 0) tally.first_differing = seed;
      ++tally.differing;
    }
    tally.events += static_cast<int>(outcome.events.size());
    for (const PolicyEvent& event : outcome.events) {
      tally.paying += event.paid > 0 ? 1 : 0;
      tally.political += !event.rejection && event.cause == DefaultCause::political ? 1 : 0;
      tally.orders += event.in_production > 0 ? 1 : 0;
      tally.rejections += event.rejection && event.paid > 0 ? 1 : 0;
      tally.recovering += event.recovery_count > 0 ? 1 : 0;
    }
  }
  return tally;
}

}  // namespace

TEST_CASE("policy core agrees with the plain evaluator on random books") {
  const Tally tally = compare(60'000, Mistake::none);
  INFO("first differing case: " << tally.first_differing);
  CHECK(tally.differing == 0);
  // The comparison means nothing unless many cases lose, pay and recover.
  CHECK(tally.events > 30'000);
  CHECK(tally.paying > 10'000);
  CHECK(tally.recovering > 5'000);
  CHECK(tally.political > 1'000);
  CHECK(tally.orders > 1'000);
  CHECK(tally.rejections > 1'000);
}

TEST_CASE("the comparison catches deliberate mistakes") {
  const auto mistake = GENERATE(
      Mistake::deductible_before_limit, Mistake::lgd_twice, Mistake::strict_franchise, Mistake::latest_due_first,
      Mistake::ceilings_before_aggregate, Mistake::limit_never_revolves, Mistake::extension_strict, Mistake::half_up,
      Mistake::deadline_ignored, Mistake::political_after_the_stop, Mistake::orders_at_full_cost, Mistake::no_notice,
      Mistake::political_last, Mistake::rejection_by_itself, Mistake::rejection_after_loss,
      Mistake::rejection_of_own_cap, Mistake::rejection_paid_in_full, Mistake::rejection_later);
  CHECK(compare(3'000, mistake).differing > 0);
}
