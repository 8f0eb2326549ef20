// The reference engine: every buyer, every invoice, one after the other, straight from the tables.

#include <algorithm>
#include <vector>

#include "models/core/math/elementary.h"
#include "sim/reference/detail.h"
#include "sim/trial/buyer_trial.h"
#include "sim/trial/engine.h"

namespace delcredere {
namespace {

class ReferenceEngine final : public TrialEngine {
 public:
  explicit ReferenceEngine(const Plan& plan, std::vector<DetailSink>* detail)
      : plan_(plan), detail_(detail), factor_states_(plan.factor_models.size()) {}

  void run(std::uint64_t trial, std::vector<ScenarioFlows>& flows) override {
    plan_.bands.all(plan_.seed, trial, v_);
    for (std::size_t f = 0; f < plan_.factor_models.size(); ++f)
      plan_.factor_models[f].draw_state(plan_.seed, trial, factor_states_[f]);
    flows.resize(plan_.scenarios.size());
    for (std::size_t s = 0; s < plan_.scenarios.size(); ++s) run_scenario(trial, s, flows[s]);
  }

 private:
  void run_scenario(std::uint64_t trial, std::size_t number, ScenarioFlows& flows) {
    const ScenarioPlan& scenario = plan_.scenarios[number];
    state_.factors = &factor_states_[scenario.factors];
    draw_shocks(plan_, scenario, trial, state_);
    clear_flows(plan_, scenario, flows);
    if (detail_ != nullptr) (*detail_)[number].begin();
    for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) {
      const double delay_score = state_.factors->delay_score[plan_.factor_models[scenario.factors].group_of(buyer)];
      const PaymentPlan& payments = plan_.payment_plans[scenario.payments];
      const bool needs_effect = !plan_.study->portfolio.exposure_book;
      const double effect = needs_effect ? buyer_effect(plan_, buyer, trial, delay_score, prior_) : 0.0;
      const double e = idiosyncratic(payments, effect, v_[buyer]);
      const Day own_day = own_default_day(plan_, scenario, state_, buyer, e);
      DefaultEvent event = default_event(plan_, scenario, trial, buyer, own_day);
      if (own_day < kNever) event.count = default_count(plan_, scenario, state_, buyer, e);
      if (plan_.study->portfolio.exposure_book) {
        run_exposure(plan_, scenario, trial, buyer, event, flows);
      } else {
        const Score m = to_score(payments.roots.sector * delay_score + payments.roots.buyer * effect);
        law_delays(plan_, payments, trial, buyer, m, laws_);
        trace_invoices(plan_, scenario, state_, buyer, laws_, event.day, traced_);
        add_buyer(plan_, scenario, trial, buyer, event, traced_, flows);
        if (detail_ != nullptr) (*detail_)[number].add(plan_, buyer, event.day, traced_);
      }
    }
    flows.ledgers.finish();
    if (detail_ != nullptr) (*detail_)[number].end();
  }

  const Plan& plan_;
  std::vector<DetailSink>* detail_;
  std::vector<FactorModel::State> factor_states_;
  std::vector<double> v_;
  TrialState state_;
  EffectPrior prior_;
  std::vector<LawDelay> laws_;
  std::vector<InvoiceTrial> traced_;
};

}  // namespace

std::unique_ptr<TrialEngine> make_reference_engine(const Plan& plan) {
  return std::make_unique<ReferenceEngine>(plan, nullptr);
}

std::unique_ptr<TrialEngine> make_detail_engine(const Plan& plan, std::vector<DetailSink>& detail) {
  return std::make_unique<ReferenceEngine>(plan, &detail);
}

}  // namespace delcredere
