#include "models/insurance/eligibility.h"

#include <algorithm>

namespace delcredere {
namespace {

bool is_eligible_by_itself(const PolicyTables& tables, const BuyerLedger& ledger, const LedgerInvoice& invoice) {
  const PolicyTerms& terms = tables.terms;
  if (invoice.disputed || invoice.issue >= ledger.default_day) return false;
  if (tables.limit_on(ledger.buyer, invoice.issue).limit <= 0) return false;
  if (terms.cover.basis == CoverBasis::risk_attaching && tables.year_of_shipment(invoice.issue) < 0) return false;
  if (tables.exposure_book) return true;
  if (terms.max_terms && invoice.due - invoice.issue > *terms.max_terms) return false;
  return !terms.protracted_default || invoice.due + terms.protracted_default->wait > tables.first_day();
}

// An invoice unpaid beyond due + MEP takes cover from shipments on the days due + MEP + 1 .. paid.
void strike_overextended(Day max_extension, const BuyerLedger& ledger, std::vector<std::uint8_t>& eligible) {
  const auto invoices = ledger.invoices;
  for (const LedgerInvoice& late : invoices) {
    const Day first = late.due + max_extension + 1;
    if (late.disputed || late.paid < first) continue;
    auto hit = std::lower_bound(invoices.begin(), invoices.end(), first,
                                [](const LedgerInvoice& invoice, Day day) { return invoice.issue < day; });
    for (; hit != invoices.end() && hit->issue <= late.paid; ++hit) eligible[hit - invoices.begin()] = 0;
  }
}

}  // namespace

bool find_eligible(const PolicyTables& tables, const BuyerLedger& ledger, std::vector<std::uint8_t>& eligible) {
  eligible.assign(ledger.invoices.size(), 0);
  if (!tables.buyers[ledger.buyer].in_scope) return false;
  for (std::size_t i = 0; i < eligible.size(); ++i) {
    eligible[i] = is_eligible_by_itself(tables, ledger, ledger.invoices[i]) ? 1 : 0;
  }
  if (tables.terms.max_extension && !tables.exposure_book) {
    strike_overextended(*tables.terms.max_extension, ledger, eligible);
  }
  return std::find(eligible.begin(), eligible.end(), 1) != eligible.end();
}

}  // namespace delcredere
