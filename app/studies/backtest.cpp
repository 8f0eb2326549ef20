#include "app/studies/backtest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "app/studies/forecasts.h"
#include "models/core/error.h"
#include "models/core/statistics/scores.h"

namespace delcredere::studies {
namespace {

constexpr double kLeastProbability = 1e-6;
constexpr std::size_t kMethods = 5;
const char* const kNames[kMethods] = {"calibrated", "due date", "Kaplan-Meier", "ageing chain", "normal law"};

std::vector<Target> targets_of(const History& history, Day origin, Day horizon) {
  std::vector<Target> targets;
  for (const PastInvoice& row : history.invoices) {
    if (row.issue > origin + horizon || row.paid <= origin || row.written_off <= origin) continue;
    targets.push_back({row.buyer, row.issue - origin, row.due - origin, row.amount, row.electronic,
                       row.paid < kNever ? row.paid - origin : kNever});
  }
  return targets;
}

struct WeekSums {
  double crps = 0, forecast = 0, happened = 0;
  std::array<double, 3> inside{};
};

/// Sums of one method over origins.
struct Sums {
  double crps = 0, log = 0, invoices = 0;
  std::vector<double> pits;
  double weekly_crps = 0, weekly_cash = 0, weeks = 0;
  std::vector<WeekSums> by_week;
  std::array<double, 3> weekly_inside{};
  double buyer_crps = 0, buyer_cash = 0;
  double total_crps = 0, forecast = 0, happened = 0;
  std::array<double, 3> total_inside{};
};

bool inside(double pit, double share) { return pit >= 0.5 - 0.5 * share && pit <= 0.5 + 0.5 * share; }

class Judge {
 public:
  Judge(const std::vector<Target>& targets, Day horizon, Day known, std::uint64_t seed)
      : targets_(targets), horizon_(horizon), known_(known), seed_(seed) {}

  OriginScores judge(const Forecast& forecast, Sums& sums) const {
    std::mt19937_64 bits(seed_);
    const auto uniform = [&bits] { return static_cast<double>(bits() >> 11) * 0x1.0p-53; };
    OriginScores origin;
    origin.invoices = targets_.size();
    judge_invoices(forecast, sums, origin, uniform);
    judge_cash(forecast, sums, origin, uniform);
    return origin;
  }

 private:
  template <class Uniform>
  void judge_invoices(const Forecast& forecast, Sums& sums, OriginScores& origin, const Uniform& uniform) const {
    double crps = 0.0, log = 0.0;
    std::vector<double> cdf(kForecastDays);
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const std::vector<float>& law = forecast.cdf[i];
      const bool seen = targets_[i].paid <= known_;
      const Day day = seen ? targets_[i].paid : known_ + 1;
      const auto at = [&](Day t) {
        return t < 1 ? 0.0 : static_cast<double>(law[static_cast<std::size_t>(std::min(t, kForecastDays) - 1)]);
      };
      for (std::size_t k = 0; k < cdf.size(); ++k) cdf[k] = static_cast<double>(law[k]);
      crps += crps_of_days(cdf, 1, day, known_ + 1);
      const double p = seen ? at(day) - at(day - 1) : 1.0 - at(known_);
      log += std::log(std::max(p, kLeastProbability));
      if (seen) {
        // Given that it is paid by the end of what is known: the others cannot be placed.
        const double all = std::max(at(known_), 1e-12), v = uniform();
        sums.pits.push_back(std::clamp((at(day - 1) + v * (at(day) - at(day - 1))) / all, 0.0, 1.0));
      }
    }
    sums.crps += crps;
    sums.log += log;
    const auto n = static_cast<double>(targets_.size());
    sums.invoices += n;
    origin.invoice_crps = crps / n;
    origin.log_score = log / n;
  }

  template <class Uniform>
  void judge_cash(const Forecast& forecast, Sums& sums, OriginScores& origin, const Uniform& uniform) const {
    const auto weeks = static_cast<std::size_t>(horizon_ / 7);
    const std::size_t trials = forecast.draws.size();
    std::uint32_t buyers = 0;
    for (const Target& target : targets_) buyers = std::max(buyers, target.buyer + 1);
    const std::size_t series = weeks + 1 + buyers;  // weeks, total, buyers
    std::vector<std::vector<double>> draws(series, std::vector<double>(trials, 0.0));
    std::vector<double> happened(series, 0.0);
    const auto add = [&](std::size_t i, Day paid, auto&& to) {
      if (paid < 1 || paid > horizon_) return;
      const auto amount = static_cast<double>(targets_[i].amount);
      if (static_cast<std::size_t>(paid - 1) / 7 < weeks) to(static_cast<std::size_t>(paid - 1) / 7, amount);
      to(weeks, amount);
      to(weeks + 1 + targets_[i].buyer, amount);
    };
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      add(i, targets_[i].paid, [&](std::size_t s, double amount) { happened[s] += amount; });
      for (std::size_t t = 0; t < trials; ++t)
        add(i, forecast.draws[t][i], [&](std::size_t s, double amount) { draws[s][t] += amount; });
    }
    double weekly = 0.0;
    sums.by_week.resize(weeks);
    const auto mean_of = [trials](const std::vector<double>& values) {
      double sum = 0.0;
      for (const double x : values) sum += x;
      return sum / static_cast<double>(trials);
    };
    for (std::size_t s = 0; s < series; ++s) {
      const double pit = pit_of_sample(draws[s], happened[s], uniform());
      const double crps = crps_of_sample(draws[s], happened[s]);  // sorts
      if (s < weeks) {
        weekly += crps;
        sums.weekly_cash += happened[s];
        WeekSums& week = sums.by_week[s];
        week.crps += crps;
        week.forecast += mean_of(draws[s]);
        week.happened += happened[s];
        for (std::size_t k = 0; k < 3; ++k) week.inside[k] += inside(pit, kIntervals[k]);
        for (std::size_t k = 0; k < 3; ++k) sums.weekly_inside[k] += inside(pit, kIntervals[k]);
      } else if (s == weeks) {
        origin.forecast = mean_of(draws[s]);
        origin.happened = happened[s];
        origin.lower80 = draws[s][trials / 10];
        origin.upper80 = draws[s][trials - 1 - trials / 10];
        sums.total_crps += crps;
        sums.forecast += origin.forecast;
        sums.happened += happened[s];
        for (std::size_t k = 0; k < 3; ++k) sums.total_inside[k] += inside(pit, kIntervals[k]);
      } else {
        sums.buyer_crps += crps;
        sums.buyer_cash += happened[s];
      }
    }
    sums.weekly_crps += weekly;
    sums.weeks += static_cast<double>(weeks);
    origin.weekly_crps = weekly / std::max(1.0, happened[weeks]);
  }

