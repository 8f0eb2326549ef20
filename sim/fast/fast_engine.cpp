#include "sim/fast/fast_engine.h"

#include <algorithm>
#include <array>

#include "models/core/math/elementary.h"
#include "sim/fast/fast_defaults.h"
#include "sim/fast/fast_payments.h"
#include "sim/fast/kernels.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere {
namespace {

/// Payment effects of all buyers for one factor model.
class FastEffects {
 public:
  explicit FastEffects(const Plan& plan)
      : plan_(plan), words_((plan.buyers + 3) / 4 * 4), prior_level_(plan.sectors.size()) {
    for (auto& levels : prior_level_) levels.resize(kFinestLevel + 1);
  }

  void run(std::uint64_t trial, const std::vector<double>& delay_scores, std::vector<double>& effects) {
    effects.resize(words_.size());
    fast::draw_words(plan_.seed, Purpose::buyer_effect, 0, words_.size() / 4, trial, words_.data());
    fast::normal_from_words(words_.data(), plan_.buyers, effects.data());
    if (plan_.evidence.empty()) return;
    for (auto& levels : prior_level_)
      for (Prior& prior : levels) prior.known = false;
    const EffectRoots& roots = plan_.payment_plans.front().roots;
    for (std::size_t b = 0; b < plan_.buyers; ++b) {
      const EffectEvidence& evidence = plan_.evidence[b];
      if (evidence.weights.empty()) continue;
      const std::uint32_t group = plan_.buyer_group[b];
      Prior& prior = prior_level_[group][static_cast<std::size_t>(evidence.level)];
      if (!prior.known) prior.table.set(roots, evidence.level, delay_scores[group]);
      prior.known = true;
      const double m = informed_score(evidence, prior.table, roots, open_uniform(words_[b]));
      effects[b] = (m - roots.sector * delay_scores[group]) / roots.buyer;
    }
  }

 private:
  struct Prior {
    EffectPrior table;
    bool known = false;
  };
  const Plan& plan_;
  std::vector<std::uint32_t> words_;
  std::vector<std::vector<Prior>> prior_level_;  ///< by dependence group and level
};

class FastEngine final : public TrialEngine {
 public:
  explicit FastEngine(const Plan& plan)
      : plan_(plan),
        book_(!plan.study->portfolio.exposure_book),
        defaults_(plan),
        effects_maker_(plan),
        factor_states_(plan.factor_models.size()),
        effects_(plan.factor_models.size()),
        states_(plan.scenarios.size()),
        inputs_(plan.scenarios.size()),
        group_of_(plan.scenarios.size()) {
    if (book_) make_groups();
  }

  void run(std::uint64_t trial, std::vector<ScenarioFlows>& flows) override {
    for (std::size_t f = 0; f < plan_.factor_models.size(); ++f) {
      plan_.factor_models[f].draw_state(plan_.seed, trial, factor_states_[f]);
      // Without evidence the effects do not depend on the factors.
      if (book_ && (f == 0 || !plan_.evidence.empty()))
        effects_maker_.run(trial, factor_states_[f].delay_score, effects_[f]);
    }
    for (std::size_t s = 0; s < plan_.scenarios.size(); ++s) {
      const ScenarioPlan& scenario = plan_.scenarios[s];
      states_[s].factors = &factor_states_[scenario.factors];
      draw_shocks(plan_, scenario, trial, states_[s]);
      inputs_[s] = {&scenario, &states_[s], book_ ? effects_of(scenario).data() : nullptr};
    }
    defaults_.run(trial, inputs_, own_);
    for (fast::PaymentGroup& group : groups_) {
      const ScenarioPlan& any = plan_.scenarios[group.scenarios().front()];
      group.run(trial, effects_of(any).data(), factor_states_[any.factors].delay_score);
    }
    flows.resize(plan_.scenarios.size());
    for (std::size_t s = 0; s < plan_.scenarios.size(); ++s) assemble(trial, s, flows[s]);
  }

 private:
  const std::vector<double>& effects_of(const ScenarioPlan& scenario) const {
    return effects_[plan_.evidence.empty() ? 0 : scenario.factors];
  }

  /// Scenarios with the same payments, factors and rules share a group.
  void make_groups() {
    std::vector<std::vector<std::uint32_t>> members;
    const auto same = [&](std::uint32_t a, std::uint32_t b) {
      const ScenarioPlan &x = plan_.scenarios[a], &y = plan_.scenarios[b];
      return x.payments == y.payments && x.factors == y.factors && x.dunning == y.dunning &&
             x.supply_stop == y.supply_stop;
    };
    for (std::uint32_t s = 0; s < plan_.scenarios.size(); ++s) {
      const auto known = std::find_if(members.begin(), members.end(), [&](const auto& m) { return same(m.front(), s); });
      group_of_[s] = static_cast<std::uint32_t>(known - members.begin());
      if (known == members.end())
        members.push_back({s});
      else
        known->push_back(s);
    }
    for (std::vector<std::uint32_t>& list : members)
      groups_.emplace_back(plan_, plan_.scenarios[list.front()], list);
  }

  /// Own defaults and named failures of a scenario, by buyer.
  void merge_events(std::uint64_t trial, std::size_t s) {
    const ScenarioPlan& scenario = plan_.scenarios[s];
    events_.clear();
    auto own = own_[s].begin();
    auto forced = scenario.failures.begin();
    while (own != own_[s].end() || forced != scenario.failures.end()) {
      const bool take_own = forced == scenario.failures.end() || (own != own_[s].end() && own->buyer <= forced->buyer);
      const std::uint32_t buyer = take_own ? own->buyer : forced->buyer;
      const Day day = take_own ? own->day : kNever;
      events_.push_back({buyer, default_event(plan_, scenario, trial, buyer, day)});
      if (forced != scenario.failures.end() && forced->buyer == buyer) ++forced;
      if (take_own) ++own;
    }
  }

