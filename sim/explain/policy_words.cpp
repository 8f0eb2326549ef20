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
