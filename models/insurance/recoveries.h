#pragma once
// S11, recoveries: what the buyer or its estate pays on the ascertained debt A after the date of loss, and the
// insurer's part of it.
//
// R(t) = (1 - cost) x (payments up to t of invoices in A + estate money up to t x open_A / EAD), exact; estate money
// includes security realised after the date of loss (what came before is off A: S2); open_A is what
// of A's invoices is still unpaid at default, EAD all debt at default. Where rates move, payments and open_A are taken
// at the rate of the date of loss, as A was (of goods rejected after the date of loss what they are resold for); EAD,
// which the estate's money is a share of, at that of the default day. The insurer's part so far, rounded half to even:
//   pro_rata_total      R x paid / A
//   insured_debt_first  min(R, D) x paid / D   (0 if D = 0)
//   insurer_first       min(R, paid)
//   insured_first       max(0, R - (A - paid))
// Its payments are the differences, passed on at the later of the recovery's day and the claim's cash day.

#include <vector>

#include "models/insurance/exact.h"
#include "models/insurance/ledger.h"
#include "models/insurance/outcome.h"
#include "models/insurance/policy_terms.h"

namespace delcredere {

/// A payment on the ascertained debt as it arrives. Scratch.
struct DebtPayment {
  Day day = 0;
  Money amount = 0;  ///< of the buyer
  Money estate = 0;  ///< of the estate, or of security realised after the date of loss, on all debt at default
};

/// Appends the insurer's recovery payments of `event` (paid, ascertained, insured loss and cash day set) to `out` and
/// fills in the event's sums.
void share_recoveries(const PolicyTerms& terms, const BuyerLedger& ledger, PolicyEvent& event,
                      std::vector<DebtPayment>& payments, std::vector<RecoveryPayment>& out);

/// R of an event before cost, when all has arrived: a fraction of minor units.
struct RecoveredDebt {
  Uint128 numerator = 0;
  Uint128 denominator = 1;
};
RecoveredDebt total_recovered(const BuyerLedger& ledger, Day date_of_loss, std::vector<DebtPayment>& payments);

}  // namespace delcredere
