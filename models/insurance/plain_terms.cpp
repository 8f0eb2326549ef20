#include "models/insurance/plain_terms.h"

#include <algorithm>

namespace delcredere {
namespace {

bool has_plain_rules(const PolicyTables& tables) {
  const PolicyTerms& terms = tables.terms;
  return terms.cover.basis == CoverBasis::losses_occurring && terms.limits.excess_of.empty() &&
         terms.limit_actions.empty() && !terms.goods_rejection &&
         terms.each_first_loss.basis == DeductibleBasis::loss &&
         terms.aggregate_first_loss.basis == DeductibleBasis::loss &&
         terms.sharing == RecoverySharing::pro_rata_total && !terms.filing_deadline &&
         !(terms.maximum_liability && terms.maximum_liability->reinstate) &&
         std::all_of(tables.country_caps.begin(), tables.country_caps.end(),
                     [](Money cap) { return cap == kUnlimited; });
}

constexpr std::size_t kMostClasses = 16;

/// The buyers' limits, percentages and caps; false where they differ too much.
bool read_buyers(const PolicyTables& tables, PlainTerms& plain) {
  bool any = false, same_limit = true;
  plain.limit_by_buyer.assign(tables.buyers.size(), 0);
  plain.class_of.assign(tables.buyers.size(), 0);
  for (std::uint32_t b = 0; b < tables.buyers.size(); ++b) {
    const BuyerTerms& buyer = tables.buyers[b];
    if (!buyer.in_scope) continue;
    if (buyer.step_count != 1) return false;
    const LimitStep& step = tables.limit_steps[buyer.first_step];
    if (step.limit <= 0) continue;  // never an event
    if (any && buyer.cap != plain.buyer_cap) return false;
    same_limit = same_limit && (!any || step.limit == plain.limit);
    if (!any) plain.limit = step.limit;
    plain.buyer_cap = buyer.cap;
    plain.limit_by_buyer[b] = step.limit;
    any = true;
    const std::array<std::int64_t, kLossCauses> percentage{tables.percentage(b, DefaultCause::insolvency, step),
                                                           tables.percentage(b, DefaultCause::protracted_default, step),
                                                           tables.percentage(b, DefaultCause::political, step)};
    const auto same = std::find(plain.percentages.begin(), plain.percentages.end(), percentage);
    plain.class_of[b] = static_cast<std::uint8_t>(same - plain.percentages.begin());
    if (same != plain.percentages.end()) continue;
    if (plain.percentages.size() == kMostClasses) return false;
    plain.percentages.push_back(percentage);
  }
  if (same_limit)
    plain.limit_by_buyer.clear();
  else
    plain.limit = kUnlimited;
  if (plain.percentages.empty()) plain.percentages.push_back({0, 0, 0});
  if (plain.percentages.size() == 1) plain.class_of.clear();
  return true;
}

}  // namespace

std::optional<PlainTerms> plain_terms(const PolicyTables& tables) {
  static_assert(static_cast<int>(DefaultCause::insolvency) == 0 &&
                static_cast<int>(DefaultCause::protracted_default) == 1 &&
                static_cast<int>(DefaultCause::political) == 2);
  PlainTerms plain;
  plain.denominator = tables.percentage_denominator;
  if (!has_plain_rules(tables) || !read_buyers(tables, plain)) return std::nullopt;
  plain.aggregate_left.assign(tables.years(), tables.terms.aggregate_first_loss.amount);
  plain.liability_left = tables.liability;
  if (const int running = tables.year_of_shipment(0); running >= 0) {
    const auto year = static_cast<std::size_t>(running);
    const PolicyState& state = tables.terms.state;
    plain.aggregate_left[year] = std::max<Money>(plain.aggregate_left[year] - state.aggregate_first_loss_used, 0);
    Money& liability = plain.liability_left[year];
    if (liability != kUnlimited) liability = std::max<Money>(liability - state.liability_used, 0);
  }
  return plain;
}

}  // namespace delcredere
