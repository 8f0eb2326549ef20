#include "sim/fast/fast_engine.h"

#include <algorithm>
#include <array>

#include "models/core/error.h"
#include "models/core/math/elementary.h"
#include "sim/fast/fast_defaults.h"
#include "sim/fast/fast_effects.h"
#include "sim/fast/flow_routes.h"
#include "sim/fast/kernels.h"
#include "sim/fast/twin_flows.h"
#include "sim/sampling/twist.h"
#include "sim/trial/buyer_trial.h"
#include "sim/trial/careful_trial.h"
#include "sim/trial/contagion.h"
#include "sim/trial/detail.h"

namespace delcredere {
namespace {

class FastEngine final : public TrialEngine {
 public:
  FastEngine(const Plan& plan, std::vector<DetailSink>* detail)
      : plan_(plan),
        detail_(detail),
        book_(!plan.study->portfolio.exposure_book),
        defaults_(plan),
        effects_maker_(plan),
        factor_states_(plan.factor_models.size()),
        effects_(plan.factor_models.size()),
        states_(plan.scenarios.size()),
        inputs_(plan.scenarios.size()),
        routes_(plan),
        contagion_(plan),
        careful_(plan) {
    for (std::size_t s = 0; s < plan.conditional_losses.size(); ++s) twists_.emplace_back(plan, s);
    for (TrialState& state : states_)
      state.default_day_of = [this](std::uint32_t buyer) {
        const auto place = std::lower_bound(events_.begin(), events_.end(), buyer,
                                            [](const Event& event, std::uint32_t b) { return event.buyer < b; });
        return place != events_.end() && place->buyer == buyer ? place->what.day : kNever;
      };
  }

  void run(std::uint64_t trial, std::vector<ScenarioFlows>& flows) override {
    flows.resize(plan_.scenarios.size());
    for (std::size_t f = 0; f < plan_.factor_models.size(); ++f) {
      if (detail_ != nullptr)
        plan_.factor_models[f].draw_state(plan_.seed, trial, factor_states_[f]);
      else
        plan_.sampler.draw_state(plan_.factor_models[f], f, plan_.seed, trial, factor_states_[f]);
      if (book_ && effects_number(f) == f)
        effects_maker_.run(trial, plan_.factor_models[f], factor_states_[f].delay_score, effects_[f]);
    }
    for (std::size_t s = 0; s < plan_.scenarios.size(); ++s) {
      const ScenarioPlan& scenario = plan_.scenarios[s];
      states_[s].factors = &factor_states_[scenario.factors];
      draw_shocks(plan_, scenario, trial, states_[s]);
      inputs_[s] = {&scenario, &states_[s], book_ ? effects_[effects_number(scenario.factors)].data() : nullptr};
    }
    find_own(trial, flows);
    routes_.draw(
        trial, [&](std::size_t f) { return effects_[effects_number(f)].data(); },
        [&](std::size_t f) -> const std::vector<double>& { return factor_states_[f].delay_score; });
    for (std::size_t s = 0; s < plan_.scenarios.size(); ++s) {
      if (detail_ != nullptr) (*detail_)[s].begin();
      assemble(trial, s, flows);
      if (detail_ != nullptr) (*detail_)[s].end(plan_, flows[s]);
    }
  }

 private:
  /// Who fails by itself, and the weight of the trial.
  void find_own(std::uint64_t trial, std::vector<ScenarioFlows>& flows) {
    std::size_t twisted = 0;
    for (std::size_t s = 0; s < twists_.size(); ++s) {
      twists_[s].set(states_[s], inputs_[s].effects);
      twisted += twists_[s].active();
    }
    if (twisted < plan_.scenarios.size()) defaults_.run(trial, inputs_, own_);
    own_.resize(plan_.scenarios.size());
    if (twisted > 0) plan_.bands.all(plan_.seed, trial, v_);
    for (std::size_t s = 0; s < plan_.scenarios.size(); ++s) {
      flows[s].log_weight = 0.0;
      if (twists_.empty()) continue;
      if (twists_[s].active()) find_twisted(s);
      Money loss = 0;
      for (const fast::OwnDefault& own : own_[s]) loss += twists_[s].loss(own.buyer);
      flows[s].log_weight = twists_[s].log_weight(*states_[s].factors, loss);
    }
  }

