// Terms of a policy that need the book or the file of claims: running year, treaties, bonus and malus, top buyers.

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "models/insurance/treaties.h"
#include "scenarios/assemble/scene.h"

namespace delcredere::assemble {
namespace {

constexpr Day kYear = 365;

/// The buyers with the largest sales, so many as the share says, rounded up; ties by id.
std::vector<std::uint32_t> top_by_sales(const Portfolio& book, Day horizon, const Decimal& share) {
  std::vector<Int128> sales(book.buyers.size(), 0);
  for (const Invoice& invoice : book.invoices)
    if (invoice.issue > -kYear && invoice.issue <= horizon) sales[invoice.buyer] += invoice.amount;
  std::vector<std::uint32_t> order(book.buyers.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return sales[a] > sales[b]; });
  const Int128 parts = static_cast<Int128>(order.size()) * share.mantissa;
  order.resize(static_cast<std::size_t>((parts + share.denominator() - 1) / share.denominator()));
  std::sort(order.begin(), order.end());
  return order;
}

void set_state(const Scene& scene, const config::PolicyConfig& policy, PolicyTerms& terms) {
  if (!policy.has_state) return;
  const std::string& name = terms.name;
  PolicyState& state = terms.state;
  const auto refuse = [&](KeyPath path, const std::string& what) {
    scene.error(path, fmt::format("{} of policy '{}'", what, name));
  };
  if (terms.cover.from > 0 || terms.cover.year_starts.back() <= 0)
    refuse({"insurance", name, "state"}, "does not apply: as_of lies in no policy year");
  if (state.aggregate_first_loss_used > terms.aggregate_first_loss.amount)
    refuse({"insurance", name, "state", "aggregate_first_loss_used"}, "is more than the aggregate_first_loss");
  if (state.liability_used > 0 && !terms.maximum_liability && !terms.premium.bonus && !terms.premium.malus)
    refuse({"insurance", name, "state", "liability_used"}, "does not apply without a maximum_liability");
  for (const auto& [country, used] : state.country_cap_used)
    if (!terms.country_cap.fallback && terms.country_cap.by_key.count(country) == 0)
      refuse({"insurance", name, "state", "country_cap_used", country}, "has no country_cap");
  const Premium& premium = terms.premium;
  if (state.premium_paid && !premium.any())
    refuse({"insurance", name, "state", "premium_paid"}, "does not apply without a premium");
  if (!policy.open_claims) return;
  if (scene.book.exposures())
    refuse({"insurance", name, "state", "open_claims"}, "does not apply to a book of exposures, which has no cash");
  const auto in_base = [&](Money amount) {
    const std::optional<Decimal>& rate = terms.limits.column_rate;
    return rate ? static_cast<Money>(divide_half_even(scaled_product(amount, *rate), rate->denominator())) : amount;
  };
  for (const PastClaim& claim : scene.files.claims(*policy.open_claims, scene.config, scene.problems)) {
    const bool own = claim.policy.empty() || claim.policy == name;
    if (own && claim.cash_day && *claim.cash_day >= 1)
      state.open_claims.push_back({*claim.cash_day, in_base(claim.paid)});
  }
  if (state.open_claims.empty())
    scene.warning(
        {"insurance", name, "state", "open_claims"},
        fmt::format("has no claim of policy '{}' with a cash_date after as_of: nothing is still to be paid", name));
}

void check_clauses(const Scene& scene, const PolicyTerms& terms) {
  const Premium& premium = terms.premium;
  for (const char* key : {"bonus", "malus"}) {
    if (!(std::string(key) == "bonus" ? premium.bonus : premium.malus)) continue;
    const auto refuse = [&](const std::string& what) {
      scene.error({"insurance", terms.name, "premium", key}, fmt::format("{} of policy '{}'", what, terms.name));
    };
    if (!premium.any())
      refuse("does not apply without a premium");
    else if (terms.cover.basis == CoverBasis::risk_attaching)
      refuse("does not apply to cover on risk_attaching basis");
    else if (scene.book.exposures())
      refuse("does not apply to a book of exposures, which has no cash,");
    else if (std::none_of(terms.cover.year_starts.begin() + 1, terms.cover.year_starts.end(),
                          [&](Day end) { return end + 30 >= 1 && end + 30 <= scene.horizon; }))
      scene.warning({"insurance", terms.name, "premium", key},
                    "is settled 30 days after a policy year, which is beyond the horizon: it has no effect");
  }
}

}  // namespace

void set_extras(const Scene& scene, const config::PolicyConfig& policy, PolicyTerms& terms) {
  if (policy.insured_top) {
    if (scene.book.exposures())
      scene.error({"insurance", terms.name, "insured_buyers"},
                  fmt::format("by sales does not apply to policy '{}': a book of exposures has no sales", terms.name));
    else
      terms.insured_buyers = top_by_sales(scene.book.portfolio(), scene.horizon, *policy.insured_top);
  }
  set_state(scene, policy, terms);
  check_clauses(scene, terms);
  const std::vector<std::string> contradictions = treaty_contradictions(terms);
  for (const std::string& line : contradictions) scene.error({"insurance", terms.name, "treaties"}, line);
  if (contradictions.empty()) check_treaty_layers(scene, terms);
}

void check_same_treaties(const Scene& scene, const Scenario& base, const Scenario& scenario) {
  const auto names = [](const PolicyTerms& policy) {
    std::vector<std::string> list;
    for (const TreatyTerms& treaty : policy.treaties) list.push_back(treaty.name);
    return list;
  };
  for (std::size_t p = 0; p < std::min(base.policies.size(), scenario.policies.size()); ++p)
    if (names(base.policies[p]) != names(scenario.policies[p]))
      scene.error({"insurance", scenario.policies[p].name, "treaties"},
                  "a scenario may change the terms of treaties, not their list");
}

}  // namespace delcredere::assemble
