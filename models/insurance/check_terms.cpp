// Terms that contradict each other, and terms that can never apply.

#include <algorithm>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "models/insurance/policy.h"
#include "models/insurance/policy_tables.h"

namespace delcredere {
namespace {

// Collects "policy 'name': key: what is wrong".
class Findings {
 public:
  explicit Findings(const std::string& policy) : prefix_("policy '" + policy + "': ") {}

  void when(bool wrong, const std::string& text) {
    if (wrong) lines_.push_back(prefix_ + text);
  }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::string prefix_;
  std::vector<std::string> lines_;
};

bool is_share(const Decimal& share) { return share.mantissa >= 0 && share.mantissa <= power_of_ten(share.scale); }

void check_cover(const PolicyTerms& terms, Findings& found) {
  const std::vector<Day>& starts = terms.cover.year_starts;
  found.when(terms.cover.years < 1, "cover.years: must be at least 1");
  found.when(starts.size() != static_cast<std::size_t>(std::max(terms.cover.years, 0)) + 1 || starts.size() < 2 ||
                 std::adjacent_find(starts.begin(), starts.end(), std::greater_equal<>{}) != starts.end(),
             "cover: the policy years do not follow each other");
  found.when(!terms.cover.advance_days.empty() && terms.cover.advance_days.size() + 4 != 4 * starts.size(),
             "cover: four premium advances are needed for each policy year");
  found.when(!terms.cover.balance_days.empty() &&
                 terms.cover.balance_days.size() + kBalancesOfYear != kBalancesOfYear * starts.size(),
             "cover: twelve balance days are needed for each policy year");
}

void check_percentages(const PolicyTerms& terms, const Portfolio& portfolio, Findings& found) {
  const InsuredPercentage& shares = terms.insured_percentage;
  const auto check = [&](const std::optional<Decimal>& share, const std::string& key) {
    found.when(share && !is_share(*share), key + ": must lie between 0 % and 100 %");
  };
  check(shares.policy, "insured_percentage");
  check(shares.insolvency, "insured_percentage.causes.insolvency");
  check(shares.protracted_default, "insured_percentage.causes.protracted_default");
  check(shares.political, "insured_percentage.causes.political");
  check(terms.recovery_cost, "recoveries.cost");
  if (terms.limits.discretionary) {
    check(terms.limits.discretionary->insured_percentage, "limits.discretionary.insured_percentage");
  }
  if (!shares.column) return;
  for (const Buyer& buyer : portfolio.buyers) {
    check(buyer.insured_percentage, "insured_percentage.column: buyer '" + buyer.id + "'");
  }
}

void check_amounts(const PolicyTerms& terms, Findings& found) {
  const auto check = [&](Money amount, const std::string& key) {
    found.when(amount < 0, key + ": must not be negative");
  };
  check(terms.non_qualifying_loss, "non_qualifying_loss");
  check(terms.each_first_loss.amount, "each_first_loss");
  check(terms.aggregate_first_loss.amount, "aggregate_first_loss");
  check(terms.minimum_retention, "minimum_retention");
  check(terms.premium.minimum, "premium.minimum");
  check(terms.premium.flat.value_or(0), "premium.flat");
  check(terms.premium.rate_on_turnover.value_or(Decimal{}).mantissa, "premium.rate_on_turnover");
  check(terms.premium.rate_on_balance.value_or(Decimal{}).mantissa, "premium.rate_on_balance");
  check(terms.max_terms.value_or(0), "max_terms");
  check(terms.max_extension.value_or(0), "max_extension");
  check(terms.settlement, "settlement");
  check(terms.filing_lag, "filing_lag");
  check(terms.state.aggregate_first_loss_used, "state.aggregate_first_loss_used");
  check(terms.state.liability_used, "state.liability_used");
  for (const auto& [name, amount] : terms.state.country_cap_used) check(amount, "state.country_cap_used." + name);
  if (terms.insolvency) check(terms.insolvency->wait, "causes.insolvency.wait");
  if (terms.protracted_default) check(terms.protracted_default->wait, "causes.protracted_default.wait");
  if (terms.political) check(terms.political->wait, "causes.political.wait");
  for (const LimitAction& action : terms.limit_actions) {
    found.when(!is_share(action.cut) || action.cut.mantissa == 0, "limit_actions.cut: must lie above 0 %, up to 100 %");
    found.when(action.notice < 0, "limit_actions.notice: must not be negative");
    found.when(!terms.limits.present, "limit_actions: the policy has no limits");
  }
  if (terms.pre_shipment) {
    found.when(terms.pre_shipment->production < 1, "pre_shipment.production: must be at least 1 day");
    found.when(!is_share(terms.pre_shipment->cost_share), "pre_shipment.cost_share: must lie between 0 % and 100 %");
    found.when(!terms.insolvency, "pre_shipment: does not apply where insolvency is not covered");
  }
  if (terms.goods_rejection) {
    const std::optional<Decimal>& share = terms.goods_rejection->insured_percentage;
    found.when(share && !is_share(*share), "goods_rejection.insured_percentage: must lie between 0 % and 100 %");
    found.when(!terms.limits.excess_of.empty(), "goods_rejection: is not modelled for a top-up (limits.excess_of)");
    found.when(std::any_of(terms.treaties.begin(), terms.treaties.end(),
                           [](const TreatyTerms& treaty) { return treaty.subject == TreatySubject::gross; }),
               "goods_rejection: does not go with a treaty on gross losses (subject: gross)");
  }
  if (terms.maximum_liability) {
    check(terms.maximum_liability->amount.value_or(0), "maximum_liability.amount");
    check(terms.maximum_liability->times_premium.value_or(Decimal{}).mantissa, "maximum_liability.times_premium");
    found.when(terms.maximum_liability->amount.has_value() == terms.maximum_liability->times_premium.has_value(),
               "maximum_liability: give either amount or times_premium");
  }
  for (const auto* table : {&terms.buyer_cap, &terms.country_cap}) {
    const std::string key = table == &terms.buyer_cap ? "buyer_cap" : "country_cap";
    check(table->fallback.value_or(0), key);
    for (const auto& [name, amount] : table->by_key) check(amount, key + "." + name);
  }
}

void check_limits(const PolicyTerms& terms, const Portfolio& portfolio, const PolicyTerms* primary, Findings& found) {
  const Limits& limits = terms.limits;
  found.when(
      !limits.present && (limits.column || !limits.dated.empty() || limits.discretionary || !limits.excess_of.empty()),
      "limits: terms are given for limits that are not there");
  found.when(limits.column && !limits.dated.empty(), "limits: give either column or file");
  found.when(!std::is_sorted(limits.dated.begin(), limits.dated.end(),
                             [](const DatedLimit& a, const DatedLimit& b) {
                               return std::tie(a.buyer, a.from) < std::tie(b.buyer, b.from);
                             }),
             "limits.file: must be sorted by buyer and date");
  for (const DatedLimit& entry : limits.dated) {
    found.when(entry.buyer >= portfolio.buyers.size(), "limits.file: unknown buyer");
    found.when(entry.amount.value_or(0) < 0, "limits.file: a limit must not be negative");
  }
  found.when(limits.discretionary && limits.discretionary->amount < 0,
             "limits.discretionary.amount: must not be negative");
  if (limits.column) {
    for (const Buyer& buyer : portfolio.buyers) {
      found.when(buyer.insured_limit.value_or(0) < 0,
                 "limits.column: the limit of buyer '" + buyer.id + "' must not be negative");
    }
  }
  if (limits.excess_of.empty()) return;
  found.when(primary == nullptr, "limits.excess_of: there is no policy '" + limits.excess_of + "'");
  found.when(primary != nullptr && !primary->limits.excess_of.empty(),
             "limits.excess_of: '" + limits.excess_of + "' is itself a top-up");
  found.when(primary != nullptr && !primary->limits.present,
             "limits.excess_of: '" + limits.excess_of + "' has no limits, so nothing lies above them");
}

void check_exposure_book(const PolicyTerms& terms, Findings& found) {
  const std::string why = " has no meaning in a book of exposures without invoices";
  found.when(!terms.insolvency || terms.insolvency->wait > 0,
             "causes.insolvency: must be covered without wait in a book of exposures without invoices");
  found.when(terms.political.has_value(), "causes.political" + why);
  found.when(terms.pre_shipment.has_value(), "pre_shipment" + why);
  found.when(terms.goods_rejection.has_value(), "goods_rejection" + why);
  found.when(terms.max_extension.has_value(), "max_extension" + why);
  found.when(terms.max_terms.has_value(), "max_terms" + why);
  found.when(terms.premium.rate_on_turnover.has_value(), "premium.rate_on_turnover" + why);
  found.when(terms.maximum_liability && terms.maximum_liability->times_premium,
             "maximum_liability.times_premium" + why);
}

// The largest amount that one buyer's limits can ever insure.
Money largest_limit(const PolicyTables& tables) {
  Money largest = 0;
  for (const BuyerTerms& buyer : tables.buyers) {
    if (!buyer.in_scope) continue;
    for (std::uint32_t i = buyer.first_step; i < buyer.first_step + buyer.step_count; ++i) {
      const LimitStep& step = tables.limit_steps[i];
      largest = std::max(largest, step.limit == kUnlimited ? kUnlimited : step.limit - step.primary);
    }
  }
  return largest;
}

void check_reach(const PolicyTerms& terms, const Portfolio& portfolio, const PolicyTerms* primary, Findings& found) {
  PolicyTerms without_liability = terms;
  without_liability.maximum_liability.reset();
  const PolicyTables tables = resolve_tables(without_liability, portfolio, 0, {}, primary);
  const Money largest = largest_limit(tables);
  found.when(std::none_of(tables.buyers.begin(), tables.buyers.end(), [](const BuyerTerms& b) { return b.in_scope; }),
             "no buyer is insured");
  found.when(largest == 0, "limits: no buyer has a limit above 0, the policy can never pay");
  std::int64_t best = tables.discretionary_percentage.value_or(0);
  for (const BuyerTerms& buyer : tables.buyers) {
    for (const std::int64_t percentage : buyer.percentage) best = std::max(best, percentage);
  }
  found.when(best == 0, "insured_percentage: is 0 % everywhere, the policy can never pay");
  if (largest == 0 || best == 0 || largest == kUnlimited) return;
  const std::string never = ": is not below any insured limit, the policy can never pay";
  const Int128 indemnity = Int128{largest} * best;
  const bool by_loss = terms.each_first_loss.basis == DeductibleBasis::loss;
  found.when(by_loss ? terms.each_first_loss.amount >= largest
                     : Int128{terms.each_first_loss.amount} * tables.percentage_denominator >= indemnity,
             "each_first_loss" + never);
  found.when(terms.non_qualifying_loss >= largest, "non_qualifying_loss" + never);
  found.when(terms.minimum_retention >= largest, "minimum_retention" + never);
}

void check_state(const PolicyTerms& terms, Findings& found) {
  const PolicyState& state = terms.state;
  const bool used = state.aggregate_first_loss_used > 0 || state.liability_used > 0 || !state.country_cap_used.empty();
  const std::vector<Day>& starts = terms.cover.year_starts;
  found.when(used && (starts.front() > 0 || starts.back() <= 0), "state: no policy year contains as_of");
  found.when(state.aggregate_first_loss_used > terms.aggregate_first_loss.amount,
             "state.aggregate_first_loss_used: is more than the aggregate_first_loss");
  found.when(state.liability_used > 0 && !terms.maximum_liability,
             "state.liability_used: the policy has no maximum_liability");
  for (const auto& entry : state.country_cap_used) {
    found.when(!terms.country_cap.fallback && terms.country_cap.by_key.count(entry.first) == 0,
               "state.country_cap_used: '" + entry.first + "' has no country_cap");
  }
}

void check_names(const PolicyTerms& terms, const Portfolio& portfolio, Findings& found) {
  const auto has_country = [&](const std::string& country) {
    return std::any_of(portfolio.buyers.begin(), portfolio.buyers.end(),
                       [&](const Buyer& buyer) { return buyer.country == country; });
  };
  for (const auto& entry : terms.buyer_cap.by_key) {
    found.when(std::none_of(portfolio.buyers.begin(), portfolio.buyers.end(),
                            [&](const Buyer& buyer) { return buyer.id == entry.first; }),
               "buyer_cap: unknown buyer '" + entry.first + "'");
  }
  for (const auto& entry : terms.country_cap.by_key) {
    found.when(!has_country(entry.first), "country_cap: no buyer is in '" + entry.first + "'");
  }
  for (const std::string& country : terms.excluded_countries) {
    found.when(!has_country(country), "excluded_countries: no buyer is in '" + country + "'");
  }
  found.when(terms.insured_percentage.insolvency && !terms.insolvency,
             "insured_percentage.causes.insolvency: that cause is not covered");
  found.when(terms.insured_percentage.protracted_default && (!terms.protracted_default || portfolio.exposure_book),
             "insured_percentage.causes.protracted_default: that cause is not covered");
  found.when(terms.insured_percentage.political && (!terms.political || portfolio.exposure_book),
             "insured_percentage.causes.political: that cause is not covered");
  found.when(terms.premium.flat.has_value() + terms.premium.rate_on_turnover.has_value() +
                     terms.premium.rate_on_balance.has_value() >
                 1,
             "premium: give one of flat, rate_on_turnover and rate_on_balance");
  found.when(terms.insured_percentage.column &&
                 std::none_of(portfolio.buyers.begin(), portfolio.buyers.end(),
                              [](const Buyer& buyer) { return buyer.insured_percentage.has_value(); }),
             "insured_percentage.column: no buyer has a value in it");
}

}  // namespace

std::vector<std::string> contradictions(const PolicyTerms& terms, const Portfolio& portfolio,
                                        const PolicyTerms* primary) {
  Findings found(terms.name);
  check_cover(terms, found);
  check_percentages(terms, portfolio, found);
  check_amounts(terms, found);
  check_limits(terms, portfolio, primary, found);
  found.when(!terms.insolvency && ((!terms.protracted_default && !terms.political) || portfolio.exposure_book),
             "causes: at least one must be covered");
  if (portfolio.exposure_book) check_exposure_book(terms, found);
  return found.take();
}

std::vector<std::string> check_terms(const PolicyTerms& terms, const Portfolio& portfolio, const PolicyTerms* primary) {
  std::vector<std::string> lines = contradictions(terms, portfolio, primary);
  if (!lines.empty()) return lines;
  Findings found(terms.name);
  check_reach(terms, portfolio, primary, found);
  check_state(terms, found);
  check_names(terms, portfolio, found);
  return found.take();
}

}  // namespace delcredere
