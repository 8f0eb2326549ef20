#pragma once
// Forecasts of the payments of invoices from one origin: a law of the day of payment for each, and joint draws.

#include <vector>

#include "app/studies/calibration.h"

namespace delcredere::studies {

/// An invoice to forecast; days count from the origin, so open ones were issued up to day 0.
struct Target {
  std::uint32_t buyer = 0;
  Day issue = 0, due = 0;
  Money amount = 0;
  bool electronic = false;
  Day paid = kNever;  ///< what happened
};

struct Forecast {
  /// P(paid on day <= 1 + k), k = 0 .. kForecastDays - 1, by target; what is left at the end is never paid.
  std::vector<std::vector<float>> cdf;
  /// Day of payment by draw and target.
  std::vector<std::vector<std::int16_t>> draws;
};
inline constexpr Day kForecastDays = 400;
inline constexpr std::int16_t kNotPaid = 30'000;

/// The calibrated model, through the engine's plan: posterior of every buyer, truncated open items.
Forecast forecast_by_model(const History& history, Day origin, Day horizon, const Calibration& model,
                           const std::vector<Target>& targets, std::size_t trials, std::uint64_t seed);
/// Paid on the due date, or the next day.
Forecast forecast_by_due_date(const std::vector<Target>& targets, std::size_t trials);
/// One law for all, from every row known at the origin; a share 1 / (n + 1) is spread over 60 days beyond the data.
Forecast forecast_by_kaplan_meier(const History& history, Day origin, const std::vector<Target>& targets,
                                  std::size_t trials, std::uint64_t seed);
/// The chance to be paid on a day by the week of age, from payments and days at risk.
Forecast forecast_by_ageing(const History& history, Day origin, const std::vector<Target>& targets, std::size_t trials,
                            std::uint64_t seed);
/// One normal law for all delays, with the mean and standard deviation of the payments known at the origin: what a
/// spreadsheet would do. Open items are left out of the fit.
Forecast forecast_by_normal(const History& history, Day origin, const std::vector<Target>& targets, std::size_t trials,
                            std::uint64_t seed);

}  // namespace delcredere::studies
