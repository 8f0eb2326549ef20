#include "sim/explain/known.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "models/core/math/elementary.h"
#include "sim/explain/probability.h"
#include "sim/explain/sections.h"
#include "sim/plan/parts.h"

namespace delcredere::explaining {
namespace {

/// P(default by H) of one buyer, with its items and without, summed over states with their weights.
struct Before {
  double with = 0, without = 0;
};

/// limit: the buyer fails where e < limit.
void add_state(const Plan& plan, const EffectEvidence& evidence, const EffectPrior& prior, double limit, double state,
               double weight, Before& sums) {
  const PaymentPlan& payments = plan.payment_plans.front();
  const EffectRoots& roots = payments.roots;
  const auto standardised = [](double numerator, double scale) {
    return scale > 0.0 ? numerator / scale : numerator > 0.0 ? 40.0 : -40.0;
  };
  sums.without += weight * normal_cdf(limit);
  const double step = std::ldexp(roots.buyer, -evidence.level);
  double mass = 0.0, failing = 0.0;
  for (std::size_t k = 0; k < evidence.cells(); ++k) {
    const std::int32_t cell = evidence.first_cell() + static_cast<std::int32_t>(k);
    const double w = evidence.weight(k) * prior.weight(cell);
    if (w <= 0.0) continue;
    const double m = static_cast<double>(cell) * step;
    const double effect = (m - roots.sector * state) / roots.buyer;
    mass += w;
    failing += w * normal_cdf(standardised(limit + payments.default_link * effect, payments.own_link));
  }
  // A state that the items exclude leaves the buyer as it was.
  sums.with += weight * (mass > 0.0 ? failing / mass : normal_cdf(limit));
}

}  // namespace

ProbabilityShift probability_shift(const Study& study, const Plan& plan) {
  ProbabilityShift shift;
  std::vector<std::uint32_t> informed;
  for (std::uint32_t b = 0; b < plan.evidence.size(); ++b)
    if (!plan.evidence[b].empty()) informed.push_back(b);
  shift.informed = informed.size();
  double debt = 0;
  const auto base_probability = [&](std::size_t b) {
    return DefaultCurve(planning::pd_term(study.portfolio.buyers[b], study.base.credit)).probability(plan.horizon);
  };
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    const double failing = base_probability(b);
    shift.before += failing;
    shift.before_debt += failing * static_cast<double>(plan.open_debt[b]);
    debt += static_cast<double>(plan.open_debt[b]);
  }
  shift.after = shift.before;
  shift.after_debt = shift.before_debt;

  if (!informed.empty() && plan.payment_plans.front().default_link > 0.0) {
    const std::size_t stride = (informed.size() + kSampledBuyers - 1) / kSampledBuyers;
    std::vector<std::uint32_t> sample;
    for (std::size_t i = 0; i < informed.size(); i += stride) sample.push_back(informed[i]);
    shift.sampled = sample.size();
    std::vector<Before> sums(sample.size());
    constexpr int states = 49;
    constexpr double bound = 6.0;
    double weights = 0.0;
    for (int s = 0; s < states; ++s) {
      const double state = bound * (2.0 * s / (states - 1) - 1.0);
      const double weight = portable_exp(-0.5 * state * state);
      weights += weight;
      std::map<int, EffectPrior> priors;
      for (std::size_t i = 0; i < sample.size(); ++i) {
        const EffectEvidence& evidence = plan.evidence[sample[i]];
        const auto [prior, fresh] = priors.try_emplace(evidence.level);
        if (fresh) prior->second.set(plan.payment_plans.front().roots, evidence.level, state);
        const FactorModel& factors = plan.factor_models.front();
        const DefaultCurve curve(planning::pd_term(study.portfolio.buyers[sample[i]], study.base.credit));
        for (const WeightedState& given : states_given(factors, factors.group_of(sample[i]), state)) {
          const double limit = normal_quantile(conditional_probability(curve, given.state, plan.horizon));
          add_state(plan, evidence, prior->second, std::clamp(limit, -40.0, 40.0), state, weight * given.weight,
                    sums[i]);
        }
      }
    }
    const double scale = static_cast<double>(informed.size()) / static_cast<double>(sample.size());
    for (std::size_t i = 0; i < sample.size(); ++i) {
      const double change = (sums[i].with - sums[i].without) / weights;
      shift.after += scale * change;
      shift.after_debt += scale * change * static_cast<double>(plan.open_debt[sample[i]]);
    }
  }
  const auto buyers = static_cast<double>(std::max<std::size_t>(1, plan.buyers));
  shift.before /= buyers;
  shift.after /= buyers;
  shift.before_debt = debt > 0 ? shift.before_debt / debt : 0.0;
  shift.after_debt = debt > 0 ? shift.after_debt / debt : 0.0;
  return shift;
}

void explain_known(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const Plan& plan = subject.plan;
  std::uint64_t paid = 0, open = 0, paid_buyers = 0;
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    const std::uint64_t before = paid;
    for (std::size_t i = plan.all_first[b]; i < plan.all_first[b + 1]; ++i) {
      const Invoice& invoice = study.portfolio.invoices[i];
      const PaymentPlan& payments = plan.payment_plans.front();
      const std::size_t law = planning::law_number(study, payments, study.base.payment, invoice);
      const planning::Evidence evidence =
          planning::known_of(invoice, payments.tables[law], payments.runs[law].get()).evidence;
      paid += evidence == planning::Evidence::paid;
      open += evidence == planning::Evidence::unpaid;
    }
    paid_buyers += paid > before;
  }
  page.section("Known");
  const ProbabilityShift shift = probability_shift(study, plan);
  if (study.base.payment.buyer_effect <= 0.0) {
    page.say("buyer_effect 0 %: how a buyer paid so far says nothing about what it pays next");
  } else {
    page.say(fmt::format("at as_of something is known of {} of {}: {} due in the last 365 days and {} that {} due",
                         grouped(shift.informed), counted(plan.buyers, "buyer", "buyers"),
                         counted(paid, "payment of an invoice", "payments of invoices"),
                         counted(open, "unpaid invoice", "unpaid invoices"), open == 1 ? "is" : "are"));
    if (plan.impossible_items > 0)
      page.say(fmt::format("{} of them cannot come from the payment law and {} left out",
                           grouped(plan.impossible_items), plan.impossible_items == 1 ? "is" : "are"));
    if (study.base.payment.default_link <= 0.0) {
      page.say(fmt::format("it moves delays only: default_link is 0 %, so the mean PD over the horizon stays {}",
                           percent(shift.before)));
    } else {
      page.say(fmt::format(
          "it moves the mean PD over the horizon from {} to {}, weighted by open debt from {} to {}{}",
          percent(shift.before), percent(shift.after), percent(shift.before_debt), percent(shift.after_debt),
          shift.sampled < shift.informed ? fmt::format(" (estimated on {} informed buyers)", grouped(shift.sampled))
                                         : ""));
    }
    if (open > 0 && paid_buyers == 0)
      page.say(
          "no paid invoice is known: open items alone are a biased sample (the prompt payers have left it), which "
          "makes buyers look later, and riskier, than they are");
  }
  if (plan.overdue_beyond_law > 0)
    page.say(fmt::format("{} older than the payment law allows: stays unpaid through the horizon",
                         counted(plan.overdue_beyond_law, "open invoice", "open invoices")));
}

}  // namespace delcredere::explaining
