#pragma once
// S1, date of loss: the earliest of insolvency day + wait and, over eligible debt still open then, due date + wait of
// protracted default, and max(due date, first day of a stop of the country's payments) + wait of the political cause
// for what is due by the end of the stop. On one day in the order insolvency, political, protracted default. One per
// buyer; cover of the buyer ends there, inside the policy's cover or not.

#include <cstdint>
#include <optional>
#include <vector>

#include "models/insurance/ascertained_debt.h"
#include "models/insurance/ledger.h"
#include "models/insurance/policy_tables.h"

namespace delcredere {

struct DateOfLoss {
  Day day = 0;
  DefaultCause cause = DefaultCause::insolvency;
};

/// Quick necessary condition: false where no date of loss is possible, without a look at the invoices.
bool may_have_loss(const PolicyTables& tables, const BuyerLedger& ledger);

/// The date of loss whatever the cover, its day kNever where there is none up to the horizon; nothing where one came
/// before as_of.
std::optional<DateOfLoss> first_loss(const PolicyTables& tables, const BuyerLedger& ledger,
                                     const std::vector<std::uint8_t>& eligible, DebtOrder& order);

/// `order` must be arranged for the ledger. Nothing where no date of loss lies in days 1..horizon, or one came before.
std::optional<DateOfLoss> find_date_of_loss(const PolicyTables& tables, const BuyerLedger& ledger,
                                            const std::vector<std::uint8_t>& eligible, DebtOrder& order);

}  // namespace delcredere
