// The calibrated model's forecast: a study as of the origin, planned by the engine, drawn from the engine's tables.

#include <algorithm>
#include <map>
#include <tuple>

#include "app/studies/forecasts.h"
#include "models/core/math/elementary.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::studies {
namespace {

/// Trials whose conditional laws are averaged: laws are smooth, so few are needed.
constexpr std::size_t kLaws = 250;

/// The study as of the origin; `number` becomes the place of every target in its portfolio.
Study study_of(const History& history, Day origin, Day horizon, const Calibration& model,
               const std::vector<Target>& targets, std::uint64_t seed, std::vector<std::size_t>& number) {
  Study study;
  study.name = "backtest";
  study.as_of = Date{history.day_zero.serial + origin};
  study.currency = history.currency;
  study.horizon = horizon;
  study.period_name = "week";
  for (Day end = 7; end < horizon; end += 7) study.period_ends.push_back(end);
  study.period_ends.push_back(horizon);
  study.simulation.trials = 1;
  study.simulation.seed = seed;
  study.base.name = "base";
  study.base.payment = model.payment;
  study.portfolio.buyers = history.buyers;
  for (Buyer& buyer : study.portfolio.buyers) buyer.annual_pd = 0.0;
  std::vector<std::pair<Invoice, std::size_t>> rows;  // with the target's number
  constexpr std::size_t none = ~std::size_t{0};
  for (const PastInvoice& row : history.invoices) {
    if (row.paid > origin) continue;
    Invoice invoice;
    invoice.buyer = row.buyer;
    invoice.issue = row.issue - origin;
    invoice.due = row.due - origin;
    invoice.paid = row.paid - origin;
    invoice.amount = row.amount;
    invoice.electronic = row.electronic;
    invoice.kind = InvoiceKind::history;
    rows.emplace_back(invoice, none);
  }
  for (std::size_t i = 0; i < targets.size(); ++i) {
    Invoice invoice;
    invoice.buyer = targets[i].buyer;
    invoice.issue = targets[i].issue;
    invoice.due = targets[i].due;
    invoice.amount = targets[i].amount;
    invoice.electronic = targets[i].electronic;
    invoice.kind = targets[i].issue > 0 ? InvoiceKind::planned : InvoiceKind::open;
    rows.emplace_back(invoice, i);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.buyer, a.first.issue, a.first.due) < std::tie(b.first.buyer, b.first.issue, b.first.due);
  });
  number.assign(targets.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].first.row = static_cast<std::uint32_t>(i);
    if (rows[i].second != none) number[rows[i].second] = i;
    study.portfolio.invoices.push_back(rows[i].first);
  }
  study.scenarios = {study.base};
  return study;
}

/// P(paid on day <= t | m) of one live invoice, t = 1 .. kForecastDays, added to `sum`.
class ConditionalLaw {
 public:
  ConditionalLaw(const Plan& plan, std::size_t j) : payments_(plan.payment_plans.front()), live_(plan.live), j_(j) {
    const DelayTable& table = payments_.tables[payments_.table[j]];
    const RunCalendar* runs = payments_.runs[payments_.table[j]].get();
    for (Day t = 1; t <= kForecastDays; ++t) {
      if (t < live_.issue[j]) {
        edges_.push_back(-kScoreLimit - 1);
        continue;
      }
      const Day ready = runs == nullptr ? t : runs->next(t) == t ? t : runs->before(t);
      edges_.push_back(ready < live_.issue[j] ? -kScoreLimit - 1 : table.edge(ready - live_.due[j]));
    }
  }

  void add(Score m, std::vector<double>& sum) const {
    const Score gone = payments_.edge[j_];
    if (gone >= kScoreLimit) return;  // never paid
    const double survive = gone == kNotTruncated ? 1.0 : normal_survival(position(gone, m));
    Score before = kNotTruncated;
    double probability = 0.0;
    for (std::size_t k = 0; k < edges_.size(); ++k) {
      if (edges_[k] != before) {
        before = edges_[k];
        const double s = before < -kScoreLimit   ? 1.0
                         : before >= kScoreLimit ? 0.0
                                                 : normal_survival(position(before, m));
        probability = survive > 1e-300 ? std::clamp(1.0 - s / survive, 0.0, 1.0) : 1.0;
      }
      sum[k] += probability;
    }
  }

 private:
  double position(Score edge, Score m) const {
    return (static_cast<double>(edge - m) + 0.5) / kScoreOne / std::max(payments_.roots.residual, 1e-9);
  }
  const PaymentPlan& payments_;
  const LiveInvoices& live_;
  std::size_t j_;
  std::vector<Score> edges_;
};

}  // namespace

Forecast forecast_by_model(const History& history, Day origin, Day horizon, const Calibration& model,
                           const std::vector<Target>& targets, std::size_t trials, std::uint64_t seed) {
  std::vector<std::size_t> number;
  const Study study = study_of(history, origin, horizon, model, targets, seed, number);
  const Plan plan = make_plan(study);
  const PaymentPlan& payments = plan.payment_plans.front();
  std::vector<std::size_t> target_of(plan.live.size());
  std::map<std::size_t, std::size_t> target_at;  // by place in the portfolio
  for (std::size_t i = 0; i < targets.size(); ++i) target_at[number[i]] = i;
  for (std::size_t j = 0; j < plan.live.size(); ++j) target_of[j] = target_at.at(plan.live.number[j]);

  Forecast forecast;
  forecast.draws.assign(trials, std::vector<std::int16_t>(targets.size(), kNotPaid));
  std::vector<std::vector<double>> sums(targets.size(), std::vector<double>(kForecastDays, 0.0));
  std::vector<ConditionalLaw> laws;
  for (std::size_t j = 0; j < plan.live.size(); ++j) laws.emplace_back(plan, j);
  FactorModel::State state;
  EffectPrior prior;
  std::vector<LawDelay> delays;
  const std::size_t averaged = std::min(kLaws, trials);
  for (std::size_t trial = 0; trial < trials; ++trial) {
    plan.factor_models.front().draw_state(plan.seed, trial, state);
    for (std::uint32_t b = 0; b < plan.buyers; ++b) {
      if (plan.live_first[b] == plan.live_first[b + 1]) continue;
      const double z = state.delay_score[plan.factor_models.front().group_of(b)];
      const double effect = buyer_effect(plan, b, trial, z, prior);
      const Score m = to_score(payments.roots.sector * z + payments.roots.buyer * effect);
      law_delays(plan, payments, trial, b, m, delays);
      for (std::size_t j = plan.live_first[b]; j < plan.live_first[b + 1]; ++j) {
        if (trial < averaged) laws[j].add(m, sums[target_of[j]]);
        Day delay = delays[j - plan.live_first[b]];
        if (delay == kOlderThanLaw) continue;
        if (const RunCalendar* runs = payments.runs[payments.table[j]].get())
          delay = on_run_day(*runs, plan.live.due[j], delay);
        forecast.draws[trial][target_of[j]] =
            static_cast<std::int16_t>(std::min<Day>(plan.live.due[j] + delay, kNotPaid));
      }
    }
  }
  for (const auto& sum : sums) {
    std::vector<float> cdf;
    for (const double p : sum) cdf.push_back(static_cast<float>(p / static_cast<double>(averaged)));
    forecast.cdf.push_back(std::move(cdf));
  }
  return forecast;
}

}  // namespace delcredere::studies
