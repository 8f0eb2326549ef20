#include "models/insurance/goods_rejection.h"

#include <algorithm>

#include "models/insurance/eligibility.h"

namespace delcredere {
namespace {

bool is_covered(const PolicyTables& tables, const BuyerLedger& ledger, const LedgerInvoice& invoice) {
  const Day day = invoice.paid;
  if (day < 1 || day > tables.horizon) return false;
  if (tables.terms.cover.basis == CoverBasis::losses_occurring && tables.year_of_loss(day) < 0) return false;
  return is_eligible_undisputed(tables, ledger, invoice);
}

/// Debt of the day of rejection, with the losses of the covered invoices that are rejected then in their places.
void open_debt_of(const PolicyTables& tables, const BuyerLedger& ledger, const DebtOrder& order, Day day,
                  EventSearch& search) {
  find_eligible(tables, ledger, search.eligible);
  ascertain_debt(ledger, order, day, search.open);
  if (!ledger.rates.empty()) convert_debt(ledger, day, search.open);
  auto rejection = ledger.rejections.begin();
  for (std::size_t i = 0; i < ledger.invoices.size(); ++i) {
    const LedgerInvoice& invoice = ledger.invoices[i];
    if (!invoice.rejected) continue;
    if (invoice.paid == day && is_covered(tables, ledger, invoice)) {
      search.eligible[i] = 1;
      search.open[i] = rejection->loss;
    }
    ++rejection;
  }
}

}  // namespace

void find_rejections(const PolicyTables& tables, const BuyerLedger& ledger, DebtOrder& order, EventSearch& search,
                     EventList& list) {
  find_eligible(tables, ledger, search.eligible);
  const std::optional<DateOfLoss> last = first_loss(tables, ledger, search.eligible, order);
  if (!last) return;
  Day day = kNever;  // whose debt is at hand
  auto rejection = ledger.rejections.begin();
  for (std::uint32_t i = 0; i < ledger.invoices.size(); ++i) {
    const LedgerInvoice& invoice = ledger.invoices[i];
    if (!invoice.rejected) continue;
    const Money loss = (rejection++)->loss;
    if (loss == 0 || invoice.paid > last->day || !is_covered(tables, ledger, invoice)) continue;
    if (invoice.paid != day) open_debt_of(tables, ledger, order, day = invoice.paid, search);
    InsuredEvent& event = list.events.emplace_back();
    event.ledger = &ledger;
    event.loss.day = day;
    list.add_debts(ledger, search.eligible, search.open, i, event);
    event.ascertained = event.eligible_debt = loss;
    event.first_order = static_cast<std::uint32_t>(list.orders.size());
    event.rejected = i;
  }
}

Money walk_to_rejection(const PolicyTables& tables, const EventList& list, const InsuredEvent& event,
                        std::vector<YearLoss>& years) {
  const BuyerLedger& ledger = *event.ledger;
  Money walked = 0, insured = 0;
  LimitStep step;
  for (const OpenDebt& debt : list.debts_of(event)) {
    step = tables.limit_on(ledger, debt.shipped);
    insured = std::min(debt.amount, std::max<Money>(0, step.limit - walked));
    walked += insured;
  }
  if (insured == 0) return 0;
  const Day issue = ledger.invoices[event.rejected].issue;
  const bool by_shipment = tables.terms.cover.basis == CoverBasis::risk_attaching;
  const int year = by_shipment ? tables.year_of_shipment(issue) : tables.year_of_loss(event.loss.day);
  years.push_back({static_cast<std::uint32_t>(year),
                   insured,
                   {static_cast<Uint128>(tables.rejection_percentage(ledger.buyer, step)),
                    static_cast<Uint128>(tables.percentage_denominator)}});
  return insured;
}

}  // namespace delcredere
