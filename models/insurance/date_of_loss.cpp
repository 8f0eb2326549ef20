#include "models/insurance/date_of_loss.h"

#include <algorithm>

namespace delcredere {
namespace {

// A closed row of history that was paid only after its waiting period was a loss before as_of.
bool had_loss_before(const BuyerLedger& ledger, Day wait, const std::vector<std::uint8_t>& eligible) {
  for (std::size_t i = 0; i < eligible.size(); ++i) {
    const LedgerInvoice& invoice = ledger.invoices[i];
    if (eligible[i] != 0 && invoice.paid <= 0 && invoice.paid > invoice.due + wait) return true;
  }
  return false;
}

Day first_political(const PolicyTables& tables, const BuyerLedger& ledger, const std::vector<std::uint8_t>& eligible,
                    DebtOrder& order) {
  Day first = kNever;
  if (!tables.covers_political()) return first;
  for (const CountryStop& stop : ledger.stops)
    first = std::min(first,
                     first_unsettled(ledger, order, {tables.terms.political->wait, stop.first, stop.last}, eligible));
  return first;
}

}  // namespace

bool may_have_loss(const PolicyTables& tables, const BuyerLedger& ledger) {
  if (ledger.default_day != kNever) return true;
  if (tables.covers_political() && !ledger.stops.empty()) return true;
  if (!tables.covers_protracted_default()) return false;
  const Day wait = tables.terms.protracted_default->wait;
  return std::any_of(ledger.invoices.begin(), ledger.invoices.end(), [wait](const LedgerInvoice& invoice) {
    return !invoice.disputed && invoice.paid > invoice.due + wait;
  });
}

std::optional<DateOfLoss> first_loss(const PolicyTables& tables, const BuyerLedger& ledger,
                                     const std::vector<std::uint8_t>& eligible, DebtOrder& order) {
  DateOfLoss first{kNever, DefaultCause::insolvency};
  if (ledger.default_day != kNever && ledger.cause == DefaultCause::insolvency && tables.terms.insolvency) {
    first.day = ledger.default_day + tables.terms.insolvency->wait;
  }
  if (tables.covers_protracted_default()) {
    const Day wait = tables.terms.protracted_default->wait;
    if (had_loss_before(ledger, wait, eligible)) return std::nullopt;
    Waiting waiting{wait};
    waiting.before = std::min(first.day, tables.horizon + 1);
    const Day day = first_unsettled(ledger, order, waiting, eligible);
    if (day < first.day) first = {day, DefaultCause::protracted_default};  // insolvency comes first on the same day
  }
  if (const Day day = first_political(tables, ledger, eligible, order);
      day < first.day || (day == first.day && day != kNever && first.cause == DefaultCause::protracted_default))
    first = {day, DefaultCause::political};
  return first;
}

std::optional<DateOfLoss> find_date_of_loss(const PolicyTables& tables, const BuyerLedger& ledger,
                                            const std::vector<std::uint8_t>& eligible, DebtOrder& order) {
  const std::optional<DateOfLoss> loss = first_loss(tables, ledger, eligible, order);
  if (!loss) return std::nullopt;
  const DateOfLoss& first = *loss;
  if (first.day < 1 || first.day > tables.horizon) return std::nullopt;
  if (tables.terms.cover.basis == CoverBasis::losses_occurring && tables.year_of_loss(first.day) < 0) {
    return std::nullopt;
  }
  return first;
}

}  // namespace delcredere
