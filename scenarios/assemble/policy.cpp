// Policies against the book: names, dates, and terms that cannot apply.

#include <fmt/core.h>

#include <algorithm>

#include "scenarios/assemble/scene.h"
#include "scenarios/config/nearest.h"

namespace delcredere::assemble {
namespace {

std::string money_text(Money amount, const Currency& currency) { return Decimal{amount, currency.digits}.text(); }

void set_cover(const Scene& scene, const config::PolicyConfig& policy, PolicyTerms& terms) {
  const Date as_of = scene.config.as_of;
  const Date from = policy.from.value_or(as_of);
  Cover& cover = terms.cover;
  cover.from = days_between(as_of, from);
  cover.year_starts.clear();
  cover.balance_days.clear();
  for (int year = 0; year <= cover.years; ++year) {
    cover.year_starts.push_back(days_between(as_of, from.add_months(12 * year)));
    for (int month = 1; year < cover.years && month <= 12; ++month)
      cover.balance_days.push_back(days_between(as_of, from.add_months(12 * year + month)) - 1);
  }
  if (cover.from >= scene.horizon || cover.year_starts.back() < 1) {
    scene.warning({"insurance", terms.name, "cover"}, "no simulated day is covered: the policy never pays");
  }
}

/// The largest limit any buyer can have; nothing = unlimited.
std::optional<Money> largest_limit(const Scene& scene, const PolicyTerms& terms) {
  if (!terms.limits.present) return std::nullopt;
  Money largest = 0;
  if (terms.limits.column) {
    for (const Buyer& buyer : scene.book.portfolio().buyers)
      largest = std::max(largest, column_limit(terms.limits, buyer.insured_limit).value_or(0));
  }
  for (const DatedLimit& limit : terms.limits.dated) largest = std::max(largest, limit.amount.value_or(0));
  if (terms.limits.discretionary) largest = std::max(largest, terms.limits.discretionary->amount);
  return largest;
}

/// share a > share b
bool greater(const Decimal& a, const Decimal& b) {
  return static_cast<Int128>(a.mantissa) * b.denominator() > static_cast<Int128>(b.mantissa) * a.denominator();
}

Decimal largest_percentage(const Scene& scene, const PolicyTerms& terms) {
  Decimal largest = terms.insured_percentage.policy;
  const auto take = [&](const std::optional<Decimal>& share) {
    if (share && greater(*share, largest)) largest = *share;
  };
  take(terms.insured_percentage.insolvency);
  take(terms.insured_percentage.protracted_default);
  take(terms.insured_percentage.political);
  if (terms.limits.discretionary) take(terms.limits.discretionary->insured_percentage);
  if (terms.insured_percentage.column) {
    for (const Buyer& buyer : scene.book.portfolio().buyers) take(buyer.insured_percentage);
  }
  return largest;
}

void check_can_pay(const Scene& scene, const PolicyTerms& terms) {
  const std::optional<Money> limit = largest_limit(scene, terms);
  if (!limit) return;
  const std::string& name = terms.name;
  if (*limit == 0) {
    scene.warning({"insurance", name, "limits"}, "every limit is 0: the policy never pays");
    return;
  }
  const std::vector<Buyer>& buyers = scene.book.portfolio().buyers;
  if (terms.limits.column && std::none_of(buyers.begin(), buyers.end(), [](const Buyer& b) { return b.insured_limit; }))
    scene.warning({"insurance", name, "limits", "column"},
                  "no buyer has an insured_limit: there is no decision on any, as in an empty column");
  const std::string shown = money_text(*limit, scene.currency);
  const auto never = [&](const char* key, Money amount) {
    scene.error(
        {"insurance", name, key},
        fmt::format(
            "is at or above every insured limit, so policy '{}' can never pay: got '{}', the largest limit is {}", name,
            money_text(amount, scene.currency), shown));
  };
  const Deductible& each = terms.each_first_loss;
  const Decimal share = largest_percentage(scene, terms);
  const bool above_indemnity = each.basis == DeductibleBasis::indemnity && each.amount > 0 &&
                               static_cast<Int128>(each.amount) * share.denominator() >= scaled_product(*limit, share);
  if (each.amount >= *limit) {
    never("each_first_loss", each.amount);
  } else if (above_indemnity) {
    scene.error(
        {"insurance", name, "each_first_loss"},
        fmt::format(
            "is at or above {} of every insured limit, so policy '{}' can never pay: got '{}', the largest limit "
            "is {}",
            share.percent_text(), name, money_text(each.amount, scene.currency), shown));
  }
  if (terms.non_qualifying_loss >= *limit) never("non_qualifying_loss", terms.non_qualifying_loss);
  if (terms.minimum_retention >= *limit) never("minimum_retention", terms.minimum_retention);
}

void check_premium(const Scene& scene, const PolicyTerms& terms) {
  const Premium& premium = terms.premium;
  if (terms.maximum_liability && terms.maximum_liability->times_premium && !premium.any()) {
    scene.error({"insurance", terms.name, "maximum_liability", "times_premium"},
                fmt::format("is a multiple of a premium, but policy '{}' has none", terms.name));
  }
}

/// Terms that need invoices, in a book without.
void check_exposure_book(const Scene& scene, PolicyTerms& terms) {
  const std::string& name = terms.name;
  const auto refuse = [&](KeyPath path, const char* what) {
    scene.error(path, fmt::format("{} of policy '{}' does not apply to a book of exposures", what, name));
  };
  if (scene.places.has({"insurance", name, "causes"})) {
    if (terms.protracted_default)
      refuse({"insurance", name, "causes", "protracted_default"}, "the cause protracted_default");
    if (terms.political) refuse({"insurance", name, "causes", "political"}, "the cause political");
    if (terms.insolvency && terms.insolvency->wait > 0) {
      refuse({"insurance", name, "causes", "insolvency", "wait"}, "an insolvency wait above 0");
    }
  }
  terms.protracted_default.reset();
  if (terms.premium.rate_on_turnover) {
    refuse({"insurance", name, "premium", "rate_on_turnover"}, "a premium on turnover");
  }
  if (terms.maximum_liability && terms.maximum_liability->times_premium) {
    refuse({"insurance", name, "maximum_liability", "times_premium"}, "a liability in multiples of the premium");
  }
  if (terms.max_extension) refuse({"insurance", name, "max_extension"}, "max_extension");
  if (terms.max_terms) refuse({"insurance", name, "max_terms"}, "max_terms");
}

}  // namespace

PolicyTerms make_policy(const Scene& scene, const config::PolicyConfig& policy, const CreditParameters& credit) {
  PolicyTerms terms = policy.terms;
  const std::string& name = terms.name;
  set_cover(scene, policy, terms);
  if (policy.limits_file) terms.limits.dated = scene.files.limits(*policy.limits_file, scene.problems);
  convert_to_base(scene, policy.currency, terms);
  const Limits& limits = terms.limits;
  if (limits.present && !limits.column && !policy.limits_file && !limits.discretionary) {
    scene.error(
        {"insurance", name, "limits"},
        fmt::format("names no limits, so every limit of policy '{}' is 0 (allowed: column, file, discretionary)",
                    name));
  }
  if (limits.column && policy.limits_file) {
    scene.error({"insurance", name, "limits", "file"}, "is given beside column (allowed: one of the two)");
  }
  terms.excluded_buyers = scene.buyers({"insurance", name, "excluded_buyers"}, policy.excluded_buyers);
  std::sort(terms.excluded_buyers.begin(), terms.excluded_buyers.end());
  if (policy.insured_buyers) {
    terms.insured_buyers = scene.buyers({"insurance", name, "insured_buyers"}, *policy.insured_buyers);
    std::sort(terms.insured_buyers->begin(), terms.insured_buyers->end());
  }
  for (const auto& [buyer, cap] : terms.buyer_cap.by_key)
    scene.buyers({"insurance", name, "buyer_cap", buyer}, {buyer});
  check_countries(scene, terms);
  set_limit_actions(scene, policy, credit, terms);
  set_extras(scene, policy, terms);
  check_can_pay(scene, terms);
  check_premium(scene, terms);
  check_applies(scene, terms);
  if (scene.book.exposures()) check_exposure_book(scene, terms);
  return terms;
}

void check_layers(const Scene& scene) {
  std::map<std::string, const PolicyTerms*> by_name;
  std::vector<std::string> names;
  for (const auto& [name, policy] : scene.config.insurance) {
    by_name[name] = &policy.terms;
    names.push_back(name);
  }
  for (const auto& [name, policy] : scene.config.insurance) {
    const std::string& primary = policy.terms.limits.excess_of;
    if (primary.empty()) continue;
    const auto refuse = [&, policy_name = name](const std::string& message) {
      scene.error({"insurance", policy_name, "limits", "excess_of"}, message);
    };
    const auto below = by_name.find(primary);
    if (below == by_name.end()) {
      refuse("there is no policy '" + primary + "'." + config::suggestion(primary, names));
      continue;
    }
    if (!below->second->limits.present) {
      refuse(fmt::format("policy '{}' has no limits, so nothing is left for policy '{}' above it", primary, name));
    }
    // Follow the layers down; more steps than policies is a circle.
    const PolicyTerms* at = below->second;
    bool circle = false;
    for (std::size_t steps = 0; at != nullptr && !at->limits.excess_of.empty() && !circle; ++steps) {
      circle = at->name == name || steps > names.size();
      const auto next = by_name.find(at->limits.excess_of);
      at = next == by_name.end() ? nullptr : next->second;
    }
    if (circle)
      refuse(fmt::format("policy '{}' stands above itself", name));
    else if (!below->second->limits.excess_of.empty())
      refuse(fmt::format("'{}' is itself a top-up; policy '{}' can stand above a primary alone", primary, name));
  }
}

}  // namespace delcredere::assemble
