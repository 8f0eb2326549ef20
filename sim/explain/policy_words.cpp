#include "sim/explain/policy_words.h"

#include <fmt/format.h>

#include <vector>

#include "sim/explain/words.h"

namespace delcredere {
namespace {

std::string share_words(const Decimal& share) { return explaining::percent(share.to_double()); }

}  // namespace

std::string handling_words(Day fixed, const std::optional<ClaimDelay>& law) {
  if (!law) return fmt::format("{} days", fixed);
  std::vector<std::string> parts;
  for (const DelayPoint& point : law->points)
    parts.push_back(fmt::format("{} within {} days", share_words(point.share), point.days));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string recovery_words(const PolicyTerms& terms) {
  constexpr const char* rules[] = {"are shared pro rata of the total debt", "go to the insured debt first",
                                   "go to the insurer first", "go to the insured first"};
  std::string words = std::string("recoveries ") + rules[static_cast<std::size_t>(terms.sharing)];
  if (terms.recovery_cost.mantissa > 0) words += fmt::format(", less {} cost", share_words(terms.recovery_cost));
  return words;
}

std::string ceiling_words(const CapTable& table, const std::function<std::string(Money)>& money) {
  std::vector<std::string> own;
  for (const auto& [key, amount] : table.by_key) own.push_back(key + " " + money(amount));
  const std::string listed = explaining::listed(own, 8);
  if (!table.fallback) return listed;
  return money(*table.fallback) + (own.empty() ? "" : " (" + listed + ")");
}

std::string clause_words(const Premium& premium) {
  std::string words;
  if (premium.bonus)
    words += fmt::format("; {} of the premium comes back below a loss ratio of {}", share_words(premium.bonus->share),
                         share_words(premium.bonus->loss_ratio));
  if (premium.malus)
    words += fmt::format("; {} of the premium is due besides above a loss ratio of {}",
                         share_words(premium.malus->share), share_words(premium.malus->loss_ratio));
  return words;
}

std::string state_words(const PolicyState& state, const std::function<std::string(Money)>& money) {
  std::vector<std::string> parts;
  if (state.aggregate_first_loss_used > 0)
    parts.push_back(money(state.aggregate_first_loss_used) + " of the aggregate first loss used");
  if (state.liability_used > 0) parts.push_back(money(state.liability_used) + " of the maximum liability used");
  for (const auto& [country, used] : state.country_cap_used)
    parts.push_back(fmt::format("{} of the ceiling of {} used", money(used), country));
  if (state.premium_paid) parts.push_back(money(*state.premium_paid) + " premium paid");
  Money open = 0;
  for (const OpenClaim& claim : state.open_claims) open += claim.amount;
  if (open > 0) parts.push_back(money(open) + " of older claims still to be paid");
  return parts.empty() ? "" : fmt::format("taken over in mid-term: {}", fmt::join(parts, ", "));
}

std::string treaty_words(const TreatyTerms& treaty, const std::function<std::string(Money)>& money) {
  constexpr const char* kinds[] = {"quota share", "surplus", "per-risk layer", "aggregate layer", "stop loss"};
  constexpr const char* carriers[] = {"a reinsurer", "a captive", "a coinsurer"};
  std::string words =
      fmt::format("{} of {} {}, carried by {}", share_words(treaty.share),
                  treaty.subject == TreatySubject::gross ? "gross losses," : "claims,",
                  kinds[static_cast<std::size_t>(treaty.kind)], carriers[static_cast<std::size_t>(treaty.carrier)]);
  if (treaty.kind == TreatyKind::surplus)
    words += fmt::format(", {} lines above {}", treaty.lines.text(), money(treaty.line));
  if (treaty.limit != kUnlimited) words += ", limit " + money(treaty.limit);
  if (treaty.limit_of_premium) words += ", limit " + share_words(*treaty.limit_of_premium) + " of the premium";
  if (treaty.retention > 0) words += ", above " + money(treaty.retention);
  if (treaty.retention_of_premium) words += ", above " + share_words(*treaty.retention_of_premium) + " of the premium";
  if (treaty.annual_deductible > 0) words += ", annual deductible " + money(treaty.annual_deductible);
  if (treaty.reinstatements)
    words += fmt::format(
        ", {} at {}",
        explaining::counted(static_cast<std::uint64_t>(*treaty.reinstatements), "reinstatement", "reinstatements"),
        share_words(treaty.reinstatement_premium));
  if (!treaty.inures_to.empty()) words += fmt::format(", before {}", fmt::join(treaty.inures_to, ", "));
  return words;
}

}  // namespace delcredere