  const std::vector<Target>& targets_;
  Day horizon_, known_;
  std::uint64_t seed_;
};

MethodScores scores_of(const char* name, Sums& sums, std::size_t windows) {
  MethodScores scores;
  scores.name = name;
  scores.invoice_crps = sums.crps / sums.invoices;
  scores.log_score = sums.log / sums.invoices;
  for (std::size_t k = 0; k < 3; ++k) {
    double covered = 0.0;
    for (const double pit : sums.pits) covered += inside(pit, kIntervals[k]);
    scores.invoice_coverage[k] = covered / std::max<double>(1.0, static_cast<double>(sums.pits.size()));
    scores.weekly_coverage[k] = sums.weekly_inside[k] / sums.weeks;
    scores.total_coverage[k] = sums.total_inside[k] / static_cast<double>(windows);
  }
  for (const double pit : sums.pits)
    scores.pit_shares[std::min(kPitBins - 1, static_cast<std::size_t>(pit * kPitBins))] +=
        1.0 / static_cast<double>(sums.pits.size());
  for (const WeekSums& week : sums.by_week) {
    WeekScores& made = scores.weeks.emplace_back();
    const double cash = week.happened > 0.0 ? week.happened : std::numeric_limits<double>::quiet_NaN();
    made.crps = week.crps / cash;
    made.bias = week.forecast / cash - 1.0;
    for (std::size_t k = 0; k < 3; ++k) made.coverage[k] = week.inside[k] / static_cast<double>(windows);
  }
  scores.pit_distance = sums.pits.empty() ? 0.0 : ks_distance(sums.pits);
  scores.weekly_crps = sums.weekly_crps / sums.weekly_cash;
  scores.buyer_crps = sums.buyer_crps / sums.buyer_cash;
  scores.total_crps = sums.total_crps / sums.happened;
  scores.total_bias = sums.forecast / sums.happened - 1.0;
  return scores;
}

}  // namespace

Backtest backtest(const History& history, const BacktestSettings& settings) {
  Backtest result;
  Day last = 0;
  if (history.known_until < settings.horizon) {
    last = history.known_until - settings.horizon;
    result.notes.push_back(fmt::format("the ledger ends {}: the last origin is {}, so that its {} days are known",
                                       Date{history.day_zero.serial + history.known_until}.iso(),
                                       Date{history.day_zero.serial + last}.iso(), settings.horizon));
  }
  std::array<Sums, kMethods> sums;
  CalibrationSettings quick;
  quick.with_goodness = false;
  for (std::size_t k = settings.origins; k-- > 0;) {
    const Day origin = last - static_cast<Day>(k) * settings.step;
    const std::vector<Target> targets = targets_of(history, origin, settings.horizon);
    if (targets.empty()) throw Error(ExitCode::data, "there is nothing to forecast at an origin");
    Calibration model;
    try {
      model = calibrate(history, origin, quick);
    } catch (const Error& error) {
      result.notes.push_back(
          fmt::format("origin {} left out: {}", Date{history.day_zero.serial + origin}.iso(), error.what()));
      continue;
    }
    const std::uint64_t seed = settings.seed + static_cast<std::uint64_t>(k);
    const Judge judge(targets, settings.horizon, history.known_until - origin, seed);
    const auto score = [&](std::size_t method, const Forecast& forecast) {
      OriginScores scores = judge.judge(forecast, sums[method]);
      scores.origin = origin;
      scores.method = kNames[method];
      result.origins.push_back(scores);
    };
    score(0, forecast_by_model(history, origin, settings.horizon, model, targets, settings.trials, seed));
    score(1, forecast_by_due_date(targets, settings.trials));
    score(2, forecast_by_kaplan_meier(history, origin, targets, settings.trials, seed));
    score(3, forecast_by_ageing(history, origin, targets, settings.trials, seed));
    score(4, forecast_by_normal(history, origin, targets, settings.trials, seed));
    if (result.windows++ == 0) result.first_origin = origin;
    result.last_origin = origin;
    result.invoices += targets.size();
  }
  if (result.windows == 0) throw Error(ExitCode::data, "no origin has enough history");
  result.independent_windows =
      1 + static_cast<std::size_t>((result.last_origin - result.first_origin) / settings.horizon);
  for (std::size_t method = 0; method < kMethods; ++method)
    result.methods.push_back(scores_of(kNames[method], sums[method], result.windows));
  return result;
}

}  // namespace delcredere::studies
