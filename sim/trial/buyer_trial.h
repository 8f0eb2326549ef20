#pragma once
// One buyer in one trial of one scenario: its default, and each of its invoices by date. Short, scalar, obvious: the
// reference engine does every buyer this way, the fast engine the few that need it.

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "models/insurance/insured_balance.h"
#include "sim/plan/plan.h"
#include "sim/trial/flows.h"

namespace delcredere {

/// What is common to all buyers of one scenario in one trial.
struct TrialState {
  std::uint64_t trial = 0;
  const FactorModel::State* factors = nullptr;
  ShockState shocks;                                 ///< windows by shock
  std::vector<std::vector<HazardSegment>> segments;  ///< by shock class
  ShockCalendar days;                                ///< of shocks on payments
  ShockState country_stops;                          ///< windows by country event
  RatesByCurrency rates;                             ///< by foreign currency and day; empty while all rates stay
  const ScenarioPlan* days_of = nullptr;             ///< `days` are this scenario's ..
  ShockState days_for;                               ///< .. for these windows
  /// Scores a'Z of the reviews that draw their own factors, by review from 0, then dependence group.
  std::vector<std::vector<double>> review_scores;
  /// Day on which a buyer fails in this trial and scenario, kNever; asked for guarantors alone.
  std::function<Day(std::uint32_t buyer)> default_day_of;
};

/// Draws the shocks of a scenario. What they do to payments is kept from trial to trial while the windows are the same.
void draw_shocks(const Plan& plan, const ScenarioPlan& scenario, std::uint64_t trial, TrialState& state);

/// B of buyer i: prior, or posterior given what is known and this trial's Z'. `prior` is scratch.
double buyer_effect(const Plan& plan, std::uint32_t buyer, std::uint64_t trial, double delay_score, EffectPrior& prior);

/// The idiosyncratic variable e of a buyer: -l B + sqrt(1 - l^2) Phi^-1(V).
double idiosyncratic(const PaymentPlan& payments, double effect, double v);

/// Own default day in 1..H (kNever), before named failures.
Day own_default_day(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                    double e);

/// How often a buyer that defaults by itself does so in 1..H: 1 but under gamma sectors with Poisson counts.
int default_count(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                  double e);

/// Draws that say what a buyer's default is like, should it default.
struct DefaultWords {
  std::uint32_t cause = 0, loss = 0;
};
DefaultWords default_words(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer);

/// Default of a buyer with its cause, named failures included.
struct DefaultEvent {
  Day day = kNever;
  DefaultCause cause = DefaultCause::insolvency;
  int count = 1;                ///< default_count()
  std::uint32_t loss_word = 0;  ///< draw of its loss given default
};
/// The failure that a scenario names for a buyer; nullptr without one.
const ForcedFailure* named_failure(const ScenarioPlan& scenario, std::uint32_t buyer);
inline DefaultEvent default_event(const Plan& plan, const ScenarioPlan& scenario, std::uint32_t buyer, Day own_day,
                                  const DefaultWords& words) {
  const ForcedFailure* named = scenario.failures.empty() ? nullptr : named_failure(scenario, buyer);
  if (named != nullptr && named->day < own_day) return {named->day, named->cause, 1, words.loss};
  if (own_day >= kNever) return {};
  const bool insolvent =
      plan.study->portfolio.exposure_book || open_uniform(words.cause) < scenario.scenario->credit.insolvency_share;
  return {own_day, insolvent ? DefaultCause::insolvency : DefaultCause::protracted_default, 1, words.loss};
}

/// What happened to one live invoice.
struct InvoiceTrial {
  Money amount = 0;   ///< 0: not shipped
  Day delay = 0;      ///< D, kNever when it is never paid
  Day paid = kNever;  ///< day of payment if the buyer lives; not before the issue day
  Money ordered = 0;  ///< planned amount that is not shipped because the buyer fails
};

/// Delays of a buyer's live invoices by the law alone (truncated for open items, rounded up to days, never before the
/// issue day), before shocks, dunning and payment runs; kMaxDelay + 1 marks an open item older than its law allows,
/// which is never paid.
using LawDelay = std::int16_t;
inline constexpr LawDelay kOlderThanLaw = kMaxDelay + 1;
void law_delays(const Plan& plan, const PaymentPlan& payments, std::uint64_t trial, std::uint32_t buyer, Score m,
                std::vector<LawDelay>& delays);
/// The same of one live invoice j that is not truncated.
LawDelay law_delay(const Plan& plan, const PaymentPlan& payments, std::uint64_t trial, std::size_t j, Score m);

/// The law's delay under a shock, at most kMaxDelay; dunning comes after it. The multiplier acts on late payers alone.
inline Day shocked_delay(Day delay, const DelayShock& shock) {
  std::int64_t shocked = delay;
  if (shock.multiplier != kOnePart && delay > 0) shocked = (shocked * shock.multiplier + kOnePart - 1) / kOnePart;
  return static_cast<Day>(std::min<std::int64_t>(shocked + shock.days, kMaxDelay));
}
/// A delay moved to the next payment run, at most kMaxDelay.
inline Day on_run_day(const RunCalendar& runs, Day due, Day delay) {
  return std::min(runs.next(due + delay) - due, kMaxDelay);
}
/// Effect on an invoice due (issued) on `day`; none before day 1.
inline DelayShock delay_shock(const ShockDays& days, Day due) {
  return days.active() && due > 0 ? days.by_due[static_cast<std::size_t>(due)] : DelayShock{};
}
/// The same with what slows the last payments before the buyer's default.
inline DelayShock delay_shock(const ShockDays& days, const PaymentPlan& payments, Day due, Day default_day) {
  DelayShock shock = delay_shock(days, due);
  if (due < default_day && due >= default_day - payments.slowing_window) {  // without a default this is far away
    shock.multiplier = times_parts(shock.multiplier, payments.slowing.multiplier);
    shock.days += payments.slowing.days;
  }
  return shock;
}
inline Money shocked_amount(const ShockDays& days, Day issue, Money amount) {
  if (!days.active() || issue <= 0) return amount;
  const PartsPerBillion factor = days.sales_by_issue[static_cast<std::size_t>(issue)];
  return factor == kOnePart ? amount : times_parts(amount, factor);
}

/// Windows in which no payment of the buyer arrives; nullptr where there are none in this trial.
const std::vector<Window>* country_stop_of(const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer);
/// The day on which a payment of a stopped day arrives: the first after its window.
inline Day released(const std::vector<Window>& windows, Day day) {
  for (const Window& window : windows)
    if (day >= window.first && day <= window.last) return window.last + 1;
  return day;
}
/// Tells the flows of the trial's stops.
void note_country_stops(const TrialState& state, ScenarioFlows& flows);
/// Tells the flows of the trial's rates.
void note_rates(const ScenarioPlan& scenario, const TrialState& state, ScenarioFlows& flows);

/// All live invoices of a buyer by date: shipments, delays, supply stop. One entry per live invoice; `laws` likewise.
void trace_invoices(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                    std::span<const LawDelay> laws, Day default_day, std::vector<InvoiceTrial>& traced);

/// Whether some undisputed debt of a living buyer may be open `wait` days after its due day, on a day up to H, with
/// receipts put against the oldest debt: only then can a policy find a date of loss. Most late payers settle their old
/// debts in time with what they pay for later ones. May answer yes too often: where there are too many sums to take.
bool stays_unsettled(const Plan& plan, Day wait, std::uint32_t buyer, const std::vector<InvoiceTrial>& traced);

/// Appends the buyer's ledger (history that can matter, open, shipped), sorted by (issue, due, row).
void append_ledger(const Plan& plan, const ScenarioPlan& scenario, std::uint32_t buyer, const DefaultEvent& event,
                   const FailedBuyer* failed, const std::vector<InvoiceTrial>& traced, LedgerSet& ledgers);

/// Adds a failed buyer and what its securities and its estate pay on its exposure.
/// `secured`: the part of it that comes back in full, with the estate; the rest is what the others secure and lose.
const FailedBuyer& fail(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                        const DefaultEvent& event, Money exposure, ScenarioFlows& flows, Money secured = 0);

/// Empties the flows of a scenario before a trial.
void clear_flows(const Plan& plan, const ScenarioPlan& scenario, ScenarioFlows& flows);

/// A buyer's insured balances on the balance days of a policy year in 1..H, open amounts added in order of shipment.
/// `grades` of the buyer in the trial; without them its limits stay.
class BalanceSum {
 public:
  BalanceSum(const PolicyPlan& policy, std::size_t year, std::span<const GradeFrom> grades = {})
      : policy_(policy), days_(policy.premium.years[year].balance_days), grades_(grades) {}
  /// An amount of portfolio invoice `number` that is open from `issue` until the day before `end`. rates: of its
  /// currency, where they move.
  void add(std::uint32_t buyer, std::uint32_t number, Day issue, Day end, Money amount,
           const RatesByDay* rates = nullptr) {
    if (policy_.premium.insurable[number] == 0) return;
    for (std::size_t d = 0; d < days_.size(); ++d)
      if (days_[d] > 0 && issue <= days_[d] && days_[d] < end)
        walks_[d].add(policy_.policy.tables().limit_on(buyer, grades_, issue), at_rate(rates, amount, days_[d]));
  }
  Money insured() const {
    Money sum = 0;
    for (const BalanceWalk& walk : walks_) sum += walk.insured();
    return sum;
  }

