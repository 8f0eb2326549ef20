#pragma once
// The rows of invoices.csv and sales_plan.csv as invoices in base currency, with what was left out and why.

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/core/calendar.h"
#include "models/portfolio/portfolio.h"
#include "scenarios/csv/amounts.h"
#include "scenarios/csv/buyers.h"
#include "scenarios/csv/id_index.h"

namespace delcredere::csv {

/// An open row with a negative amount.
struct CreditNote {
  std::uint32_t buyer = 0;
  Money amount = 0;  ///< > 0
};

struct Ledger {
  std::vector<Invoice> invoices;  ///< in the order of the files, amounts > 0; `buyer` still provisional
  std::vector<CreditNote> credits;
  IdRegister ids;  ///< of all rows with an id, for the duplicate check across both files
  std::vector<int> id_lines;
  std::size_t ids_of_invoices = 0;  ///< how many of them are the invoices file's
  std::string invoices_file, plan_file;
  std::string invoices_id_header, plan_id_header;
  std::uint32_t rows = 0;
  std::vector<std::shared_ptr<const void>> texts;  ///< the bytes the ids point to
};

struct LedgerContext {
  Date as_of;
  AmountReader& amounts;
  BuyerDirectory& buyers;
};

void read_invoices(const FileSource& source, LedgerContext context, Ledger& ledger, Report& report);
void read_sales_plan(const FileSource& source, LedgerContext context, Ledger& ledger, Report& report);

/// Reports every id that is there twice, in one file or in both, with both lines.
void check_ids(const Ledger& ledger, Report& report);

/// Sets each buyer's credit notes against its open invoices, oldest due first (ties: issue, id, row); an invoice
/// reduced to 0 leaves the book, what exceeds the buyer's open debt is left out with a warning.
void set_off_credits(Ledger& ledger, const BuyerDirectory& buyers, const Currency& base, Report& report);

}  // namespace delcredere::csv
