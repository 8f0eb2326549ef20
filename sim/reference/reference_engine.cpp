// The reference engine: every buyer, every invoice, one after the other, straight from the tables.

#include <algorithm>
#include <vector>

#include "models/core/math/elementary.h"
#include "sim/sampling/twist.h"
#include "sim/trial/buyer_trial.h"
#include "sim/trial/careful_trial.h"
#include "sim/trial/contagion.h"
#include "sim/trial/detail.h"
#include "sim/trial/engine.h"

namespace delcredere {
namespace {

class ReferenceEngine final : public TrialEngine {
 public:
  explicit ReferenceEngine(const Plan& plan, std::vector<DetailSink>* detail)
      : plan_(plan), detail_(detail), factor_states_(plan.factor_models.size()), contagion_(plan), careful_(plan) {
    for (std::size_t s = 0; s < plan.conditional_losses.size(); ++s) twists_.emplace_back(plan, s);
    state_.default_day_of = [this](std::uint32_t buyer) { return events_[buyer].day; };
  }

  void run(std::uint64_t trial, std::vector<ScenarioFlows>& flows) override {
    plan_.bands.all(plan_.seed, trial, v_);
    for (std::size_t f = 0; f < plan_.factor_models.size(); ++f)
      if (detail_ != nullptr)
        plan_.factor_models[f].draw_state(plan_.seed, trial, factor_states_[f]);
      else
        plan_.sampler.draw_state(plan_.factor_models[f], f, plan_.seed, trial, factor_states_[f]);
    flows.resize(plan_.scenarios.size());
    for (std::size_t s = 0; s < plan_.scenarios.size(); ++s) run_scenario(trial, s, flows[s]);
  }

 private:
  void run_scenario(std::uint64_t trial, std::size_t number, ScenarioFlows& flows) {
    const ScenarioPlan& scenario = plan_.scenarios[number];
    state_.factors = &factor_states_[scenario.factors];
    draw_shocks(plan_, scenario, trial, state_);
    clear_flows(plan_, scenario, flows);
    note_country_stops(state_, flows);
    note_rates(scenario, state_, flows);
    if (detail_ != nullptr) (*detail_)[number].begin();
    Twist* const twist = twists_.empty() ? nullptr : &twists_[number];
    const bool book = find_effects(trial, scenario);
    if (twist != nullptr) twist->set(state_, book ? effects_.data() : nullptr);
    find_defaults(trial, scenario, twist != nullptr && twist->active() ? twist : nullptr);
    flows.log_weight = twist != nullptr ? twist->log_weight(*state_.factors, own_loss(*twist)) : 0.0;
    const PaymentPlan& payments = plan_.payment_plans[scenario.payments];
    for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) {
      const DefaultEvent& event = events_[buyer];
      if (plan_.study->portfolio.exposure_book) {
        run_exposure(plan_, scenario, state_, buyer, event, flows);
      } else {
        const Score m =
            to_score(payments.roots.sector * delay_score(scenario, buyer) + payments.roots.buyer * effects_[buyer]);
        law_delays(plan_, payments, trial, buyer, m, laws_);
        if (scenario.careful.active) {
          const CarefulTrace& trace = careful_.trace(scenario, state_, buyer, laws_, m, event.day);
          careful_.add(scenario, state_, buyer, event, flows);
          if (detail_ != nullptr) (*detail_)[number].add(plan_, buyer, event.day, trace);
          continue;
        }
        trace_invoices(plan_, scenario, state_, buyer, laws_, event.day, traced_);
        add_buyer(plan_, scenario, state_, buyer, event, traced_, flows);
        if (detail_ != nullptr) (*detail_)[number].add(plan_, buyer, event.day, traced_);
      }
    }
    finish_ledgers(plan_, scenario, state_, flows);
    if (detail_ != nullptr) (*detail_)[number].end(plan_, flows);
  }

  double delay_score(const ScenarioPlan& scenario, std::uint32_t buyer) const {
    return state_.factors->delay_score[plan_.factor_models[scenario.factors].group_of(buyer)];
  }

  /// Payment effect of every buyer; false where there are no payments.
  bool find_effects(std::uint64_t trial, const ScenarioPlan& scenario) {
    effects_.assign(plan_.buyers, 0.0);
    if (plan_.study->portfolio.exposure_book) return false;
    for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer)
      effects_[buyer] = buyer_effect(plan_, buyer, trial, delay_score(scenario, buyer), prior_);
    return true;
  }

  /// e and default of every buyer: first each by itself, then what spreads.
  void find_defaults(std::uint64_t trial, const ScenarioPlan& scenario, const Twist* twist) {
    e_.resize(plan_.buyers);
    events_.assign(plan_.buyers, {});
    own_.clear();
    for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) {
      e_[buyer] = idiosyncratic(plan_.payment_plans[scenario.payments], effects_[buyer],
                                twist != nullptr ? twist->uniform(buyer, v_[buyer]) : v_[buyer]);
      const Day own_day = own_default_day(plan_, scenario, state_, buyer, e_[buyer]);
      events_[buyer] = default_event(plan_, scenario, buyer, own_day, default_words(plan_.seed, trial, buyer));
      if (own_day >= kNever) continue;
      events_[buyer].count = default_count(plan_, scenario, state_, buyer, e_[buyer]);
      own_.push_back({buyer, {own_day, DefaultCause::insolvency, 1}});
    }
    if (!defaults_spread(plan_, scenario)) return;
    events_.assign(plan_.buyers, {});
    for (const BuyerDefault& failed :
         contagion_.run(scenario, state_, own_, [this](std::uint32_t buyer) { return e_[buyer]; }))
      events_[failed.buyer] = failed.what;
  }

  Money own_loss(const Twist& twist) const {
    Money sum = 0;
    for (const BuyerDefault& own : own_) sum += twist.loss(own.buyer);
    return sum;
  }

  const Plan& plan_;
  std::vector<DetailSink>* detail_;
  std::vector<Twist> twists_;  ///< by scenario; none but under importance sampling
  std::vector<FactorModel::State> factor_states_;
  Contagion contagion_;
  CarefulTracer careful_;
  std::vector<double> v_, effects_, e_;
  std::vector<DefaultEvent> events_;
  std::vector<BuyerDefault> own_;
  TrialState state_;
  EffectPrior prior_;
  std::vector<LawDelay> laws_;
  std::vector<InvoiceTrial> traced_;
};

}  // namespace

std::unique_ptr<TrialEngine> make_reference_engine(const Plan& plan, std::vector<DetailSink>* detail) {
  return std::make_unique<ReferenceEngine>(plan, detail);
}

}  // namespace delcredere
