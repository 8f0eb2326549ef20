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

/// What a buyer is while its grade moves: in every column a grade, and the segment that goes with it.
class Standings {
 public:
  Standings(const Scenario& scenario, std::size_t columns) : scenario_(scenario), columns_(columns) {}

  /// visit(buyer, grade, segment) for every buyer and column.
  template <class Visit>
  void each(const std::vector<Buyer>& buyers, Visit&& visit) const {
    const MigrationParameters& migration = scenario_.credit.migration;
    for (const Buyer& buyer : buyers) {
      const std::string own = segment_of(scenario_.payment, buyer);
      const bool moves = columns_ > 1 && std::find(migration.grades.begin(), migration.grades.end(), buyer.grade) !=
                                             migration.grades.end();
      for (std::size_t column = 0; column < columns_; ++column) {
        const std::string& grade = moves ? migration.grades[column] : buyer.grade;
        const auto led = moves ? migration.segments.find(grade) : migration.segments.end();
        visit(buyer, grade, led == migration.segments.end() ? own : led->second);
      }
    }
  }

 private:
  const Scenario& scenario_;
  std::size_t columns_;
};

template <class Value>
void clear_idle(std::vector<Value>& values, Value idle) {
  if (std::all_of(values.begin(), values.end(), [idle](Value value) { return value == idle; })) values.clear();
}

void plan_limits(const Study& study, const Standing<LimitChecks>& checks, const Standings& standings,
                 CarefulPlan& plan) {
  if (checks.own == nullptr) return;
  standings.each(study.portfolio.buyers, [&](const Buyer& buyer, const std::string& grade, const std::string&) {
    const double share = checks.own->share(grade);
    const bool done = checks.own->in_history && share >= checks.before->share(grade);
    plan.limit.push_back(done || !buyer.credit_limit ? kUnlimited : times_parts(*buyer.credit_limit, to_parts(share)));
  });
  clear_idle(plan.limit, kUnlimited);
}

void plan_prepayment(const Study& study, const Standing<Prepayment>& rule, const Standings& standings,
                     CarefulPlan& plan) {
  if (rule.own == nullptr) return;
  standings.each(study.portfolio.buyers, [&](const Buyer& buyer, const std::string& grade, const std::string& segment) {
    const auto share = [&](const Prepayment& r) {
      const bool in_scope =
          listed(r.scope.grades, grade) && listed(r.scope.sectors, buyer.sector) && listed(r.scope.segments, segment);
      return in_scope ? r.share : 0.0;
    };
    plan.prepaid.push_back(to_parts(rule.left(share)));
  });
  clear_idle(plan.prepaid, PartsPerBillion{0});
}

void plan_terms(const Study& study, const Standing<ShorterTerms>& rule, const Standings& standings, CarefulPlan& plan) {
  if (rule.own == nullptr) return;
  const auto days = [](const ShorterTerms& r, const std::string& grade) {
    const auto found = r.by_grade.find(grade);
    return found == r.by_grade.end() ? kNever : found->second;
  };
  standings.each(study.portfolio.buyers, [&](const Buyer&, const std::string& grade, const std::string&) {
    const Day longest = days(*rule.own, grade);
    const bool done = rule.own->in_history && longest >= days(*rule.before, grade);
    plan.longest_terms.push_back(done ? kNever : longest);
  });
  clear_idle(plan.longest_terms, kNever);
}

/// Does some rule that stands ask for the grade of the day?
bool asks_for_grades(const Scenario& scenario, const Standing<LimitChecks>& limits, const Standing<Prepayment>& prepaid,
                     const Standing<ShorterTerms>& terms) {
  const MigrationParameters& migration = scenario.credit.migration;
  if (!migration.active()) return false;
  const auto by_grade = [](const LimitChecks* rule) { return rule != nullptr && !rule->by_grade.empty(); };
  const auto scoped = [&](const Prepayment* rule) {
    return rule != nullptr &&
           (!rule->scope.grades.empty() || (!rule->scope.segments.empty() && !migration.segments.empty()));
  };
  return terms.own != nullptr || (limits.own != nullptr && (by_grade(limits.own) || by_grade(limits.before))) ||
         (prepaid.own != nullptr && (scoped(prepaid.own) || scoped(prepaid.before)));
}

/// Segments that grades lead to.
void plan_segments(const MigrationParameters& migration, CarefulPlan& plan) {
  if (!migration.active() || migration.segments.empty()) return;
  for (const std::string& grade : migration.grades) {
    const auto led = migration.segments.find(grade);
    if (led == migration.segments.end()) {
      plan.segment_of_grade.push_back(CarefulPlan::kOwnSegment);
      continue;
    }
    auto& names = plan.graded_segments;
    const auto place = static_cast<std::uint16_t>(std::find(names.begin(), names.end(), led->second) - names.begin());
    if (place == names.size()) names.push_back(led->second);
    plan.segment_of_grade.push_back(place);
  }
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
  const auto schedule_of = [&](const std::string& segment) {
    const auto found = std::find(segments.begin(), segments.end(), segment);
    return found == segments.end() ? CarefulPlan::kNoSchedule : static_cast<std::uint16_t>(found - segments.begin());
  };
  for (const Buyer& buyer : study.portfolio.buyers) plan.schedule.push_back(schedule_of(segment_of(payment, buyer)));
  for (const std::string& segment : plan.graded_segments) plan.graded_schedule.push_back(schedule_of(segment));
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
  if (payment.rejections && payment.rejections->acts())
    plan.rejections = {payment.rejections->probability, payment.rejections->after,
                       to_parts(payment.rejections->resale_share), payment.rejections->resale_after};
  if (payment.partial && payment.partial->active)
    plan.partial = {payment.partial->probability, to_parts(payment.partial->share), payment.partial->rest_after};
  plan_segments(scenario.credit.migration, plan);
  plan_instalments(study, payment, plan);

  const CreditManagement &own = scenario.credit_management, &base = study.base.credit_management;
  const Standing<LimitChecks> limits(own.limit_checks, base.limit_checks);
  const Standing<Prepayment> prepayment(own.prepayment, base.prepayment);
  const Standing<ShorterTerms> terms(own.shorter_terms, base.shorter_terms);
  if (asks_for_grades(scenario, limits, prepayment, terms)) plan.columns = scenario.credit.migration.grades.size();
  const Standings standings(scenario, plan.columns);
  plan_limits(study, limits, standings, plan);
  plan_prepayment(study, prepayment, standings, plan);
  plan_terms(study, terms, standings, plan);
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
  plan.parts = !plan.fx.lines.empty() || plan.disputes.active || plan.rejections.probability > 0 || plan.draws() ||
               !plan.schedules.empty() || !plan.limit.empty() || !plan.prepaid.empty() || !plan.longest_terms.empty() ||
               plan.interest.yearly > 0 || plan.security.share > 0 || plan.uncertain_volume();
  plan.active = plan.parts || !plan.segment_of_grade.empty();
  return plan;
}

}  // namespace delcredere::planning
