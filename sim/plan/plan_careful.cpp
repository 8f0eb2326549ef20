#include <algorithm>
#include <span>

#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

bool listed(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

/// Share that is left to do where `contained` of it is done already: of what the contained rule leaves, at least 0.
double beyond(double wanted, double contained) {
  return wanted > contained ? (wanted - contained) / (1.0 - contained) : 0.0;
}

/// A rule as it stands: off, in the history of base, or acting.
template <class Rule>
struct Standing {
  const Rule* own = nullptr;     ///< of the scenario, where it is on
  const Rule* before = nullptr;  ///< of base, where it is on and in history
  Standing(const std::optional<Rule>& scenario, const std::optional<Rule>& base) {
    if (base && base->active && base->in_history) before = &*base;
    if (scenario && scenario->active && (!scenario->in_history || before != nullptr)) own = &*scenario;
  }
  /// What of share(rule) is still to be done.
  template <class Share>
  double left(const Share& share) const {
    return own == nullptr ? 0.0 : beyond(share(*own), before != nullptr ? share(*before) : 0.0);
  }
};

void plan_limits(const Study& study, const Standing<LimitChecks>& checks, CarefulPlan& plan) {
  if (checks.own == nullptr) return;
  if (checks.own->in_history && checks.own->share_of_limit >= checks.before->share_of_limit) return;
  const PartsPerBillion share = to_parts(checks.own->share_of_limit);
  for (const Buyer& buyer : study.portfolio.buyers)
    plan.limit.push_back(buyer.credit_limit ? times_parts(*buyer.credit_limit, share) : kUnlimited);
}

void plan_prepayment(const Study& study, const PaymentParameters& payment, const Standing<Prepayment>& rule,
                     CarefulPlan& plan) {
  if (rule.own == nullptr) return;
  for (const Buyer& buyer : study.portfolio.buyers) {
    const std::string segment = segment_of(payment, buyer);
    const auto share = [&](const Prepayment& r) {
      const bool in_scope = listed(r.scope.grades, buyer.grade) && listed(r.scope.sectors, buyer.sector) &&
                            listed(r.scope.segments, segment);
      return in_scope ? r.share : 0.0;
    };
    plan.prepaid.push_back(to_parts(rule.left(share)));
  }
  const auto none = [](PartsPerBillion share) { return share == 0; };
  if (std::all_of(plan.prepaid.begin(), plan.prepaid.end(), none)) plan.prepaid.clear();
}

void plan_terms(const Study& study, const Standing<ShorterTerms>& rule, CarefulPlan& plan) {
  if (rule.own == nullptr) return;
  const auto days = [](const ShorterTerms& r, const std::string& grade) {
    const auto found = r.by_grade.find(grade);
    return found == r.by_grade.end() ? kNever : found->second;
  };
  bool any = false;
  for (const Buyer& buyer : study.portfolio.buyers) {
    Day longest = days(*rule.own, buyer.grade);
    if (rule.own->in_history && longest >= days(*rule.before, buyer.grade)) longest = kNever;
    plan.longest_terms.push_back(longest);
    any = any || longest != kNever;
  }
  if (!any) plan.longest_terms.clear();
}

void plan_instalments(const Study& study, const PaymentParameters& payment, CarefulPlan& plan) {
  if (payment.instalments.empty()) return;
  std::vector<std::string> segments;
  for (const auto& [segment, parts] : payment.instalments) {
    segments.push_back(segment);
    std::vector<InstalmentPlan>& schedule = plan.schedules.emplace_back();
    double up_to = 0.0;
    for (const Instalment& part : parts) schedule.push_back({to_parts(up_to += part.share), part.after});
    schedule.back().up_to = kOnePart;
  }
  for (const Buyer& buyer : study.portfolio.buyers) {
    const auto found = std::find(segments.begin(), segments.end(), segment_of(payment, buyer));
    plan.schedule.push_back(found == segments.end() ? CarefulPlan::kNoSchedule
                                                    : static_cast<std::uint16_t>(found - segments.begin()));
  }
}

FxPlan plan_fx(const Study& study, const Scenario& scenario) {
  const std::vector<std::string>& known = study.portfolio.currencies;
  const std::span<const std::string> foreign = std::span(known).subspan(known.empty() ? 0 : 1);
  FxPlan fx = fx_lines(scenario.fx, foreign, scenario.shocks, study.horizon);
  return fx.moves() ? fx : FxPlan{};
}

}  // namespace

CarefulPlan plan_careful(const Study& study, const Scenario& scenario) {
  CarefulPlan plan;
  const PaymentParameters& payment = scenario.payment;
  if (payment.disputes && payment.disputes->active)
    plan.disputes = {true, payment.disputes->probability, payment.disputes->days,
                     to_parts(payment.disputes->credit_note_share)};
  if (payment.partial && payment.partial->active)
    plan.partial = {payment.partial->probability, to_parts(payment.partial->share), payment.partial->rest_after};
  plan_instalments(study, payment, plan);

  const CreditManagement &own = scenario.credit_management, &base = study.base.credit_management;
  plan_limits(study, {own.limit_checks, base.limit_checks}, plan);
  plan_prepayment(study, payment, {own.prepayment, base.prepayment}, plan);
  plan_terms(study, {own.shorter_terms, base.shorter_terms}, plan);
  const Standing<EarlyPaymentDiscount> discount(own.discount, base.discount);
  if (const double left = discount.left([](const EarlyPaymentDiscount& r) { return r.take_up; }); left > 0)
    plan.discount = {left, discount.own->within, to_parts(discount.own->discount)};
  const Standing<Agency> agency(own.agency, base.agency);
  if (const double left = agency.left([](const Agency& r) { return r.success; }); left > 0)
    plan.agency = {left, agency.own->after, agency.own->takes, to_parts(agency.own->fee)};
  if (own.late_interest && own.late_interest->active)
    plan.interest = {to_parts(own.late_interest->rate * own.late_interest->collected), own.late_interest->after};
  if (own.security && own.security->active) plan.security = {to_parts(own.security->share), own.security->terms_above};
  plan.common_volume = volume_spread(scenario.sales.volume.common);
  plan.buyer_volume = volume_spread(scenario.sales.volume.buyer);
  plan.fx = plan_fx(study, scenario);
  plan.active = !plan.fx.lines.empty() || plan.disputes.active || plan.draws() || !plan.schedules.empty() ||
                !plan.limit.empty() || !plan.prepaid.empty() || !plan.longest_terms.empty() ||
                plan.interest.yearly > 0 || plan.security.share > 0 || plan.uncertain_volume();
  return plan;
}

}  // namespace delcredere::planning
