#include "sim/trial/buyer_trial.h"

#include <algorithm>

#include "models/core/math/elementary.h"
#include "sim/trial/grade_path.h"

namespace delcredere {

void draw_shocks(const Plan& plan, const ScenarioPlan& scenario, std::uint64_t trial, TrialState& state) {
  state.trial = trial;
  draw_reviews(plan, scenario, state);
  const std::vector<Shock>& shocks = scenario.scenario->shocks;
  state.shocks.resize(shocks.size());
  for (std::size_t k = 0; k < shocks.size(); ++k)
    draw_windows(shocks[k], plan.seed, trial, plan.horizon, state.shocks[k]);
  const std::vector<Shock>& stops = scenario.scenario->credit.country_events;
  state.country_stops.resize(stops.size());
  for (std::size_t k = 0; k < stops.size(); ++k)
    draw_windows(stops[k], plan.seed, trial, plan.horizon, state.country_stops[k], Purpose::country_event);
  if (const FxPlan& fx = scenario.careful.fx; !fx.lines.empty())
    draw_rates(fx, state.shocks, plan.seed, trial, plan.horizon, state.rates);
  if (state.days_of == &scenario && state.days_for == state.shocks) return;
  state.days_of = &scenario;
  state.days_for = state.shocks;
  ++state.days.version;
  state.segments.resize(scenario.shock_classes.size());
  state.days.classes.resize(scenario.shock_classes.size());
  for (std::size_t c = 0; c < scenario.shock_classes.size(); ++c) {
    hazard_segments(scenario.shock_classes[c], state.shocks, plan.horizon, state.segments[c]);
    state.days.classes[c].set(scenario.shock_classes[c], state.shocks, plan.last_due);
  }
}

double buyer_effect(const Plan& plan, std::uint32_t buyer, std::uint64_t trial, double delay_score,
                    EffectPrior& prior) {
  const double u = open_uniform(buyer_effect_word(plan.seed, trial, buyer));
  if (plan.evidence.empty() || plan.evidence[buyer].empty()) return normal_quantile(u);
  const EffectRoots& roots = plan.payment_plans.front().roots;
  prior.set(roots, plan.evidence[buyer].level, delay_score);
  return (informed_score(plan.evidence[buyer], prior, roots, u) - roots.sector * delay_score) / roots.buyer;
}

double idiosyncratic(const PaymentPlan& payments, double effect, double v) {
  const double own = normal_quantile(v);
  return payments.default_link > 0.0 ? payments.own_link * own - payments.default_link * effect : own;
}

Day own_default_day(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                    double e) {
  const DefaultBucket& bucket = scenario.buckets[scenario.buyer_bucket[buyer]];
  const ConditionalState conditional = plan.factor_models[scenario.factors].conditional(*state.factors, bucket.group);
  if (bucket.grade == kNoGrade)
    return default_day(bucket.curve, bucket.threshold, conditional, plan.horizon, state.segments[bucket.shock_class],
                       e);
  std::vector<HazardSegment> segments;
  hazard_segments_of(plan, scenario, state, buyer, segments);
  return default_day(bucket.curve, bucket.threshold, conditional, plan.horizon, segments, e);
}

int default_count(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                  double e) {
  const DefaultBucket& bucket = scenario.buckets[scenario.buyer_bucket[buyer]];
  const ConditionalState conditional = plan.factor_models[scenario.factors].conditional(*state.factors, bucket.group);
  if (conditional.gamma == nullptr || !conditional.gamma->poisson()) return 1;
  const double mean = conditional_hazard(bucket.curve, conditional, plan.horizon, state.segments[bucket.shock_class]);
  return std::max(1, poisson_count(mean, e));
}

DefaultWords default_words(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer) {
  return {draw(seed, Purpose::cause, 0, buyer, trial)[0], draw(seed, Purpose::loss_given_default, 0, buyer, trial)[0]};
}

const ForcedFailure* named_failure(const ScenarioPlan& scenario, std::uint32_t buyer) {
  const auto found = std::lower_bound(scenario.failures.begin(), scenario.failures.end(), buyer,
                                      [](const ForcedFailure& f, std::uint32_t b) { return f.buyer < b; });
  return found != scenario.failures.end() && found->buyer == buyer ? &*found : nullptr;
}

namespace {

/// Not before the issue day.
LawDelay floored(const Plan& plan, const PaymentPlan& payments, std::size_t j, Score x) {
  return static_cast<LawDelay>(
      std::max(payments.tables[payments.table[j]].delay(x), plan.live.issue[j] - plan.live.due[j]));
}

}  // namespace

LawDelay law_delay(const Plan& plan, const PaymentPlan& payments, std::uint64_t trial, std::size_t j, Score m) {
  const Score own = payments.residual->draw_residual(plan.seed, trial, static_cast<std::uint32_t>(j));
  return floored(plan, payments, j, std::clamp(m + own, -kScoreLimit, kScoreLimit));
}

void law_delays(const Plan& plan, const PaymentPlan& payments, std::uint64_t trial, std::uint32_t buyer, Score m,
                std::vector<LawDelay>& delays) {
  delays.clear();
  for (std::size_t j = plan.live_first[buyer]; j < plan.live_first[buyer + 1]; ++j) {
    const Score edge = payments.edge[j];
    if (edge == kNotTruncated) {
      delays.push_back(law_delay(plan, payments, trial, j, m));
    } else if (edge < kScoreLimit) {
      const double u = open_item_uniform(plan.seed, trial, static_cast<std::uint32_t>(j));
      delays.push_back(floored(plan, payments, j, truncated_score(payments.roots.residual, m, edge, u)));
    } else {
      delays.push_back(kOlderThanLaw);
    }
  }
}

const std::vector<Window>* country_stop_of(const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer) {
  if (scenario.buyer_country_event.empty()) return nullptr;
  const std::uint32_t event = scenario.buyer_country_event[buyer];
  if (event == kNoGroup || state.country_stops[event].empty()) return nullptr;
  return &state.country_stops[event];
}

void note_country_stops(const TrialState& state, ScenarioFlows& flows) {
  flows.country_stops.clear();
  for (std::uint32_t event = 0; event < state.country_stops.size(); ++event)
    for (const Window& window : state.country_stops[event])
      flows.country_stops.push_back({event, window.first, window.last});
}

void note_rates(const ScenarioPlan& scenario, const TrialState& state, ScenarioFlows& flows) {
  flows.rates.clear();
  if (!scenario.careful.fx.lines.empty()) flows.rates = state.rates;
}

void trace_invoices(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                    std::span<const LawDelay> laws, Day default_day, std::vector<InvoiceTrial>& traced) {
  const std::size_t first = plan.live_first[buyer], end = plan.live_first[buyer + 1];
  const ShockDays& shock = state.days.classes[scenario.buyer_class[buyer]];
  const Day stop_after = scenario.supply_stop.overdue;
  const PaymentPlan& payments = plan.payment_plans[scenario.payments];
  const std::vector<Window>* country_stop = country_stop_of(scenario, state, buyer);
  std::vector<std::pair<Day, Day>> stops;  // days without shipments, both ends inside
  traced.assign(end - first, {});
  for (std::size_t j = first; j < end; ++j) {
    InvoiceTrial& invoice = traced[j - first];
    const Day issue = plan.live.issue[j];
    if (!plan.live.open[j]) {
      if (issue >= default_day) {
        invoice.ordered = shocked_amount(shock, issue, plan.live.amount[j]);
        continue;
      }
      const auto stopped = [issue](const auto& stop) { return issue >= stop.first && issue <= stop.second; };
      if (std::any_of(stops.begin(), stops.end(), stopped)) continue;
    }
    const Day due = plan.live.due[j];
    invoice.amount = plan.live.amount[j];
    if (!plan.live.open[j]) invoice.amount = shocked_amount(shock, issue, invoice.amount);
    if (invoice.amount == 0) continue;
    const LawDelay law = laws[j - first];
    invoice.delay = kNever;
    if (law != kOlderThanLaw) {
      invoice.delay =
          scenario.dunning.apply(shocked_delay(law, delay_shock(shock, payments, due, default_day)), plan.live.age(j));
      if (const RunCalendar* runs = payments.runs[payments.table[j]].get())
        invoice.delay = on_run_day(*runs, due, invoice.delay);
      invoice.paid = due + invoice.delay;
      if (country_stop != nullptr && active(*country_stop, invoice.paid)) {
        invoice.paid = released(*country_stop, invoice.paid);
        invoice.delay = invoice.paid - due;
      }
    }
    // Unpaid at the end of day s - 1 >= due + overdue: s from due + overdue + 1 to the day of payment.
    const Day stop = due + stop_after + 1;
    if (scenario.supply_stop.active && !plan.live.disputed[j] && invoice.paid >= stop)
      stops.emplace_back(stop, invoice.paid);
  }
}

namespace {

/// Columns of a buyer's live invoices.
struct LiveBuyer {
  LiveBuyer(const Plan& plan, std::uint32_t buyer)
      : issue(plan.live.issue.data() + plan.live_first[buyer]),
        due(plan.live.due.data() + plan.live_first[buyer]),
        row(plan.live.row.data() + plan.live_first[buyer]),
        disputed(plan.live.disputed.data() + plan.live_first[buyer]) {}
  const Day *issue, *due;
  const std::uint32_t* row;
  const std::uint8_t* disputed;
};

}  // namespace

void append_ledger(const Plan& plan, const ScenarioPlan& scenario, std::uint32_t buyer, const DefaultEvent& event,
                   const FailedBuyer* failed, const std::vector<InvoiceTrial>& traced, LedgerSet& ledgers) {
  std::vector<LedgerInvoice>& out = ledgers.invoices();
  const std::size_t first = out.size();
  const LedgerItems& items = plan.ledger;
  const std::size_t begin = items.first[buyer], end = items.first[buyer + 1];
  const LiveBuyer live(plan, buyer);
  const InvoiceTrial* const happened = traced.data();
  const auto show = [&](std::size_t k, std::size_t item) __attribute__((always_inline)) {
    const InvoiceTrial& here = happened[k];
    if (here.ordered > 0 && live.issue[k] - scenario.longest_production < event.day)
      ledgers.orders().push_back({live.issue[k], live.due[k], here.ordered});
    if (here.amount == 0) return;
    const Day paid = here.paid >= event.day ? kNever : here.paid;
    out.emplace_back(live.issue[k], live.due[k], paid, here.amount, live.row[k], live.disputed[k] != 0, std::uint8_t{0},
                     false, static_cast<std::uint32_t>(item));
  };
  if (items.as_live[buyer] != 0) {  // the items lie far from what was just traced: they are not read
    for (std::size_t item = begin; item < end; ++item) show(item - begin, item);
  } else {
    for (std::size_t item = begin; item < end; ++item) {
      if (items.live[item] != LedgerItems::kHistory)
        show(items.live[item], item);
      else if (const LedgerInvoice& known = items.invoice[item];
               known.paid - known.due > scenario.history_matters_after)
        out.push_back(known);
    }
  }
  const Money estate = failed != nullptr ? failed->recovered - failed->security : 0;
  const Day recovery_day = failed != nullptr ? failed->recovery_day : kNever;
  ledgers.add({buyer, event.day, event.cause, estate, recovery_day, {}}, first, failed);
}

}  // namespace delcredere
