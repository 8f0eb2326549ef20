// A plan from the ledger: what was issued in the last twelve months comes again.

#include "scenarios/csv/repeat_year.h"

#include <fmt/format.h>

#include "models/shock/windows.h"
#include "scenarios/csv/fields.h"

namespace delcredere::csv {

void repeat_last_year(const RepeatPlan& plan, Date as_of, Ledger& ledger, Report& report) {
  const Day first = days_between(as_of, as_of.add_months(-12)) + 1;
  const std::size_t known = ledger.invoices.size();
  std::size_t repeated = 0;
  double growth = 1.0;
  for (int year = 1; year <= plan.years; ++year) {
    growth *= 1.0 + plan.growth;
    const PartsPerBillion factor = to_parts(growth);
    for (std::size_t i = 0; i < known; ++i) {
      Invoice invoice = ledger.invoices[i];
      if (invoice.issue < first || invoice.issue > 0) continue;
      const Date issued{as_of.serial + invoice.issue};
      const Day issue = days_between(as_of, issued.add_months(12 * year));
      const Int128 amount = divide_half_even(static_cast<Int128>(invoice.amount) * factor, kOnePart);
      if (amount > kLargestAmount) {
        report.error(0, "", "an amount repeated from the last 12 months is more than can be held exactly");
        return;
      }
      if (amount == 0) continue;
      invoice.id = {};
      invoice.due += issue - invoice.issue;
      invoice.issue = issue;
      invoice.paid = kNever;
      invoice.amount = static_cast<Money>(amount);
      invoice.row = ledger.rows++;
      invoice.kind = InvoiceKind::planned;
      invoice.disputed = false;
      // 29 February of a year after as_of may be clipped to as_of itself.
      if (invoice.issue <= 0) continue;
      ledger.invoices.push_back(invoice);
      ++repeated;
    }
  }
  report.note(fmt::format("{} planned as the last 12 months repeated", counted(repeated, "invoice")));
  if (repeated == 0) report.error(0, "", "has no row issued in the 12 months up to as_of to be repeated");
}

}  // namespace delcredere::csv
