// Debt in columns against the sentences of ascertained_debt.h, followed invoice by invoice; small ledgers and large
// ones, several questions to one arranged ledger.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <tuple>

#include "models/insurance/ascertained_debt.h"

using namespace delcredere;

namespace {

using Bits = std::mt19937;
int below(Bits& bits, int n) { return static_cast<int>(bits() % static_cast<unsigned>(n)); }

std::vector<LedgerInvoice> random_invoices(Bits& bits) {
  std::vector<LedgerInvoice> invoices;
  const int count = below(bits, 3) == 0 ? 60 + below(bits, 90) : 1 + below(bits, 14);
  const Day slowness = 5 + below(bits, 150);
  for (int k = 0; k < count; ++k) {
    const Day issue = below(bits, 400) - 120, due = issue + 10 * below(bits, 8);
    const Day paid = below(bits, 20) == 0 ? kNever : std::max(issue, due + below(bits, slowness) - 10);
    invoices.push_back({issue, due, paid, 1 + below(bits, 5) * 100, static_cast<std::uint32_t>(k)});
    invoices.back().disputed = below(bits, 12) == 0;
  }
  std::sort(invoices.begin(), invoices.end(), [](const LedgerInvoice& a, const LedgerInvoice& b) {
    return std::tie(a.issue, a.due, a.row) < std::tie(b.issue, b.due, b.row);
  });
  return invoices;
}

/// Undisputed and not closed at as_of, oldest due date first.
std::vector<std::size_t> debts_by_due(const std::vector<LedgerInvoice>& invoices) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < invoices.size(); ++i)
    if (!invoices[i].disputed && invoices[i].paid > 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return invoices[a].due < invoices[b].due; });
  return order;
}

Money received(const std::vector<LedgerInvoice>& invoices, Day day) {
  Money sum = 0;
  for (const std::size_t i : debts_by_due(invoices)) sum += invoices[i].paid <= day ? invoices[i].amount : 0;
  return sum;
}

Day first_by_definition(const std::vector<LedgerInvoice>& invoices, const Waiting& waiting,
                        const std::vector<std::uint8_t>& eligible) {
  Money fallen_due = 0;
  Day first = kNever;
  for (const std::size_t i : debts_by_due(invoices)) {
    fallen_due += invoices[i].amount;
    const Day day = std::max(invoices[i].due, waiting.from) + waiting.wait;
    const bool counts = invoices[i].due <= waiting.last_due && (eligible.empty() || eligible[i] != 0);
    if (counts && fallen_due > received(invoices, day)) first = std::min(first, day);
  }
  return first;
}

}  // namespace

TEST_CASE("the first unsettled debt is that of the definition, whatever was asked before", "[insurance]") {
  Bits bits(11);
  DebtOrder order;
  int found = 0, none = 0, later_than_first = 0;
  for (int round = 0; round < 4'000; ++round) {
    const std::vector<LedgerInvoice> invoices = random_invoices(bits);
    BuyerLedger ledger{};
    ledger.invoices = invoices;
    order.arrange(ledger);
    const Day waits[] = {below(bits, 60), below(bits, 60)};
    for (int question = 0; question < 8; ++question) {
      Waiting waiting{waits[below(bits, 2)]};
      if (below(bits, 4) == 0) {
        waiting.from = below(bits, 200);
        waiting.last_due = waiting.from + below(bits, 60);
      }
      if (below(bits, 3) > 0) waiting.before = below(bits, 400);
      std::vector<std::uint8_t> eligible;
      if (below(bits, 4) > 0)
        for (std::size_t i = 0; i < invoices.size(); ++i)
          eligible.push_back(!invoices[i].disputed && below(bits, 100) < 60 ? 1 : 0);
      const Day truth = first_by_definition(invoices, waiting, eligible);
      const Day answer = first_unsettled(order, waiting, eligible);
      INFO("round " << round << " question " << question);
      REQUIRE(answer == (truth < waiting.before ? truth : kNever));
      found += answer < kNever;
      none += answer == kNever;
      later_than_first += answer < kNever && answer > first_by_definition(invoices, waiting, {});
    }
  }
  CHECK(found > 5'000);
  CHECK(none > 2'000);
  CHECK(later_than_first > 500);
}

TEST_CASE("receipts pay the oldest debt first, one invoice after the other", "[insurance]") {
  Bits bits(12);
  DebtOrder order;
  std::vector<Money> open;
  int partly = 0;
  for (int round = 0; round < 4'000; ++round) {
    const std::vector<LedgerInvoice> invoices = random_invoices(bits);
    BuyerLedger ledger{};
    ledger.invoices = invoices;
    order.arrange(ledger);
    const Day day = 1 + below(bits, 350);
    std::vector<Money> left(invoices.size(), 0);
    Money pool = received(invoices, day), debt = 0;
    for (const std::size_t i : debts_by_due(invoices)) {
      if (invoices[i].issue > day) continue;
      const Money settled = std::min(pool, invoices[i].amount);
      pool -= settled;
      left[i] = invoices[i].amount - settled;
      partly += settled > 0 && left[i] > 0;
    }
    for (std::size_t i = 0; i < invoices.size(); ++i) {
      if (invoices[i].disputed && invoices[i].issue <= day && invoices[i].paid > day) left[i] = invoices[i].amount;
      debt += left[i];
    }
    INFO("round " << round);
    REQUIRE(ascertain_debt(ledger, order, day, open) == debt);
    REQUIRE(open == left);
  }
  CHECK(partly > 500);
}
