#include "models/insurance/recoveries.h"

#include <algorithm>

#include "models/insurance/exact.h"

namespace delcredere {
namespace {

struct EstateShare {
  Money open_a = 0;  // A's invoices in the debt at default, at the rates of the date of loss
  Money all = 0;     // debt at default, at its own rates
};

RecoveredDebt add_up(Money payments, const EstateShare& estate, Money estate_paid) {
  if (estate_paid == 0) return {static_cast<Uint128>(payments), 1};
  if (estate.open_a == estate.all) return {static_cast<Uint128>(payments) + static_cast<Uint128>(estate_paid), 1};
  const Uint128 all = static_cast<Uint128>(estate.all);
  return {
      static_cast<Uint128>(payments) * all + static_cast<Uint128>(estate_paid) * static_cast<Uint128>(estate.open_a),
      all};
}

Money insurers_part(const PolicyTerms& terms, const PolicyEvent& event, const RecoveredDebt& recovered) {
  const Uint128 cost_denominator = static_cast<Uint128>(power_of_ten(terms.recovery_cost.scale));
  const Uint128 kept = cost_denominator - static_cast<Uint128>(terms.recovery_cost.mantissa);
  const Uint128 paid = static_cast<Uint128>(event.paid);
  const auto part_of = [&](Money debt) {
    const Quotient part =
        ratio({recovered.numerator, kept, paid}, {recovered.denominator, cost_denominator, static_cast<Uint128>(debt)});
    return std::min<Int128>(round_half_even(part), event.paid);
  };
  Quotient net = ratio({recovered.numerator, kept}, {recovered.denominator, cost_denominator});
  switch (terms.sharing) {
    case RecoverySharing::pro_rata_total:
      return static_cast<Money>(part_of(event.ascertained));
    case RecoverySharing::insured_debt_first:
      return event.insured_loss == 0 ? 0 : static_cast<Money>(part_of(event.insured_loss));
    case RecoverySharing::insurer_first:
      return static_cast<Money>(std::min<Int128>(round_half_even(net), event.paid));
    case RecoverySharing::insured_first:
      net.whole -= event.ascertained - event.paid;
      return net.whole < 0 ? 0 : static_cast<Money>(std::min<Int128>(round_half_even(net), event.paid));
  }
  return 0;
}

// Payments of A's invoices after the date of loss, and what of them is in the debt at default.
EstateShare collect(const BuyerLedger& ledger, Day date_of_loss, std::vector<DebtPayment>& payments) {
  payments.clear();
  EstateShare estate;
  auto rejection = ledger.rejections.begin();
  for (const LedgerInvoice& invoice : ledger.invoices) {
    const bool in_debt = invoice.issue <= date_of_loss && invoice.paid > date_of_loss;
    if (invoice.rejected) {  // later than the date of loss: what the goods are resold for comes in its place
      if (in_debt && rejection->resale > 0) payments.push_back({rejection->resold, rejection->resale, 0});
      ++rejection;
      continue;
    }
    if (invoice.paid == kNever) {
      estate.all += ledger.at(invoice.currency, invoice.amount, ledger.default_day);
      if (in_debt) estate.open_a += ledger.at(invoice.currency, invoice.amount, date_of_loss);
    } else if (in_debt) {
      payments.push_back({invoice.paid, ledger.at(invoice.currency, invoice.amount, date_of_loss), 0});
    }
  }
  if (ledger.default_day != kNever && ledger.recovery_day != kNever && estate.open_a > 0) {
    const Money total = std::min(ledger.recovered, estate.all);
    if (total > 0) payments.push_back({ledger.recovery_day, 0, total});
    for (const SecurityPayment& payment : ledger.security)
      if (payment.day > date_of_loss) payments.push_back({payment.day, 0, payment.amount});
  }
  std::sort(payments.begin(), payments.end(), [](const DebtPayment& a, const DebtPayment& b) { return a.day < b.day; });
  return estate;
}

}  // namespace

void share_recoveries(const PolicyTerms& terms, const BuyerLedger& ledger, PolicyEvent& event,
                      std::vector<DebtPayment>& payments, std::vector<RecoveryPayment>& out) {
  event.first_recovery = static_cast<std::uint32_t>(out.size());
  event.recovery_count = 0;
  event.insurer_recovered = 0;
  if (event.paid == 0) return;
  const EstateShare estate = collect(ledger, event.date_of_loss, payments);
  Money paid_by_buyer = 0, estate_paid = 0;
  for (std::size_t i = 0; i < payments.size(); ++i) {
    paid_by_buyer += payments[i].amount;
    estate_paid += payments[i].estate;
    if (i + 1 < payments.size() && payments[i + 1].day == payments[i].day) continue;
    const Money part = insurers_part(terms, event, add_up(paid_by_buyer, estate, estate_paid));
    if (part == event.insurer_recovered) continue;
    out.push_back({payments[i].day, std::max(payments[i].day, event.cash_day), part - event.insurer_recovered});
    event.insurer_recovered = part;
    ++event.recovery_count;
  }
}

RecoveredDebt total_recovered(const BuyerLedger& ledger, Day date_of_loss, std::vector<DebtPayment>& payments) {
  const EstateShare estate = collect(ledger, date_of_loss, payments);
  Money paid_by_buyer = 0, estate_paid = 0;
  for (const DebtPayment& payment : payments) {
    paid_by_buyer += payment.amount;
    estate_paid += payment.estate;
  }
  return add_up(paid_by_buyer, estate, estate_paid);
}

}  // namespace delcredere
