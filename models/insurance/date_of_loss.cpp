#include "models/insurance/date_of_loss.h"

#include <algorithm>

namespace delcredere {
namespace {

// A closed row of history that was paid only after its waiting period was a loss before as_of.
bool had_loss_before(const BuyerLedger& ledger, const DebtOrder& order, Day wait,
                     const std::vector<std::uint8_t>& eligible) {
  return std::any_of(order.closed.begin(), order.closed.end(), [&](std::uint32_t i) {
    return eligible[i] != 0 && ledger.invoices[i].paid > ledger.invoices[i].due + wait;
  });
}

Day first_political(const PolicyTables& tables, const BuyerLedger& ledger, const std::vector<std::uint8_t>& eligible,
                    DebtOrder& order) {
  Day first = kNever;
  if (!tables.covers_political()) return first;
  for (const CountryStop& stop : ledger.stops)
    first = std::min(first, first_unsettled(order, {tables.terms.political->wait, stop.first, stop.last}, eligible));
  return first;
}

}  // namespace

bool may_have_loss(const PolicyTables& tables, const BuyerLedger& ledger) {
  if (ledger.default_day != kNever) return true;
  if (tables.covers_political() && !ledger.stops.empty()) return true;
  return tables.covers_protracted_default();
}

std::optional<DateOfLoss> first_loss(const PolicyTables& tables, const BuyerLedger& ledger,
                                     const std::vector<std::uint8_t>& eligible, DebtOrder& order) {
  DateOfLoss first{kNever, DefaultCause::insolvency};
  if (ledger.default_day != kNever && ledger.cause == DefaultCause::insolvency && tables.terms.insolvency) {
    first.day = ledger.default_day + tables.terms.insolvency->wait;
  }
  if (tables.covers_protracted_default()) {
    const Day wait = tables.terms.protracted_default->wait;
    if (had_loss_before(ledger, order, wait, eligible)) return std::nullopt;
    Waiting waiting{wait};
    waiting.before = std::min(first.day, tables.horizon + 1);
    const Day day = first_unsettled(order, waiting, eligible);
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
