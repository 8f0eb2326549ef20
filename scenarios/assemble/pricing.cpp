#include "scenarios/assemble/pricing.h"

#include <fmt/core.h>

#include <algorithm>

namespace delcredere::assemble {
namespace {

constexpr std::size_t kMostYears = 100;

/// Years of the ledger that it covers from their first day on, latest first.
std::size_t ledger_years(const Portfolio& book, const std::vector<Day>& starts) {
  Day first = kNever;
  for (const Invoice& invoice : book.invoices) first = std::min(first, invoice.issue);
  std::size_t years = 0;
  while (years + 1 < starts.size() && starts[years + 1] >= first) ++years;
  return years;
}

ClaimsHistory make_history(const Scene& scene, const config::HistoryConfig& given) {
  ClaimsHistory history = given.parameters;
  if (given.claims) history.claims = scene.files.claims(*given.claims, scene.config, scene.problems);
  for (std::size_t k = 0; k <= kMostYears; ++k) {
    const Date start = scene.config.as_of.add_months(-12 * static_cast<int>(k));
    history.year_starts.push_back(days_between(scene.config.as_of, start) + 1);
  }
  if (history.turnover.size() > kMostYears) {
    scene.error({"pricing", "history", "turnover"}, fmt::format("has more than {} years", kMostYears));
    return history;
  }
  if (!history.turnover.empty()) return history;
  if (scene.book.exposures()) {
    scene.error({"pricing", "history"}, "needs the turnover of its years in a book of exposures, which has no ledger");
    return history;
  }
  const std::size_t years = ledger_years(scene.book.portfolio(), history.year_starts);
  if (years == 0) {
    scene.error({"pricing", "history"},
                "has no turnover, and the ledger does not reach back a whole year (allowed: turnover: [...], latest "
                "year first)");
    return history;
  }
  history.turnover.assign(years, 0);
  for (const Invoice& invoice : scene.book.portfolio().invoices) {
    if (invoice.issue > 0) continue;
    for (std::size_t k = 1; k <= years; ++k) {
      if (invoice.issue >= history.year_starts[k] && invoice.issue < history.year_starts[k - 1])
        history.turnover[k - 1] += invoice.amount;
    }
  }
  if (std::find(history.turnover.begin(), history.turnover.end(), 0) != history.turnover.end())
    scene.error({"pricing", "history"}, "has a year without turnover in the ledger");
  return history;
}

}  // namespace

std::optional<PricingParameters> make_pricing(const Scene& scene) {
  if (!scene.config.pricing) return std::nullopt;
  const config::PricingConfig& given = *scene.config.pricing;
  PricingParameters parameters = given.parameters;
  const auto minor = static_cast<double>(scene.currency.minor_per_unit());
  parameters.loadings.fixed_expenses = static_cast<double>(given.fixed_expenses) / minor;
  parameters.loadings.minimum = static_cast<double>(given.minimum_premium) / minor;
  if (given.history) parameters.history = make_history(scene, *given.history);
  return parameters;
}

}  // namespace delcredere::assemble
