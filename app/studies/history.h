#pragma once
// A ledger with its outcomes, and what of it was known on a day.

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/money.h"
#include "models/portfolio/portfolio.h"
#include "scenarios/portfolio_source.h"

namespace delcredere::studies {

struct PastInvoice {
  std::uint32_t buyer = 0;
  Day issue = 0, due = 0, paid = kNever;  ///< days since the history's day 0; kNever: never paid as far as is known
  Money amount = 0;
  bool electronic = false;
  Day written_off = kNever;  ///< an unpaid row that was given up
};

struct History {
  Date day_zero;
  std::vector<Buyer> buyers;
  std::vector<PastInvoice> invoices;  ///< by buyer, issue, due
  Day known_until = 0;                ///< latest issue or payment
  Currency currency;
  bool has_write_offs = false;  ///< the ledger has a column written_off_date
};

/// Reads a ledger; day 0 is `as_of`. Columns that are known only after the event are not looked at. Throws Error (3,
/// 4).
History read_history(const PortfolioSource& source, Date as_of, const Currency& currency,
                     std::vector<Diagnostic>& warnings);

}  // namespace delcredere::studies