 private:
  const PolicyPlan& policy_;
  const std::vector<Day>& days_;
  std::span<const GradeFrom> grades_;
  std::array<BalanceWalk, kBalancesOfYear> walks_;
};
Money later_balances(const Plan& plan, const PolicyPlan& policy, std::size_t year, std::uint32_t buyer,
                     const std::vector<InvoiceTrial>& traced, Day default_day);

/// Adds (sign 1) or takes away (sign -1) a buyer to the turnover and balances that premiums are adjusted to;
/// balances(policy, year) are the buyer's. `grades` of the buyer in the trial; without them its limits stay.
template <class Balances>
void add_turnover(const Plan& plan, const ScenarioPlan& scenario, std::uint32_t buyer,
                  const std::vector<InvoiceTrial>& traced, int sign, ScenarioFlows& flows, Balances&& balances,
                  std::span<const GradeFrom> grades = {}) {
  std::size_t slot = 0;
  for (const PolicyPlan& policy : scenario.policies)
    for (const std::size_t year : policy.adjusted_years) {
      Money& base = flows.turnover[slot++];
      if (policy.premium.on_balances()) {
        base += sign * balances(policy, year);
        continue;
      }
      for (std::size_t k = 0; k < traced.size(); ++k) {
        const std::size_t j = plan.live_first[buyer] + k;
        if (plan.live.open[j] || policy.premium.invoice_year[plan.live.number[j]] != static_cast<std::int16_t>(year))
          continue;
        if (!grades.empty()) {
          const LimitStep step = policy.policy.tables().limit_on(buyer, grades, plan.live.issue[j]);
          if (step.limit <= step.primary) continue;
        }
        base += sign * traced[k].amount;
      }
    }
}

/// Whether an undisputed amount due on day `due` and paid on day `paid` may wait long enough for a political cause.
bool political_wait_passes(const Plan& plan, const ScenarioPlan& scenario, std::uint32_t buyer, Day due, Day paid,
                           const ScenarioFlows& flows);

/// Points the ledgers at their invoices, at the stops of their countries, and at their grades where a policy asks for
/// them; call once after the last buyer.
void finish_ledgers(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, ScenarioFlows& flows);

/// Adds what happened to one buyer: receipts, shipments, its failure, and its ledger where a policy may need it.
void add_buyer(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
               const DefaultEvent& event, const std::vector<InvoiceTrial>& traced, ScenarioFlows& flows);

/// A buyer of an exposure book: one invoice shipped on as_of, open until the default.
void run_exposure(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                  const DefaultEvent& event, ScenarioFlows& flows);

}  // namespace delcredere
