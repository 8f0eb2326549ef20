#pragma once
// From what a ledger tells up to a day to the payment section of a config.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/studies/default_rates.h"
#include "app/studies/history.h"
#include "models/calibration/delay_fit.h"
#include "models/calibration/season.h"
#include "models/payment/payment_parameters.h"

namespace delcredere::studies {

/// A covariate known at issue, 0 or 1.
struct Covariate {
  std::string name;  ///< electronic, long_terms, large
  DelayCondition when;
};

struct SegmentFit {
  std::string name;
  std::size_t invoices = 0, paid = 0, buyers = 0;
};

struct Calibration {
  PaymentParameters payment;
  std::optional<PaymentRun> run;  ///< weekdays, where the payments show them
  std::vector<SegmentFit> segments;
  std::vector<Covariate> covariates;
  std::shared_ptr<const calibration::DelayFit> fit;
  calibration::Estimate sector_effect;
  std::size_t items = 0, paid = 0, buyers = 0;
  double ks_distance = 0, ks_probability = 1;     ///< of the PIT of every payment given the rest of its buyer's record
  std::vector<calibration::MonthSeason> seasons;  ///< by month of the due date
  std::vector<DefaultRate> default_rates;         ///< empty where the ledger tells of no write-offs
  std::vector<std::string> warnings;
};

struct CalibrationSettings {
  bool with_errors = true;
  bool with_goodness = true;
};

/// What is learned from the rows issued up to `origin`, paid ones by payments up to it. Throws Error (5).
Calibration calibrate(const History& history, Day origin, const CalibrationSettings& settings);

/// The config section that `run` accepts, with standard errors as comments.
std::string calibrated_yaml(const Calibration& result, Date as_of, const Currency& currency);

}  // namespace delcredere::studies