  /// Who fails by itself under a twist, which looks at every buyer anyway.
  void find_twisted(std::size_t s) {
    const Twist& twist = twists_[s];
    const double* effects = inputs_[s].effects;
    own_[s].clear();
    for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) {
      if (!(v_[buyer] < twist.probability(buyer))) continue;
      const double e = idiosyncratic(plan_.payment_plans[plan_.scenarios[s].payments],
                                     effects != nullptr ? effects[buyer] : 0.0, twist.uniform(buyer, v_[buyer]));
      const Day day = own_default_day(plan_, plan_.scenarios[s], states_[s], buyer, e);
      if (day < kNever) own_[s].push_back({buyer, day, 1});
    }
  }

  /// Without evidence the effects do not depend on the factors.
  std::size_t effects_number(std::size_t factors) const { return plan_.evidence.empty() ? 0 : factors; }

  using Event = BuyerDefault;

  /// Own defaults and named failures of a scenario, by buyer.
  void merge_events(std::uint64_t trial, std::size_t s) {
    const ScenarioPlan& scenario = plan_.scenarios[s];
    events_.clear();
    if (defaults_spread(plan_, scenario)) {
      direct_.clear();
      for (const fast::OwnDefault& own : own_[s]) direct_.push_back({own.buyer, {own.day, {}, 1}});
      const double* effects = inputs_[s].effects;
      events_ = contagion_.run(scenario, states_[s], direct_, [&](std::uint32_t buyer) {
        const double v = plan_.bands.one(plan_.seed, trial, buyer);
        return idiosyncratic(plan_.payment_plans[scenario.payments], effects != nullptr ? effects[buyer] : 0.0, v);
      });
      return;
    }
    const std::vector<fast::OwnDefault>& failing = scenario.failures.empty() ? own_[s] : with_named(s);
    words_.draw(plan_.seed, trial, failing, book_);
    for (std::size_t k = 0; k < failing.size(); ++k)
      scenario.lgds[scenario.buyer_lgd[failing[k].buyer]].table.fetch_lgd(words_[k].loss);
    for (std::size_t k = 0; k < failing.size(); ++k) {
      const auto& [buyer, day, count] = failing[k];
      Event& event = events_.emplace_back();
      event.buyer = buyer;
      event.what = default_event(plan_, scenario, buyer, day, words_[k]);
      event.what.count = count;
    }
  }

  /// Own defaults and, without a day of their own, the buyers named to fail.
  const std::vector<fast::OwnDefault>& with_named(std::size_t s) {
    const std::vector<ForcedFailure>& named = plan_.scenarios[s].failures;
    failing_.clear();
    auto own = own_[s].begin();
    for (const ForcedFailure& failure : named) {
      while (own != own_[s].end() && own->buyer < failure.buyer) failing_.push_back(*own++);
      const bool fails = own != own_[s].end() && own->buyer == failure.buyer;
      failing_.push_back(fails ? *own++ : fast::OwnDefault{failure.buyer, kNever, 1});
    }
    failing_.insert(failing_.end(), own, own_[s].end());
    return failing_;
  }

  void assemble(std::uint64_t trial, std::size_t s, std::vector<ScenarioFlows>& all) {
    ScenarioFlows& flows = all[s];
    const ScenarioPlan& scenario = plan_.scenarios[s];
    note_country_stops(states_[s], flows);
    note_rates(scenario, states_[s], flows);
    const ScenarioFlows* known = scenario.twin != kNoTwin && detail_ == nullptr ? &all[scenario.twin] : nullptr;
    if (known != nullptr && scenario.twin_has_shocks) {
      fast::take_over(plan_, scenario, states_[s], trial, own_[s], routes_.pass_of(s, states_[s].days), *known, flows,
                      traced_);
      finish_ledgers(plan_, scenario, states_[s], flows);
      return;
    }
    merge_events(trial, s);
    if (!book_) {
      clear_flows(plan_, scenario, flows);
      for (const Event& event : events_) run_exposure(plan_, scenario, states_[s], event.buyer, event.what, flows);
      finish_ledgers(plan_, scenario, states_[s], flows);
      return;
    }
    if (scenario.careful.active) {
      assemble_carefully(s, flows);
      return;
    }
    add_stopped(s);
    const fast::FlowPass& pass = routes_.pass_of(s, states_[s].days);
    start_from(pass, scenario, flows);
    fast::TwinLists twin(scenario, known, flows);
    // Failed and late buyers, in the order of their numbers.
    auto late = pass.late().begin();
    const auto late_end = pass.late().end();
    const auto late_until = [&](std::uint32_t buyer) {
      while (late != late_end && late->buyer < buyer) {
        const std::uint32_t now = late->buyer;
        bool matters = false;
        for (; late != late_end && late->buyer == now; ++late)
          matters =
              matters || (late->delay > scenario.shortest_wait && late->due + scenario.shortest_wait <= plan_.horizon);
        if (!matters || twin.take_late(now)) continue;
        if (!pass.stays_unsettled(now, scenario.shortest_wait)) continue;
        pass.trace(now, traced_);
        append_ledger(plan_, scenario, now, {}, nullptr, traced_, flows.ledgers);
      }
    };
    for (std::size_t k = 0; k < events_.size(); ++k) {
      if (k + 1 < events_.size()) pass.fetch_buyer(events_[k + 1].buyer);
      const Event& event = events_[k];
      late_until(event.buyer);
      while (late != late_end && late->buyer == event.buyer) ++late;
      if (twin.has(event.buyer)) {
        pass.fail(event.buyer, event.what.day, flows, traced_);
        twin.take_failed(event.buyer);
        continue;
      }
      replace(s, event, pass, flows);
      if (detail_ != nullptr) (*detail_)[s].add(plan_, event.buyer, event.what.day, traced_);
    }
    late_until(kNoBuyer);
    tell_detail_of_living(s, pass);
    finish_ledgers(plan_, scenario, states_[s], flows);
  }

