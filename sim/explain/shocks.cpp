// What each shock does, and what its multiplier makes of a default probability.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "sim/explain/probability.h"
#include "sim/explain/sections.h"
#include "sim/plan/parts.h"

namespace delcredere::explaining {
namespace {

constexpr std::size_t kMostProbabilities = 6;

std::string scope_words(const Shock& shock) {
  std::vector<std::string> parts;
  const auto scope = [&](const char* what, const std::vector<std::string>& names) {
    if (!names.empty()) parts.push_back(fmt::format("{} {}", what, listed(names, 6)));
  };
  scope("sectors", shock.sectors);
  scope("countries", shock.countries);
  scope("grades", shock.grades);
  scope("buyers", shock.buyers);
  return parts.empty() ? "everyone" : fmt::format("{}", fmt::join(parts, ", "));
}

std::string when_words(const Study& study, const Shock& shock) {
  if (shock.certain) return "certain from " + date_of(study, shock.start.value_or(1));
  const std::string chance = percent(shock.annual_probability);
  if (shock.start) return fmt::format("with probability {} from {}", chance, date_of(study, *shock.start));
  return fmt::format("starts at random, {} a year", chance);
}

std::string effect_words(double defaults, double delays, Day days, double sales, double lgd,
                         const std::map<std::string, double>& rates) {
  std::vector<std::string> parts;
  if (defaults != 1.0) parts.push_back("default hazard x " + number(defaults));
  if (delays != 1.0) parts.push_back("delays x " + number(delays));
  if (days != 0) parts.push_back(fmt::format("delays + {} days", days));
  if (sales != 1.0) parts.push_back("amounts sold x " + number(sales));
  if (lgd != 1.0) parts.push_back("loss given default x " + number(lgd));
  for (const auto& [currency, factor] : rates) parts.push_back("rate of " + currency + " x " + number(factor));
  return parts.empty() ? "no effect" : fmt::format("{}", fmt::join(parts, ", "));
}

/// One window from its start, or from day 1.
std::vector<HazardSegment> one_window(const Shock& shock, Day horizon, double multiplier) {
  const Day first = shock.start.value_or(1);
  const Day last = std::min<Day>(horizon, first + shock.duration - 1);
  std::vector<HazardSegment> segments;
  if (first > 1) segments.push_back({first - 1, 1.0});
  segments.push_back({last, multiplier});
  if (last < horizon) segments.push_back({horizon, 1.0});
  return segments;
}

/// PDs of the buyers in its scope, with and without the shock, by grade (or PD) and systematic variance.
void probabilities(const Subject& subject, std::uint32_t shock_number, const Shock& shock, Page& page) {
  const FactorModel& factors = subject.plan.factor_models.front();
  std::map<std::tuple<PdTerm, std::uint32_t, std::string>, std::uint64_t> reached;
  for (std::size_t b = 0; b < subject.plan.buyers; ++b) {
    const ShockClass& effects = subject.base.shock_classes[subject.base.buyer_class[b]];
    const auto effect =
        std::find_if(effects.begin(), effects.end(), [&](const auto& e) { return e.shock == shock_number; });
    if (effect == effects.end() || effect->default_multiplier != shock.default_multiplier) continue;
    const Buyer& buyer = subject.study.portfolio.buyers[b];
    ++reached[{planning::pd_term(buyer, subject.study.base.credit), factors.group_of(b),
               buyer.annual_pd ? "" : buyer.grade}];
  }
  if (reached.empty()) return;
  const std::vector<HazardSegment> segments = one_window(shock, subject.study.horizon, shock.default_multiplier);
  std::map<std::string, std::vector<std::string>> by_dependence;
  std::size_t shown = 0;
  for (const auto& [key, count] : reached) {
    const auto& [pd, number_of_group, grade] = key;
    if (shown++ == kMostProbabilities) break;
    const DefaultCurve curve(pd);
    const DependenceGroup& group = factors.groups()[number_of_group];
    const std::string dependence =
        group.multiplied ? fmt::format("where the hazard varies by {}", percent(std::sqrt(group.mixture.variance())))
                         : fmt::format("at {} asset correlation", percent(group.systematic_variance));
    const std::string words =
        fmt::format("{}{} -> {}", grade.empty() ? "" : grade + " ", percent(curve.probability(subject.study.horizon)),
                    percent(probability_with(factors, number_of_group, curve, subject.study.horizon, segments)));
    std::vector<std::string>& known = by_dependence[dependence];
    if (std::find(known.begin(), known.end(), words) == known.end()) known.push_back(words);
  }
  std::vector<std::string> parts;
  for (const auto& [dependence, changes] : by_dependence)
    parts.push_back(fmt::format("{} {}", fmt::join(changes, ", "), dependence));
  page.say(fmt::format("  PD over the horizon if it runs from {} for {} days: {}{}",
                       date_of(subject.study, shock.start.value_or(1)), shock.duration, fmt::join(parts, "; "),
                       shown > kMostProbabilities ? ", ..." : ""));
}

void multiplier_words(double multiplier, Page& page) {
  const DefaultCurve curve(0.05);
  const std::vector<HazardSegment> all_year{{365, multiplier}};
  page.say(fmt::format(
      "a default multiplier acts on the hazard given the state of the economy: x {} all year on a PD of 5 % gives {} "
      "without correlation, {} at 20 % asset correlation, and at 100 % it does nothing ({})",
      number(multiplier), percent(probability_with(curve, 0.0, 365, all_year)),
      percent(probability_with(curve, 0.2, 365, all_year)), percent(probability_with(curve, 1.0, 365, all_year))));
}

}  // namespace

void explain_shocks(const Subject& subject, Page& page) {
  const std::vector<Shock>& shocks = subject.study.base.shocks;
  page.section("Shocks");
  if (shocks.empty()) page.say("none");
  double largest = 1.0;
  for (std::uint32_t k = 0; k < shocks.size(); ++k) {
    const Shock& shock = shocks[k];
    std::uint64_t inside = 0, beside = 0;
    for (std::size_t b = 0; b < subject.plan.buyers; ++b)
      for (const ShockEffect& effect : subject.base.shock_classes[subject.base.buyer_class[b]])
        if (effect.shock == k) {
          const bool full = effect.default_multiplier == shock.default_multiplier &&
                            effect.delay_multiplier == shock.delay_multiplier &&
                            effect.delay_days == shock.delay_days && effect.sales_multiplier == shock.sales_multiplier;
          ++(full ? inside : beside);
        }
    page.say(fmt::format("{}: {} ({}); {}, lasts {} days; {}", shock.name, scope_words(shock),
                         counted(inside, "buyer", "buyers"), when_words(subject.study, shock), shock.duration,
                         effect_words(shock.default_multiplier, shock.delay_multiplier, shock.delay_days,
                                      shock.sales_multiplier, shock.lgd_multiplier, shock.fx)));
    if (!shock.spillover.empty()) {
      std::vector<std::string> parts;
      for (const auto& [sector, share] : shock.spillover) parts.push_back(fmt::format("{} {}", sector, percent(share)));
      page.say(fmt::format("  spills over to {} with a share of each effect: {}", counted(beside, "buyer", "buyers"),
                           fmt::join(parts, ", ")));
    }
    if (shock.default_multiplier != 1.0) probabilities(subject, k, shock, page);
    if (std::abs(shock.default_multiplier - 1.0) > std::abs(largest - 1.0)) largest = shock.default_multiplier;
  }
  if (largest != 1.0) multiplier_words(largest, page);
}

}  // namespace delcredere::explaining
