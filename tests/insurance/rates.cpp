// Debts in a currency whose rate moves, on random policies and books.

#include <catch2/catch.hpp>

#include "tests/insurance/random_case.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

struct Evaluated {
  PolicyOutcome outcome;
  /// Everything in one list, so that two outcomes are compared at once.
  std::vector<std::int64_t> all() const {
    std::vector<std::int64_t> list{outcome.claims, outcome.insurer_recovered, outcome.liability_exhausted};
    for (const PolicyEvent& e : outcome.events)
      for (const std::int64_t value : {std::int64_t{e.buyer}, std::int64_t{e.date_of_loss}, e.ascertained,
                                       e.insured_loss, e.paid, std::int64_t{e.cash_day}, e.insurer_recovered})
        list.push_back(value);
    for (const RecoveryPayment& r : outcome.recoveries)
      for (const std::int64_t value : {std::int64_t{r.received}, std::int64_t{r.passed_on}, r.amount})
        list.push_back(value);
    return list;
  }
};

/// The case with every debt times `factor`, in a currency with these rates (none: in base currency).
Evaluated evaluate(RandomCase sample, Money factor, const RatesByCurrency& rates) {
  for (TrialBuyer& buyer : sample.book.trial) {
    buyer.recovered *= 5;
    buyer.orders.clear();
    for (LedgerInvoice& invoice : buyer.invoices) {
      invoice.amount *= factor;
      if (!rates.empty()) invoice.currency = 1;
    }
  }
  const Policy policy(sample.terms, sample.book.portfolio, sample.horizon, sample.premiums, sample.primary_terms());
  std::vector<BuyerLedger> ledgers = sample.book.ledgers();
  for (BuyerLedger& ledger : ledgers) ledger.rates = rates;
  PolicyWorkspace workspace;
  Evaluated result;
  policy.evaluate(ledgers, workspace, result.outcome);
  return result;
}

}  // namespace

TEST_CASE("four units of a currency that is worth 1.25 are five", "[fx]") {
  int paying = 0, moved = 0;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    const RandomCase sample = random_case(5'000'000 + seed);
    if (sample.scale > 1'000'000) continue;  // five times as much must fit
    const auto days = static_cast<std::size_t>(sample.horizon) + 1;
    const RatesByCurrency dear{RatesByDay(days, kOnePart + kOnePart / 4)}, par{RatesByDay(days, kOnePart)};
    const std::vector<std::int64_t> five = evaluate(sample, 5, {}).all(), four = evaluate(sample, 4, {}).all();
    INFO("case " << seed);
    REQUIRE(evaluate(sample, 4, dear).all() == five);
    REQUIRE(evaluate(sample, 4, par).all() == four);
    paying += five.front() > 0;
    moved += five != four;
  }
  CHECK(paying > 200);  // the comparison is of something
  CHECK(moved > 200);
}