  /// Rules that look at parts of invoices: every buyer is traced, only the draws are fast.
  void assemble_carefully(std::size_t s, ScenarioFlows& flows) {
    const ScenarioPlan& scenario = plan_.scenarios[s];
    clear_flows(plan_, scenario, flows);
    const fast::LawDraws& laws = routes_.laws_of(s);
    auto event = events_.begin();
    for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) {
      const bool fails = event != events_.end() && event->buyer == buyer;
      const DefaultEvent what = fails ? (event++)->what : DefaultEvent{};
      const CarefulTrace& trace =
          careful_.trace(scenario, states_[s], buyer, laws.of(buyer), laws.mean_score(buyer), what.day);
      careful_.add(scenario, states_[s], buyer, what, flows);
      if (detail_ != nullptr) (*detail_)[s].add(plan_, buyer, what.day, trace);
    }
    finish_ledgers(plan_, scenario, states_[s], flows);
  }

  /// Buyers without an event; those with one are told when they are traced.
  void tell_detail_of_living(std::size_t s, const fast::FlowPass& pass) {
    if (detail_ == nullptr) return;
    auto event = events_.begin();
    for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) {
      if (event != events_.end() && event->buyer == buyer) {
        ++event;
        continue;
      }
      pass.trace(buyer, traced_);
      (*detail_)[s].add(plan_, buyer, kNever, traced_);
    }
  }

  /// Buyers that live in a country whose payments stop are traced one by one, as failed ones are.
  void add_stopped(std::size_t s) {
    const ScenarioPlan& scenario = plan_.scenarios[s];
    const std::size_t failed = events_.size();
    const auto earlier = [](const Event& a, const Event& b) { return a.buyer < b.buyer; };
    for (std::size_t k = 0; k < scenario.country_buyers.size(); ++k) {
      if (states_[s].country_stops[k].empty()) continue;
      const auto end = events_.begin() + static_cast<std::ptrdiff_t>(failed);
      for (const std::uint32_t buyer : scenario.country_buyers[k])
        if (!std::binary_search(events_.begin(), end, Event{buyer, {}}, earlier)) stopped_.push_back({buyer, {}});
    }
    if (stopped_.empty()) return;
    events_.insert(events_.end(), stopped_.begin(), stopped_.end());
    std::sort(events_.begin(), events_.end(), earlier);
    stopped_.clear();
  }

  void start_from(const fast::FlowPass& pass, const ScenarioPlan& scenario, ScenarioFlows& flows) {
    flows.receipts.assign(pass.receipts().begin(), pass.receipts().end() - 1);
    flows.shipped.assign(pass.shipped().begin(), pass.shipped().end());
    flows.lost_sales = pass.lost_sales();
    flows.from_twin = false;
    flows.rules = {};
    flows.failed.clear();
    flows.ledgers.clear();
    pass.tell_fates(scenario.liquidity.fates, flows.fates);
    flows.turnover.clear();
    for (const PolicyPlan& policy : scenario.policies)
      for (std::size_t k = 0; k < policy.adjusted_years.size(); ++k)
        flows.turnover.push_back(policy.known_turnover[k] + premium_base(pass, policy, policy.adjusted_years[k]));
  }

  /// Turnover or balances of a policy year after as_of.
  Money premium_base(const fast::FlowPass& pass, const PolicyPlan& policy, std::size_t year) {
    if (!policy.premium.on_balances()) return pass.turnover(policy.premium, year);
    Money sum = 0;
    for (std::uint32_t buyer = 0; buyer < plan_.buyers; ++buyer) {
      pass.trace(buyer, traced_);
      sum += later_balances(plan_, policy, year, buyer, traced_, kNever);
    }
    return sum;
  }

  /// Takes the pass's version of a buyer out and puts what happens to it in this scenario in.
  void replace(std::size_t s, const Event& event, const fast::FlowPass& pass, ScenarioFlows& flows) {
    const ScenarioPlan& scenario = plan_.scenarios[s];
    const auto later = [&](Day default_day) {
      return [&, default_day](const PolicyPlan& policy, std::size_t year) {
        return later_balances(plan_, policy, year, event.buyer, traced_, default_day);
      };
    };
    if (!flows.turnover.empty()) {
      pass.trace(event.buyer, traced_);
      add_turnover(plan_, scenario, event.buyer, traced_, -1, flows, later(kNever));
    }
    const bool as_traced = event.what.day < kNever && plan_.payment_plans[scenario.payments].slowing_window == 0 &&
                           country_stop_of(scenario, states_[s], event.buyer) == nullptr && flows.fates.empty();
    if (!as_traced) {
      pass.remove(event.buyer, flows);
      trace_invoices(plan_, scenario, states_[s], event.buyer, routes_.laws_of(s).of(event.buyer), event.what.day,
                     traced_);
      add_buyer(plan_, scenario, states_[s], event.buyer, event.what, traced_, flows);
      return;
    }
    const Money exposure = pass.fail(event.buyer, event.what.day, flows, traced_);
    if (!flows.turnover.empty()) add_turnover(plan_, scenario, event.buyer, traced_, 1, flows, later(event.what.day));
    const FailedBuyer& failed = fail(plan_, scenario, states_[s], event.buyer, event.what, exposure, flows);
    append_ledger(plan_, scenario, event.buyer, event.what, &failed, traced_, flows.ledgers);
  }

  static constexpr std::uint32_t kNoBuyer = 0xFFFFFFFFu;

  const Plan& plan_;
  std::vector<DetailSink>* detail_;
  bool book_;
  fast::FastDefaults defaults_;
  fast::FastEffects effects_maker_;
  std::vector<FactorModel::State> factor_states_;
  std::vector<std::vector<double>> effects_;  ///< by factor model
  std::vector<TrialState> states_;
  std::vector<fast::FastDefaults::Input> inputs_;
  fast::FlowRoutes routes_;
  std::vector<std::vector<fast::OwnDefault>> own_;
  std::vector<fast::OwnDefault> failing_;
  fast::FailureWords words_;
  std::vector<Twist> twists_;  ///< by scenario; none but under importance sampling
  std::vector<double> v_;      ///< V by buyer, where some scenario is twisted
  Contagion contagion_;
  CarefulTracer careful_;
  std::vector<Event> events_, direct_, stopped_;
  std::vector<InvoiceTrial> traced_;
};

}  // namespace

