#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>

#include "app/studies/forecasts.h"
#include "models/core/math/elementary.h"

namespace delcredere::studies {
namespace {

/// Draws every invoice on its own from its law.
void draw_independently(Forecast& forecast, std::size_t trials, std::uint64_t seed) {
  std::mt19937_64 bits(seed);
  for (std::size_t trial = 0; trial < trials; ++trial) {
    std::vector<std::int16_t> days;
    for (const auto& cdf : forecast.cdf) {
      const auto u = static_cast<float>(static_cast<double>(bits() >> 11) * 0x1.0p-53);
      const auto at = std::upper_bound(cdf.begin(), cdf.end(), u);
      days.push_back(at == cdf.end() ? kNotPaid : static_cast<std::int16_t>(at - cdf.begin() + 1));
    }
    forecast.draws.push_back(std::move(days));
  }
}

/// Laws by the chance h(age) that an invoice unpaid before is paid at that age, days since the due date.
Forecast by_hazard(const std::vector<Target>& targets, const std::function<double(Day)>& hazard) {
  Forecast forecast;
  for (const Target& target : targets) {
    std::vector<float> cdf(kForecastDays);
    double open = 1.0;
    for (Day day = 1; day <= kForecastDays; ++day) {
      if (day >= target.issue) open *= 1.0 - hazard(day - target.due);
      cdf[static_cast<std::size_t>(day - 1)] = static_cast<float>(1.0 - open);
    }
    forecast.cdf.push_back(std::move(cdf));
  }
  return forecast;
}

/// Days at risk and payments by age, from the rows known at the origin.
struct LifeTable {
  std::map<Day, double> payments, at_risk;
  double paid = 0;

  LifeTable(const History& history, Day origin) {
    for (const PastInvoice& row : history.invoices) {
      if (row.issue > origin) continue;
      const bool was_paid = row.paid <= origin;
      const Day end = (was_paid ? row.paid : std::min(origin, row.written_off)) - row.due;
      for (Day age = row.issue - row.due; age <= end; ++age) at_risk[age] += 1.0;
      if (was_paid) payments[end] += 1.0;
      paid += was_paid;
    }
  }
};

}  // namespace

Forecast forecast_by_due_date(const std::vector<Target>& targets, std::size_t trials) {
  Forecast forecast;
  std::vector<std::int16_t> days;
  for (const Target& target : targets) {
    const Day day = std::max<Day>({target.due, target.issue, 1});
    std::vector<float> cdf(kForecastDays, 0.0f);
    for (Day t = day; t <= kForecastDays; ++t) cdf[static_cast<std::size_t>(t - 1)] = 1.0f;
    forecast.cdf.push_back(std::move(cdf));
    days.push_back(static_cast<std::int16_t>(day));
  }
  forecast.draws.assign(trials, days);
  return forecast;
}

Forecast forecast_by_kaplan_meier(const History& history, Day origin, const std::vector<Target>& targets,
                                  std::size_t trials, std::uint64_t seed) {
  const LifeTable life(history, origin);
  const Day first = life.payments.begin()->first, last = life.payments.rbegin()->first;
  std::map<Day, double> survival;
  double alive = 1.0;
  for (Day age = first; age <= last; ++age) {
    const auto paid = life.payments.find(age);
    if (paid != life.payments.end()) alive *= 1.0 - paid->second / life.at_risk.at(age);
    survival[age] = alive;
  }
  const double spread = 1.0 / (life.paid + 1.0);
  const auto beyond = [&](Day age) {  // survival of the spread share: 60 days on both sides
    return std::clamp(1.0 - static_cast<double>(age - (first - 60)) / static_cast<double>(last - first + 120), 0.0,
                      1.0);
  };
  const auto left = [&](Day age) {
    const double own = age < first ? 1.0 : age > last ? alive : survival.at(age);
    const double end = age > last ? std::clamp(1.0 - static_cast<double>(age - last) / 60.0, 0.0, 1.0) : 1.0;
    return (1.0 - spread) * own * end + spread * beyond(age);
  };
  Forecast forecast = by_hazard(targets, [&](Day age) {
    const double before = left(age - 1);
    return before > 1e-12 ? 1.0 - left(age) / before : 1.0;
  });
  draw_independently(forecast, trials, seed);
  return forecast;
}

Forecast forecast_by_ageing(const History& history, Day origin, const std::vector<Target>& targets, std::size_t trials,
                            std::uint64_t seed) {
  const LifeTable life(history, origin);
  const auto week = [](Day age) { return static_cast<Day>(std::floor(static_cast<double>(age) / 7.0)); };
  std::map<Day, double> payments, at_risk;
  for (const auto& [age, n] : life.payments) payments[week(age)] += n;
  for (const auto& [age, n] : life.at_risk) at_risk[week(age)] += n;
  const double all = life.paid;
  double days = 0.0;
  for (const auto& [age, n] : at_risk) days += n;
  const double overall = all / std::max(days, 1.0);
  Forecast forecast = by_hazard(targets, [&](Day age) {
    const Day bucket = week(age);
    const auto risk = at_risk.find(bucket);
    const auto paid = payments.find(bucket);
    // As if one more payment had been seen at the overall chance: no bucket is empty.
    const double n = risk == at_risk.end() ? 0.0 : risk->second, k = paid == payments.end() ? 0.0 : paid->second;
    return std::min((k + 1.0) / (n + 1.0 / overall), 1.0);
  });
  draw_independently(forecast, trials, seed);
  return forecast;
}

Forecast forecast_by_normal(const History& history, Day origin, const std::vector<Target>& targets, std::size_t trials,
                            std::uint64_t seed) {
  double n = 0.0, sum = 0.0, square = 0.0;
  for (const PastInvoice& row : history.invoices) {
    if (row.paid > origin) continue;
    const double delay = row.paid - row.due;
    n += 1.0;
    sum += delay;
    square += delay * delay;
  }
  const double mean = sum / n, sd = std::max(std::sqrt(std::max(square / n - mean * mean, 0.0)), 0.5);
  const auto left = [&](Day age) { return normal_cdf((mean - (static_cast<double>(age) + 0.5)) / sd); };
  Forecast forecast = by_hazard(targets, [&](Day age) {
    const double before = left(age - 1);
    return before > 1e-300 ? 1.0 - left(age) / before : 1.0;
  });
  draw_independently(forecast, trials, seed);
  return forecast;
}

}  // namespace delcredere::studies
