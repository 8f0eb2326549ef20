#pragma once
// Default rates from the write-offs of a ledger.
//
// A buyer fails on the day of its first write-off. It is at risk from its first invoice to that day, to a year after
// its last invoice, or to the origin, whichever comes first. Rates by grade where the buyers have grades, with exact
// intervals: Poisson over the years at risk, and binomial over the buyers that were at risk a year before the origin.
// A write-off comes later than the failure; the rate is not changed by that, its timing is.

#include <string>
#include <vector>

#include "app/studies/history.h"
#include "models/calibration/event_rates.h"

namespace delcredere::studies {

struct DefaultRate {
  std::string grade;  ///< empty: of buyers without a grade
  std::size_t buyers = 0, failures = 0;
  double years = 0;                             ///< at risk
  calibration::RateEstimate annual_pd;          ///< Poisson
  std::size_t cohort = 0, cohort_failures = 0;  ///< at risk a year before the origin; of them, failed since
  calibration::RateEstimate cohort_share;       ///< binomial; 0 without a cohort
};

/// By grade, then those without; empty where the ledger tells of no write-offs.
std::vector<DefaultRate> default_rates(const History& history, Day origin);

}  // namespace delcredere::studies