std::unique_ptr<TrialEngine> make_fast_engine(const Plan& plan, std::vector<DetailSink>* detail) {
  return std::make_unique<FastEngine>(plan, detail);
}

void limit_fast_engine(const std::string& simd) {
  using fast::SimdTarget;
  struct Named {
    const char *name, *target;
    SimdTarget limit;
  };
  constexpr Named known[] = {{"scalar", "scalar", SimdTarget::scalar},
                             {"avx2", "AVX2", SimdTarget::avx2},
                             {"avx512", "AVX-512", SimdTarget::avx512}};
  fast::limit_simd(SimdTarget::avx512);
  if (simd.empty()) return;
  for (const Named& named : known) {
    if (simd != named.name) continue;
    fast::limit_simd(named.limit);
    if (fast::simd_target() == named.target) return;
    const std::string best = fast::simd_target();
    fast::limit_simd(SimdTarget::avx512);
    throw Error(ExitCode::config,
                "DELCREDERE_SIMD: this CPU has no " + std::string(named.target) + ", its best is " + best);
  }
  throw Error(ExitCode::config,
              "DELCREDERE_SIMD: unknown instruction set, got '" + simd + "' (allowed: scalar, avx2, avx512)");
}

std::string fast_engine_target() { return fast::simd_target(); }

}  // namespace delcredere
