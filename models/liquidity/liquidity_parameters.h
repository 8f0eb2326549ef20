#pragma once
// The seller's bank account: what is planned to go out, what must stay, what can be drawn, what is financed.

#include <optional>
#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "models/core/money.h"
#include "models/liquidity/covenant.h"
#include "models/liquidity/factoring.h"
#include "models/liquidity/outflow_rule.h"
#include "models/liquidity/tax.h"

namespace delcredere {

struct Outflow {
  Day day = 0;
  Money amount = 0;
  std::string label;
};

/// The limit is there on days from `from` to `until`, both inside; what is drawn is repaid on the day after `until`.
struct CreditLine {
  Money limit = 0;
  double rate = 0.0;            ///< on what is drawn; a year, ACT/360, simple
  double commitment_fee = 0.0;  ///< on what is not drawn; likewise
  std::optional<Day> from = {}, until = {};
  std::optional<BorrowingBase> borrowing_base = {};
};

/// What chasing money costs.
struct CollectionCost {
  Decimal of_receipts{};  ///< share of each day's payments on invoices
  Money per_default = 0;  ///< on the default day of each buyer
};

/// A reserve in the books: at the end of each calendar quarter a share of the quarter's sales goes in, on its default
/// day what a buyer's failure costs (retained loss) comes out. What it cannot cover is its shortfall.
struct BadDebtReserve {
  Decimal share_of_sales;
  Money opening = 0;
};

/// What else ties up working capital.
struct WorkingCapital {
  Money inventory = 0;
  Money payables = 0;
};

struct LiquidityParameters {
  Money opening_cash = 0;
  std::optional<Money> minimum_cash;  ///< nothing: there is no breach, and a line keeps the balance at 0
  std::vector<Outflow> outflows;      ///< days 1..H count
  std::optional<CreditLine> credit_line;
  std::vector<OutflowRule> outflow_rules;
  std::vector<Date> holidays;  ///< no working days, beside Saturdays and Sundays
  CollectionCost collection_cost;
  std::vector<Covenant> covenants;  ///< by name
  std::optional<BadDebtReserve> bad_debt_reserve;
  std::optional<FactoringTerms> factoring;
  std::optional<BadDebtRelief> bad_debt_relief;
  std::optional<WorkingCapital> working_capital;
};

}  // namespace delcredere