  bool shocked(const ScenarioPlan& scenario, const TrialState& state, std::uint16_t shock_class) const {
    for (const ShockEffect& effect : scenario.shock_classes[shock_class])
      if ((effect.acts_on_delays() || effect.acts_on_sales()) && !state.shocks[effect.shock].empty()) return true;
    return false;
  }

  void assemble(std::uint64_t trial, std::size_t s, ScenarioFlows& flows) {
    const ScenarioPlan& scenario = plan_.scenarios[s];
    merge_events(trial, s);
    if (!book_) {
      clear_flows(plan_, scenario, flows);
      for (const Event& event : events_) run_exposure(plan_, scenario, trial, event.buyer, event.what, flows);
      flows.ledgers.finish();
      return;
    }
    const fast::PaymentGroup& group = groups_[group_of_[s]];
    start_from(group, scenario, flows);

    shocked_class_.clear();
    bool any_shocked = false;
    if (scenario.shocks_payments)
      for (std::uint16_t c = 0; c < scenario.shock_classes.size(); ++c) {
        shocked_class_.push_back(shocked(scenario, states_[s], c));
        any_shocked = any_shocked || shocked_class_.back();
      }

    auto event = events_.begin();
    auto late = group.late().begin();
    const auto next_late = [&] { return late == group.late().end() ? kNoBuyer : late->buyer; };
    const auto next_event = [&] { return event == events_.end() ? kNoBuyer : event->buyer; };
    const auto handle = [&](std::uint32_t buyer) {
      const bool fails = next_event() == buyer;
      const DefaultEvent what = fails ? event++->what : DefaultEvent{};
      bool is_late = false;
      for (; next_late() == buyer; ++late)
        is_late = is_late || (late->delay > scenario.shortest_wait && late->due + scenario.shortest_wait <= plan_.horizon);
      if (fails || (any_shocked && shocked_class_[scenario.buyer_class[buyer]])) {
        replace(trial, s, buyer, what, group, flows);
      } else if (is_late) {
        group.trace(buyer, traced_);
        append_ledger(plan_, buyer, {}, 0, kNever, traced_, flows.ledgers);
      }
    };
    if (any_shocked)
      for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) handle(buyer);
    else
      while (std::min(next_late(), next_event()) != kNoBuyer) handle(std::min(next_late(), next_event()));
    flows.ledgers.finish();
  }

  void start_from(const fast::PaymentGroup& group, const ScenarioPlan& scenario, ScenarioFlows& flows) const {
    flows.receipts.assign(group.receipts().begin(), group.receipts().end() - 1);
    flows.shipped.assign(group.shipped().begin(), group.shipped().end());
    flows.lost_sales = group.lost_sales();
    flows.failed.clear();
    flows.ledgers.clear();
    flows.turnover.clear();
    if (scenario.turnover_slots == 0) return;
    for (const PolicyPlan& policy : scenario.policies)
      flows.turnover.insert(flows.turnover.end(), policy.planned_turnover.begin(), policy.planned_turnover.end());
    group.reduce_turnover(scenario, flows.turnover);
  }

  /// Takes the group's version of a buyer out and puts what happens to it in this scenario in.
  void replace(std::uint64_t trial, std::size_t s, std::uint32_t buyer, const DefaultEvent& what,
               const fast::PaymentGroup& group, ScenarioFlows& flows) {
    const ScenarioPlan& scenario = plan_.scenarios[s];
    group.remove(buyer, flows);
    if (scenario.turnover_slots != 0) remove_turnover(scenario, buyer, group, flows);
    trace_invoices(plan_, scenario, states_[s], buyer, group.laws(buyer), what.day, traced_);
    add_buyer(plan_, scenario, trial, buyer, what, traced_, flows);
  }

  void remove_turnover(const ScenarioPlan& scenario, std::uint32_t buyer, const fast::PaymentGroup& group,
                       ScenarioFlows& flows) {
    group.trace(buyer, traced_);
    std::size_t slot = 0;
    for (const PolicyPlan& policy : scenario.policies)
      for (const std::size_t year : policy.adjusted_years) {
        for (std::size_t k = 0; k < traced_.size(); ++k) {
          const std::size_t j = plan_.live_first[buyer] + k;
          if (!plan_.live.open[j] &&
              policy.premium.invoice_year[plan_.live.number[j]] == static_cast<std::int16_t>(year))
            flows.turnover[slot] -= traced_[k].amount;
        }
        ++slot;
      }
  }

  struct Event {
    std::uint32_t buyer = 0;
    DefaultEvent what;
  };
  static constexpr std::uint32_t kNoBuyer = 0xFFFFFFFFu;

  const Plan& plan_;
  bool book_;
  fast::FastDefaults defaults_;
  FastEffects effects_maker_;
  std::vector<FactorModel::State> factor_states_;
  std::vector<std::vector<double>> effects_;  ///< by factor model
  std::vector<TrialState> states_;
  std::vector<fast::FastDefaults::Input> inputs_;
  std::vector<std::uint32_t> group_of_;
  std::vector<fast::PaymentGroup> groups_;
  std::vector<std::vector<fast::OwnDefault>> own_;
  std::vector<Event> events_;
  std::vector<std::uint8_t> shocked_class_;
  std::vector<InvoiceTrial> traced_;
};

}  // namespace

std::unique_ptr<TrialEngine> make_fast_engine(const Plan& plan) { return std::make_unique<FastEngine>(plan); }

std::string fast_engine_target() { return fast::simd_target(); }

}  // namespace delcredere
