#include "models/insurance/policy_tables.h"

#include <algorithm>
#include <limits>
#include <map>

#include "models/core/error.h"

namespace delcredere {
namespace {

constexpr Day kAlways = std::numeric_limits<Day>::min();

std::int64_t scaled(const Decimal& share, int scale) { return share.mantissa * power_of_ten(scale - share.scale); }

// A policy's own limit on a day.
struct OwnLimit {
  Money amount = kUnlimited;
  bool discretionary = false;
};

OwnLimit apply_decision(const Limits& limits, const std::optional<Money>& decision) {
  if (decision) return {*decision, false};
  if (limits.discretionary) return {limits.discretionary->amount, true};
  return {0, false};
}

struct OwnStep {
  Day from = kAlways;
  OwnLimit limit;
};

std::vector<OwnStep> own_steps(const Limits& limits, const Buyer& buyer, std::uint32_t number) {
  if (!limits.present) return {OwnStep{}};
  std::vector<OwnStep> steps{{kAlways, apply_decision(limits, column_limit(limits, buyer.insured_limit))}};
  const auto by_buyer = [](const DatedLimit& a, const DatedLimit& b) { return a.buyer < b.buyer; };
  const auto [first, last] =
      std::equal_range(limits.dated.begin(), limits.dated.end(), DatedLimit{number, 0, std::nullopt}, by_buyer);
  for (auto entry = first; entry != last; ++entry) {
    steps.push_back({entry->from, apply_decision(limits, entry->amount)});
  }
  return steps;
}

OwnLimit at(const std::vector<OwnStep>& steps, Day day) {
  OwnLimit limit = steps.front().limit;
  for (const OwnStep& step : steps) {
    if (step.from <= day) limit = step.limit;
  }
  return limit;
}

/// What the largest cut in force leaves of a limit: an action is set off by the first fall below its grade.
Money after_actions(Money limit, const std::vector<LimitAction>& actions, std::span<const GradeFrom> grades,
                    Day shipment) {
  Money left = limit;
  for (const LimitAction& action : actions) {
    bool cut = false;
    for (std::size_t k = 1; k < grades.size() && !cut; ++k)
      cut = grades[k].grade > action.grade && grades[k - 1].grade <= action.grade &&
            shipment >= grades[k].day + action.notice;
    if (!cut) continue;
    const Int128 whole = action.cut.denominator();
    if (action.cut.mantissa == whole) return 0;
    if (limit != kUnlimited)
      left = std::min(left, static_cast<Money>(divide_half_even(Int128{limit} * (whole - action.cut.mantissa), whole)));
  }
  return left;
}

Money saturating_sum(Money a, Money b) { return a > kUnlimited - b ? kUnlimited : a + b; }

void append_steps(std::vector<LimitStep>& out, const PolicyTerms& terms, const PolicyTerms* primary, const Buyer& buyer,
                  std::uint32_t number) {
  const std::vector<OwnStep> own = own_steps(terms.limits, buyer, number);
  if (primary == nullptr) {
    for (const OwnStep& step : own) out.push_back({step.from, step.limit.amount, 0, step.limit.discretionary});
    return;
  }
  const std::vector<OwnStep> below = own_steps(primary->limits, buyer, number);
  std::vector<Day> days;
  for (const OwnStep& step : own) days.push_back(step.from);
  for (const OwnStep& step : below) days.push_back(step.from);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  for (const Day day : days) {
    const OwnLimit top = at(own, day);
    const OwnLimit base = at(below, day);
    out.push_back({day, saturating_sum(base.amount, top.amount), base.amount, top.discretionary});
  }
}

int percentage_scale(const PolicyTerms& terms, const Portfolio& portfolio) {
  const InsuredPercentage& shares = terms.insured_percentage;
  int scale = shares.policy.scale;
  const auto include = [&scale](const std::optional<Decimal>& share) {
    if (share) scale = std::max(scale, share->scale);
  };
  include(shares.insolvency);
  include(shares.protracted_default);
  include(shares.political);
  if (terms.goods_rejection) include(terms.goods_rejection->insured_percentage);
  if (terms.limits.discretionary) include(terms.limits.discretionary->insured_percentage);
  if (shares.column) {
    for (const Buyer& buyer : portfolio.buyers) include(buyer.insured_percentage);
  }
  return scale;
}

Money cap_for(const CapTable& table, const std::string& key) {
  const auto found = table.by_key.find(key);
  if (found != table.by_key.end()) return found->second;
  return table.fallback.value_or(kUnlimited);
}

}  // namespace

Money liability_of_year(const PolicyTerms& terms, const ProvisionalPremiums& provisional_premiums, std::size_t year) {
  if (!terms.maximum_liability) return kUnlimited;
  if (terms.maximum_liability->amount) return *terms.maximum_liability->amount;
  const Decimal& times = *terms.maximum_liability->times_premium;
  if (year >= provisional_premiums.years.size()) {
    throw Error(ExitCode::config,
                "policy '" + terms.name + "': times_premium needs the provisional premium of every policy year");
  }
  return provisional_premiums.years[year].rounded(static_cast<Uint128>(times.mantissa),
                                                  static_cast<Uint128>(power_of_ten(times.scale)));
}

const LimitStep& PolicyTables::limit_on(std::uint32_t buyer, Day shipment) const {
  const BuyerTerms& own = buyers[buyer];
  const LimitStep* first = limit_steps.data() + own.first_step;
  const LimitStep* step = first + own.step_count - 1;
  while (step != first && step->from > shipment) --step;
  return *step;
}

LimitStep PolicyTables::limit_on(std::uint32_t buyer, std::span<const GradeFrom> grades, Day shipment) const {
  LimitStep step = limit_on(buyer, shipment);
  if (grades.empty() || !has_limit_actions()) return step;
  const Money primary = after_actions(step.primary, primary_actions, grades, shipment);
  const Money own = after_actions(step.limit == kUnlimited ? kUnlimited : step.limit - step.primary,
                                  terms.limit_actions, grades, shipment);
  step.limit = saturating_sum(primary, own);
  step.primary = primary;
  return step;
}

std::int64_t PolicyTables::percentage(std::uint32_t buyer, DefaultCause cause, const LimitStep& step) const {
  if (step.discretionary && discretionary_percentage) return *discretionary_percentage;
  return buyers[buyer].percentage[static_cast<std::size_t>(cause)];
}

std::int64_t PolicyTables::rejection_percentage(std::uint32_t buyer, const LimitStep& step) const {
  if (step.discretionary && discretionary_percentage) return *discretionary_percentage;
  return buyers[buyer].rejection_percentage;
}

int PolicyTables::year_of_loss(Day day) const { return year_of_shipment(day - 1); }

int PolicyTables::year_of_shipment(Day day) const {
  const std::vector<Day>& starts = terms.cover.year_starts;
  if (day < starts.front() || day >= starts.back()) return -1;
  int year = 0;
  while (day >= starts[static_cast<std::size_t>(year) + 1]) ++year;
  return year;
}

PolicyTables resolve_tables(const PolicyTerms& terms, const Portfolio& portfolio, Day horizon,
                            const ProvisionalPremiums& provisional_premiums, const PolicyTerms* primary) {
  if (const std::vector<std::string> wrong = contradictions(terms, portfolio, primary); !wrong.empty()) {
    std::string message;
    for (const std::string& line : wrong) message += (message.empty() ? "" : "\n") + line;
    throw Error(ExitCode::config, message);
  }
  PolicyTables tables;
  tables.terms = terms;
  tables.horizon = horizon;
  tables.exposure_book = portfolio.exposure_book;
  if (primary != nullptr && !terms.limits.excess_of.empty()) tables.primary_actions = primary->limit_actions;
  const int scale = percentage_scale(terms, portfolio);
  tables.percentage_denominator = power_of_ten(scale);
  const InsuredPercentage& shares = terms.insured_percentage;
  if (terms.limits.discretionary && terms.limits.discretionary->insured_percentage) {
    tables.discretionary_percentage = scaled(*terms.limits.discretionary->insured_percentage, scale);
  }
  std::map<std::string, std::uint32_t> countries;
  for (std::uint32_t number = 0; number < portfolio.buyers.size(); ++number) {
    const Buyer& buyer = portfolio.buyers[number];
    BuyerTerms own;
    const auto listed = [](const auto& list, const auto& key) {
      return std::find(list.begin(), list.end(), key) != list.end();
    };
    own.in_scope = !listed(terms.excluded_buyers, number) && !listed(terms.excluded_countries, buyer.country) &&
                   (!terms.insured_buyers || listed(*terms.insured_buyers, number));
    own.first_step = static_cast<std::uint32_t>(tables.limit_steps.size());
    append_steps(tables.limit_steps, terms, terms.limits.excess_of.empty() ? nullptr : primary, buyer, number);
    own.step_count = static_cast<std::uint32_t>(tables.limit_steps.size()) - own.first_step;
    own.percentage = {scaled(shares.insolvency.value_or(shares.policy), scale),
                      scaled(shares.protracted_default.value_or(shares.policy), scale),
                      scaled(shares.political.value_or(shares.policy), scale)};
    if (terms.goods_rejection)
      own.rejection_percentage = scaled(terms.goods_rejection->insured_percentage.value_or(shares.policy), scale);
    if (shares.column && buyer.insured_percentage) {
      own.percentage.fill(scaled(*buyer.insured_percentage, scale));
      own.rejection_percentage = scaled(*buyer.insured_percentage, scale);
    }
    own.cap = cap_for(terms.buyer_cap, buyer.id);
    const auto [entry, added] =
        countries.emplace(buyer.country, static_cast<std::uint32_t>(tables.country_caps.size()));
    if (added) {
      const auto used = terms.state.country_cap_used.find(buyer.country);
      tables.country_caps.push_back(cap_for(terms.country_cap, buyer.country));
      tables.country_used.push_back(used == terms.state.country_cap_used.end() ? 0 : used->second);
    }
    own.country = entry->second;
    tables.buyers.push_back(own);
  }
  for (std::size_t year = 0; year < tables.years(); ++year) {
    tables.liability.push_back(liability_of_year(terms, provisional_premiums, year));
  }
  return tables;
}

}  // namespace delcredere
