#include <algorithm>

#include "models/insurance/policy_terms.h"

namespace delcredere {

Day last_claim_day(const PolicyTerms& terms, Day last_due) {
  // Debt that is still unpaid crystallises at the end of its protracted-default wait; cover ends before in other cases.
  Day loss = terms.cover.basis == CoverBasis::losses_occurring ? terms.cover.year_starts.back() : kNever;
  if (terms.protracted_default) loss = std::min(loss, last_due + terms.protracted_default->wait);
  if (loss >= kNever) return kNever;
  Day filing = terms.filing_law ? terms.filing_law->longest() : terms.filing_lag;
  if (terms.filing_deadline) filing = std::min(filing, *terms.filing_deadline);
  return loss + filing + (terms.settlement_law ? terms.settlement_law->longest() : terms.settlement);
}

}  // namespace delcredere
