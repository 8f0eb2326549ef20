// Policies in words: what they pay, what they cost, how much of today's debt lies inside their limits.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "models/insurance/policy_tables.h"
#include "sim/explain/policy_words.h"
#include "sim/explain/sections.h"

namespace delcredere::explaining {
namespace {

std::string share_words(const Decimal& share) { return percent(share.to_double()); }

std::string percentage_words(const PolicyTerms& terms) {
  const InsuredPercentage& shares = terms.insured_percentage;
  std::string text = share_words(shares.policy);
  if (shares.insolvency) text += fmt::format(" ({} of insolvencies)", share_words(*shares.insolvency));
  if (shares.protracted_default)
    text += fmt::format(" ({} of protracted defaults)", share_words(*shares.protracted_default));
  if (shares.political) text += fmt::format(" ({} of political causes)", share_words(*shares.political));
  if (shares.column) text += ", or the buyer's own";
  return text;
}

std::string cause_words(const PolicyTerms& terms) {
  std::vector<std::string> causes;
  if (terms.insolvency)
    causes.push_back(terms.insolvency->wait == 0 ? "insolvency at once"
                                                 : fmt::format("insolvency after {} days", terms.insolvency->wait));
  if (terms.protracted_default)
    causes.push_back(fmt::format("protracted default {} days after the due date", terms.protracted_default->wait));
  if (terms.political)
    causes.push_back(fmt::format("stops of a country's payments after {} days", terms.political->wait));
  return causes.empty() ? "no cause" : listed(causes, 3);
}

std::string cover_words(const Study& study, const Cover& cover) {
  const char* basis = cover.basis == CoverBasis::losses_occurring ? "losses occurring" : "shipments attaching";
  return fmt::format("{} {} to {}", basis, date_of(study, cover.year_starts.front()),
                     date_of(study, cover.year_starts.back()));
}

std::string deductible_words(const Study& study, const PolicyTerms& terms, const ProvisionalPremiums& premiums) {
  const auto money = [&](Money amount) { return whole_money(amount, study.currency); };
  const auto basis = [](const Deductible& d) { return d.basis == DeductibleBasis::loss ? "of loss" : "of indemnity"; };
  std::vector<std::string> parts;
  if (terms.non_qualifying_loss > 0) parts.push_back("nothing for losses up to " + money(terms.non_qualifying_loss));
  if (terms.each_first_loss.amount > 0)
    parts.push_back(fmt::format("first {} {} of each loss kept", money(terms.each_first_loss.amount),
                                basis(terms.each_first_loss)));
  if (terms.aggregate_first_loss.amount > 0)
    parts.push_back(fmt::format("first {} {} of a policy year kept", money(terms.aggregate_first_loss.amount),
                                basis(terms.aggregate_first_loss)));
  if (terms.minimum_retention > 0)
    parts.push_back(fmt::format("at least {} of each loss kept", money(terms.minimum_retention)));
  if (terms.buyer_cap.fallback || !terms.buyer_cap.by_key.empty())
    parts.push_back("ceiling by buyer " + ceiling_words(terms.buyer_cap, money));
  if (terms.country_cap.fallback || !terms.country_cap.by_key.empty())
    parts.push_back("ceiling by country and policy year " + ceiling_words(terms.country_cap, money));
  if (terms.pre_shipment)
    parts.push_back(fmt::format("orders in production, {} days at {} of their amount, are covered",
                                terms.pre_shipment->production, share_words(terms.pre_shipment->cost_share)));
  if (terms.goods_rejection)
    parts.push_back(fmt::format("rejected goods are covered{}",
                                terms.goods_rejection->insured_percentage
                                    ? " at " + share_words(*terms.goods_rejection->insured_percentage)
                                    : ""));
  if (terms.maximum_liability) {
    const MaximumLiability& most = *terms.maximum_liability;
    const std::string amount = money(liability_of_year(terms, premiums, 0));
    parts.push_back((most.amount ? fmt::format("at most {} a policy year", amount)
                                 : fmt::format("at most {} times the premium a policy year, {}",
                                               number(most.times_premium->to_double()), amount)) +
                    (most.reinstate ? ", refilled by the insurer's recoveries" : ""));
  } else {
    parts.push_back("no maximum");
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string premium_words(const Study& study, const PolicyTerms& terms, const PremiumPlan& plan) {
  const std::string code = study.currency.code;
  if (terms.premium.flat)
    return fmt::format("premium {} {} flat", whole_money(*terms.premium.flat, study.currency), code) +
           clause_words(terms.premium);
  std::string text =
      fmt::format("provisional premium {} {}", whole_money(plan.years.front().provisional, study.currency), code);
  const PremiumYear& first = plan.years.front();
  if (terms.premium.rate_on_balance) {
    const auto days = static_cast<Money>(first.balance_days.size());
    text += fmt::format(": {} of {} insured balance, the average of {} planned month ends",
                        share_words(*terms.premium.rate_on_balance),
                        whole_money(days > 0 ? first.planned_balances / days : 0, study.currency), days);
    if (first.extrapolated) text += " (those up to the horizon)";
  } else if (!terms.premium.rate_on_turnover) {
    return terms.premium.minimum > 0 ? text + ", the minimum" : "no premium";
  } else {
    text += fmt::format(": {} of {} planned turnover", share_words(*terms.premium.rate_on_turnover),
                        whole_money(plan.years.front().planned_turnover, study.currency));
    if (plan.years.front().extrapolated)
      text += fmt::format(" (known {} days, scaled to the policy year)", plan.years.front().known_days);
  }
  if (terms.premium.minimum > 0)
    text += fmt::format(", at least {}", whole_money(terms.premium.minimum, study.currency));
  if (plan.years.size() > 1) text += fmt::format("; the first of {} policy years", plan.years.size());
  return text + clause_words(terms.premium);
}

/// Open debt inside the limits in force at as_of.
std::string limit_words(const Subject& subject, const PolicyTerms& terms, const PolicyTables& tables) {
  if (!terms.limits.present && terms.limits.excess_of.empty()) return "no limits: all open debt is inside";
  Int128 inside = 0;
  std::uint64_t without = 0, discretionary = 0, owing = 0;
  for (std::uint32_t b = 0; b < subject.plan.buyers; ++b) {
    const Money debt = subject.plan.open_debt[b];
    if (debt <= 0) continue;
    ++owing;
    const LimitStep& step = tables.limit_on(b, 0);
    const Money insured = std::min(debt, step.limit) - std::min(debt, step.primary);
    if (!tables.buyers[b].in_scope || step.limit <= step.primary)
      ++without;
    else {
      discretionary += step.discretionary;
      inside += insured;
    }
  }
  const auto total = static_cast<double>(subject.plan.open_total);
  std::string text =
      fmt::format("limits at as_of hold {} {} of the open debt ({})", whole_money(inside, subject.study.currency),
                  subject.study.currency.code, total > 0 ? percent(static_cast<double>(inside) / total) : "-");
  text += fmt::format("; {} of {} owing buyers without cover", grouped(without), grouped(owing));
  if (terms.limits.discretionary)
    text += fmt::format(", {} under the discretionary limit of {}{}", grouped(discretionary),
                        whole_money(terms.limits.discretionary->amount, subject.study.currency),
                        terms.limits.discretionary->insured_percentage
                            ? " at " + share_words(*terms.limits.discretionary->insured_percentage)
                            : "");
  if (!terms.limits.excess_of.empty()) text += "; in excess of '" + terms.limits.excess_of + "'";
  return text;
}

std::string action_words(const Study& study, const LimitAction& action) {
  const std::string grade = study.base.credit.migration.grades.at(action.grade);
  const bool cancelled = action.cut.mantissa == action.cut.denominator();
  return fmt::format("limits {} for shipments from {} days after a fall below {}",
                     cancelled ? "cancelled" : "cut by " + share_words(action.cut), action.notice, grade);
}

std::string exclusion_words(const Subject& subject, const PolicyTerms& terms) {
  std::vector<std::string> parts;
  if (terms.max_terms) {
    std::uint64_t longer = 0;
    for (const Invoice& invoice : subject.study.portfolio.invoices)
      longer += invoice.kind == InvoiceKind::open && invoice.due - invoice.issue > *terms.max_terms;
    parts.push_back(fmt::format("terms up to {} days ({} longer)", *terms.max_terms,
                                counted(longer, "open invoice is", "open invoices are")));
  }
  if (terms.max_extension)
    parts.push_back(fmt::format("no cover for buyers more than {} days overdue", *terms.max_extension));
  if (!terms.excluded_countries.empty()) parts.push_back("not in " + listed(terms.excluded_countries, 8));
  if (!terms.excluded_buyers.empty())
    parts.push_back(counted(terms.excluded_buyers.size(), "buyer", "buyers") + " excluded");
  for (const LimitAction& action : terms.limit_actions) parts.push_back(action_words(subject.study, action));
  if (terms.insured_buyers) parts.push_back("only " + counted(terms.insured_buyers->size(), "buyer", "buyers"));
  return fmt::format("{}", fmt::join(parts, "; "));
}

/// Of a book without new sales: whether the horizon sees the last claim. Nothing for other books.
std::string run_off_words(const Subject& subject, const PolicyTerms& terms) {
  Day last_due = 0;
  for (const Invoice& invoice : subject.study.portfolio.invoices) {
    if (invoice.kind == InvoiceKind::planned) return "";
    if (invoice.kind == InvoiceKind::open && !invoice.disputed) last_due = std::max(last_due, invoice.due);
  }
  if (subject.study.portfolio.exposure_book || last_due == 0) return "";
  const Day last = last_claim_day(terms, last_due);
  if (last >= kNever) return "no new sales: its claims have no last day, as debt may stay open until a buyer fails";
  std::string text = fmt::format("no new sales: the last claim can be paid on {}", date_of(subject.study, last));
  return text + (last <= subject.study.horizon
                     ? ", inside the horizon"
                     : fmt::format(", beyond the horizon; `horizon: {} days` reaches it", last));
}

/// Name of the grid that a structure belongs to; empty for a policy of its own.
std::string grid_of(const PolicyTerms& terms) {
  const std::size_t slash = terms.name.find('/');
  return slash == std::string::npos ? "" : terms.name.substr(0, slash);
}

}  // namespace

void explain_policies(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  page.section("Policies");
  if (study.base.policies.empty()) page.say("none: every loss is kept");
  std::map<std::string, std::size_t> structures;
  for (const PolicyTerms& terms : study.base.policies) ++structures[grid_of(terms)];
  std::string told;  // the grid whose first structure stands for all
  for (const PolicyTerms& terms : study.base.policies) {
    const std::string grid = grid_of(terms);
    if (!grid.empty() && grid == told) continue;
    told = grid;
    const PolicyTerms* primary = nullptr;
    for (const PolicyTerms& other : study.base.policies)
      if (!terms.limits.excess_of.empty() && other.name == terms.limits.excess_of) primary = &other;
    const PremiumPlan premium = plan_premium(terms, study.portfolio, study.horizon, primary);
    const PolicyTables tables = resolve_tables(terms, study.portfolio, study.horizon, premium.provisional(), primary);
    const Policy policy(terms, study.portfolio, study.horizon, premium.provisional(), primary);
    page.say(fmt::format("{}: pays {} after {}; {}; settled in {}", terms.name, percentage_words(terms),
                         cause_words(terms), cover_words(study, terms.cover),
                         handling_words(terms.settlement, terms.settlement_law)));
    if (terms.filing_law || terms.filing_lag > 0)
      page.say("  filed in " + handling_words(terms.filing_lag, terms.filing_law) +
               (terms.filing_deadline
                    ? fmt::format("; nothing is paid for claims filed after {} days", *terms.filing_deadline)
                    : ""));
    for (const TreatyTerms& treaty : terms.treaties)
      page.say("  treaty " + treaty.name + ": " +
               treaty_words(treaty, [&](Money amount) { return whole_money(amount, study.currency); }));
    page.say("  " + deductible_words(study, terms, premium.provisional()) + "; " + limit_words(subject, terms, tables));
    if (const std::string text = exclusion_words(subject, terms); !text.empty()) page.say("  " + text);
    page.say("  " + recovery_words(terms));
    page.say("  " + premium_words(study, terms, premium) +
             (policy.shortest_wait() < kNever
                  ? fmt::format("; a living buyer costs it nothing until {} days overdue", policy.shortest_wait())
                  : "; late payers alone cost it nothing"));
    if (const std::string text = run_off_words(subject, terms); !text.empty()) page.say("  " + text);
    if (const std::string text =
            state_words(terms.state, [&](Money amount) { return whole_money(amount, study.currency); });
        !text.empty())
      page.say("  " + text);
    if (!grid.empty() && structures[grid] > 1)
      page.say(fmt::format(
          "  and {} of the grid, which differ in what their names say: {} is the last",
          counted(structures[grid] - 1, "more structure", "more structures"),
          std::find_if(study.base.policies.rbegin(), study.base.policies.rend(), [&](const PolicyTerms& other) {
            return grid_of(other) == grid;
          })->name));
  }
}

void explain_liquidity(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const LiquidityParameters& cash = study.base.liquidity;
  page.section("Liquidity");
  if (!study.has_liquidity) {
    page.say("no liquidity section: the balance starts at 0 without a minimum, so it is the sum of what comes in");
    return;
  }
  std::string text =
      fmt::format("opening cash {} {}, ", exact_money(cash.opening_cash, study.currency), study.currency.code);
  text += cash.minimum_cash ? fmt::format("minimum {}", whole_money(*cash.minimum_cash, study.currency))
                            : std::string("no minimum, so nothing is a breach");
  if (cash.credit_line)
    text += fmt::format("; credit line {} at {} a year (ACT/360), drawn when the balance would fall below {}",
                        whole_money(cash.credit_line->limit, study.currency), percent(cash.credit_line->rate),
                        cash.minimum_cash ? "the minimum" : "0");
  page.say(text);
  Int128 sum = 0;
  std::uint64_t count = 0;
  const Outflow* largest = nullptr;
  for (const Outflow& outflow : cash.outflows) {
    if (outflow.day < 1 || outflow.day > study.horizon) continue;
    ++count;
    sum += outflow.amount;
    if (largest == nullptr || outflow.amount > largest->amount) largest = &outflow;
  }
  if (count > 0)
    page.say(fmt::format("{} in the horizon: {} {}, the largest {} on {}{}",
                         counted(count, "planned outflow", "planned outflows"), exact_money(sum, study.currency),
                         study.currency.code, whole_money(largest->amount, study.currency),
                         date_of(study, largest->day), largest->label.empty() ? "" : " (" + largest->label + ")"));
  explain_liquidity_terms(subject, page);
}

}  // namespace delcredere::explaining
