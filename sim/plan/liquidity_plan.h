#pragma once
// What the liquidity section of a scenario asks of every trial, beside the account itself.

#include <optional>
#include <string>
#include <vector>

#include "models/liquidity/liquidity_parameters.h"

namespace delcredere {

/// A payment that is a share of sales or receipts.
struct SharePayment {
  const OutflowRule* rule = nullptr;
  Day day = 0;              ///< 1..H
  Day first = 1, last = 0;  ///< days of the basis that are simulated, both inside
  Int128 known = 0;         ///< basis up to as_of, from the ledger
};

struct CovenantPlan {
  const Covenant* covenant = nullptr;
  std::size_t number = 0;  ///< among the run's covenants
  std::vector<Day> days;
};

struct LiquidityPlan {
  std::vector<SharePayment> share_payments;
  std::vector<CovenantPlan> covenants;
  std::vector<Day> reserve_days;  ///< last days of calendar quarters, 1..H
  std::optional<Factoring> factoring;
  std::vector<FinancedInvoice> borrowing_base;  ///< invoices that can count
  std::int64_t factoring_rate_parts = 0;
  bool fates = false;  ///< what becomes of every invoice is wanted: factoring, borrowing base
  /// Where rules look at parts of invoices: open debt by day is wanted, all of it (covenants on DSO), or that of the
  /// live invoices marked here (borrowing base).
  bool debt_by_day = false;
  std::vector<std::uint8_t> in_base;

  /// Are there flows beside receipts, recoveries, insurance and certain outflows?
  bool flows(const LiquidityParameters& parameters) const {
    return !share_payments.empty() || factoring || parameters.bad_debt_relief ||
           parameters.collection_cost.of_receipts.mantissa != 0 || parameters.collection_cost.per_default != 0;
  }
};

}  // namespace delcredere
