#pragma once
// The book: buyers and their invoices, or buyers with one exposure each. Values only; valid from construction by the
// readers in scenarios/.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/days.h"
#include "models/core/decimal.h"
#include "models/core/money.h"

namespace delcredere {

/// A buyer (the obligor). Its number in the portfolio is its position when sorted by the bytes of `id`.
struct Buyer {
  std::string id;
  std::string name;  ///< empty: none given
  std::string sector;
  std::string country;  ///< empty: not given
  std::string segment;  ///< payment segment; empty: takes its sector's name (and so `default` where none is named)
  std::string grade;    ///< empty where annual_pd is given
  std::optional<double> annual_pd;            ///< annual default probability in [0, 1]; wins over the grade's
  std::optional<double> lgd;                  ///< replaces the mean loss given default, in [0, 1]
  std::optional<Money> credit_limit;          ///< the seller's own limit
  std::optional<Money> insured_limit;         ///< the insurer's decision; nothing = no decision
  std::optional<Decimal> insured_percentage;  ///< the buyer's own insured percentage
  std::optional<Money> guarantee;             ///< amount guaranteed by a guarantor that never fails, > 0
  std::optional<Decimal> guarantee_share;     ///< or a share of the debt at default, in [0, 1]
  std::string legal_group;                    ///< buyers of one fail together; empty: none
  std::string infection_group;                ///< infection stays inside; empty: none
  Money exposure = 0;                         ///< exposure books only
};

enum class InvoiceKind : std::uint8_t {
  history,  ///< issued and paid up to as_of: what is known of the buyer
  open,     ///< issued up to as_of and not paid
  planned   ///< issued after as_of, or from the sales plan
};

/// One invoice in base currency. Sorted by (buyer, issue, due, id, row); its number is its position in that order.
struct Invoice {
  std::string_view id;  ///< points into Portfolio::text; empty for a row of the sales plan
  std::uint32_t buyer = 0;
  Day issue = 0;  ///< shipment = issue
  Day due = 0;
  Day paid = kNever;      ///< day of payment; history only
  Money amount = 0;       ///< base currency, converted once at the config's rate, half to even; > 0
  std::uint32_t row = 0;  ///< order in the files (ledger first, then plan): the last tie-break of the policy's walks
  InvoiceKind kind = InvoiceKind::open;
  bool disputed = false;
  std::uint8_t currency = 0;  ///< number in Portfolio::currencies; the amount is its value at the rate of as_of
  bool electronic = false;    ///< issued on or after the buyer's change to electronic billing
};

struct Portfolio {
  std::vector<Buyer> buyers;            ///< sorted by id, unique
  std::vector<Invoice> invoices;        ///< see Invoice; empty for an exposure book
  std::vector<std::string> currencies;  ///< codes; 0 is the base currency; empty: it alone
  bool exposure_book = false;           ///< buyers carry `exposure`, there are no invoices
  std::shared_ptr<const void> text;     ///< keeps the bytes that the invoice ids point to
};

}  // namespace delcredere
