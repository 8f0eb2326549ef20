// The quick question whether a late payer matters, against first_unsettled(), which policies ask.

#include "models/insurance/settled_in_time.h"

#include <catch2/catch.hpp>
#include <random>

#include "models/insurance/ascertained_debt.h"

using namespace delcredere;

TEST_CASE("stays_open agrees with the first day on which a policy finds unsettled debt", "[insurance]") {
  std::mt19937 bits(41);
  const auto below = [&](int n) { return static_cast<int>(bits() % static_cast<unsigned>(n)); };
  constexpr Day last_day = 364;
  int open = 0, settled_late = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Day wait = 30 + below(150);
    std::vector<LedgerInvoice> invoices;
    DebtColumns columns;
    const int count = 1 + below(12);
    bool late = false;
    for (int k = 0; k < count; ++k) {
      const Day issue = below(300) - 60, due = issue + below(90);
      // Many pay on time or early, some late, some never.
      const Day delay = below(3) == 0 ? below(400) : below(20) - 10;
      const Day paid = below(15) == 0 ? kNever : std::max({due + delay, issue, Day{1}});
      const Money amount = 1 + below(4) * 1000;
      invoices.push_back({issue, due, paid, amount, static_cast<std::uint32_t>(k), false});
      late = late || paid > due + wait;
    }
    std::shuffle(invoices.begin(), invoices.end(), bits);
    for (const LedgerInvoice& one : invoices) columns.add(one.amount, one.due, one.paid);
    BuyerLedger ledger{};
    ledger.default_day = kNever;
    ledger.invoices = invoices;
    DebtOrder order;
    order.arrange(ledger);
    const bool truth = first_unsettled(order, {wait}, {}) <= last_day;
    REQUIRE(stays_open(columns, wait, last_day) == truth);
    open += truth;
    settled_late += late && !truth;
  }
  CHECK(open > 2'000);
  CHECK(settled_late > 500);  // later payments settled what was late
}
