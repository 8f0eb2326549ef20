#include "sim/trial/buyer_trial.h"

#include <algorithm>

#include "models/core/math/elementary.h"

namespace delcredere {

void draw_shocks(const Plan& plan, const ScenarioPlan& scenario, std::uint64_t trial, TrialState& state) {
  state.trial = trial;
  const std::vector<Shock>& shocks = scenario.scenario->shocks;
  state.shocks.resize(shocks.size());
  for (std::size_t k = 0; k < shocks.size(); ++k)
    draw_windows(shocks[k], plan.seed, trial, plan.horizon, state.shocks[k]);
  state.segments.resize(scenario.shock_classes.size());
  for (std::size_t c = 0; c < scenario.shock_classes.size(); ++c)
    hazard_segments(scenario.shock_classes[c], state.shocks, plan.horizon, state.segments[c]);
  state.days.resize(scenario.shock_classes.size());
  for (std::size_t c = 0; c < scenario.shock_classes.size(); ++c)
    state.days[c].set(scenario.shock_classes[c], state.shocks, plan.last_due);
}

double buyer_effect(const Plan& plan, std::uint32_t buyer, std::uint64_t trial, double delay_score,
                    EffectPrior& prior) {
  const double u = open_uniform(buyer_effect_word(plan.seed, trial, buyer));
  if (plan.evidence.empty() || plan.evidence[buyer].weights.empty()) return normal_quantile(u);
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
  const DependenceGroup& group = plan.factor_models[scenario.factors].groups()[bucket.group];
  const ConditionalState conditional{state.factors->score[bucket.group], group.idiosyncratic};
  return default_day(bucket.curve, bucket.threshold, conditional, plan.horizon, state.segments[bucket.shock_class], e);
}

DefaultEvent default_event(const Plan& plan, const ScenarioPlan& scenario, std::uint64_t trial, std::uint32_t buyer,
                           Day own_day) {
  const auto forced = std::lower_bound(scenario.failures.begin(), scenario.failures.end(), buyer,
                                       [](const ForcedFailure& f, std::uint32_t b) { return f.buyer < b; });
  if (forced != scenario.failures.end() && forced->buyer == buyer && forced->day < own_day)
    return {forced->day, forced->cause};
  if (own_day >= kNever) return {};
  if (plan.study->portfolio.exposure_book) return {own_day, DefaultCause::insolvency};
  const double u = open_uniform(draw(plan.seed, Purpose::cause, 0, buyer, trial)[0]);
  const bool insolvent = u < scenario.scenario->credit.insolvency_share;
  return {own_day, insolvent ? DefaultCause::insolvency : DefaultCause::protracted_default};
}

void law_delays(const Plan& plan, const PaymentPlan& payments, std::uint64_t trial, std::uint32_t buyer, Score m,
                std::vector<LawDelay>& delays) {
  delays.clear();
  for (std::size_t j = plan.live_first[buyer]; j < plan.live_first[buyer + 1]; ++j) {
    const auto entity = static_cast<std::uint32_t>(j);
    const Score edge = payments.edge[j];
    Score x = 0;
    if (edge == kNotTruncated) {
      x = std::clamp(m + payments.residual->draw_residual(plan.seed, trial, entity), -kScoreLimit, kScoreLimit);
    } else if (edge < kScoreLimit) {
      x = truncated_score(payments.roots.residual, m, edge, open_item_uniform(plan.seed, trial, entity));
    } else {
      delays.push_back(kOlderThanLaw);
      continue;
    }
    const Day first = plan.live.issue[j] - plan.live.due[j];  // not before the issue day
    delays.push_back(static_cast<LawDelay>(std::max(payments.tables[payments.table[j]].delay(x), first)));
  }
}

void trace_invoices(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                    std::span<const LawDelay> laws, Day default_day, std::vector<InvoiceTrial>& traced) {
  const std::size_t first = plan.live_first[buyer], end = plan.live_first[buyer + 1];
  const ShockDays& shock = state.days[scenario.buyer_class[buyer]];
  const Day stop_after = scenario.supply_stop.overdue;
  const PaymentPlan& payments = plan.payment_plans[scenario.payments];
  std::vector<std::pair<Day, Day>> stops;  // days without shipments, both ends inside
  traced.assign(end - first, {});
  for (std::size_t j = first; j < end; ++j) {
    InvoiceTrial& invoice = traced[j - first];
    const Day issue = plan.live.issue[j];
    if (!plan.live.open[j]) {
      if (issue >= default_day) continue;
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
      invoice.delay = scenario.dunning.apply(shocked_delay(law, delay_shock(shock, due)), plan.live.age(j));
      if (const RunCalendar* runs = payments.runs[payments.table[j]].get())
        invoice.delay = on_run_day(*runs, due, invoice.delay);
      invoice.paid = due + invoice.delay;
    }
    // Unpaid at the end of day s - 1 >= due + overdue: s from due + overdue + 1 to the day of payment.
    const Day stop = due + stop_after + 1;
    if (scenario.supply_stop.active && !plan.live.disputed[j] && invoice.paid >= stop)
      stops.emplace_back(stop, invoice.paid);
  }
}

void append_ledger(const Plan& plan, const ScenarioPlan& scenario, std::uint32_t buyer, const DefaultEvent& event,
                   Money recovered, Day recovery_day, const std::vector<InvoiceTrial>& traced, LedgerSet& ledgers) {
  std::vector<LedgerInvoice>& out = ledgers.invoices();
  const std::size_t first = out.size();
  const std::vector<Invoice>& invoices = plan.study->portfolio.invoices;
  for (std::size_t place = plan.all_first[buyer]; place < plan.all_first[buyer + 1]; ++place) {
    const std::uint32_t i = plan.ledger_order[place];
    const Invoice& invoice = invoices[i];
    const Day due = std::max(invoice.due, invoice.issue);
    if (invoice.kind == InvoiceKind::history) {
      const Day paid = std::max(invoice.paid, invoice.issue);
      if (paid - due > scenario.history_matters_after)
        out.push_back({invoice.issue, due, paid, invoice.amount, invoice.row, invoice.disputed});
      continue;
    }
    if (plan.live_number[i] < 0) continue;
    const InvoiceTrial& happened = traced[static_cast<std::size_t>(plan.live_number[i]) - plan.live_first[buyer]];
    if (happened.amount == 0) continue;
    const Day paid = happened.paid >= event.day ? kNever : happened.paid;
    out.push_back({invoice.issue, due, paid, happened.amount, invoice.row, invoice.disputed});
  }
  ledgers.add({buyer, event.day, event.cause, recovered, recovery_day, {}}, first);
}

FailedBuyer fail(const Plan& plan, const ScenarioPlan& scenario, std::uint64_t trial, std::uint32_t buyer,
                 const DefaultEvent& event, Money exposure) {
  const LgdPlan& lgd = scenario.lgds[scenario.buyer_lgd[buyer]];
  const std::uint64_t lost = lgd.table.lgd(draw(plan.seed, Purpose::loss_given_default, 0, buyer, trial)[0]);
  return {buyer, event.day, event.cause, exposure, LgdTable::recovery(exposure, lost), event.day + lgd.recovery_lag};
}

}  // namespace delcredere
