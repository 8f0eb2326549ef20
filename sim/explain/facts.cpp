#include "sim/explain/facts.h"

#include <fmt/format.h>

#include "sim/explain/policy_words.h"
#include "sim/explain/words.h"

namespace delcredere::explaining {
namespace {

using Facts = std::map<std::string, std::string>;

void credit_facts(const CreditParameters& credit, Facts& facts) {
  for (const auto& [grade, pd] : credit.grades) facts["credit.grades." + grade] = pd_words(pd);
  facts["credit.insolvency_share"] = percent(credit.insolvency_share);
  const DependenceParameters& dependence = credit.dependence;
  constexpr const char* models[] = {"independent", "gaussian", "student_t", "gamma"};
  facts["credit.dependence.model"] = models[static_cast<std::size_t>(dependence.model)];
  if (dependence.model == DependenceModel::student_t)
    facts["credit.dependence.degrees_of_freedom"] = number(dependence.degrees_of_freedom);
  if (dependence.model == DependenceModel::gamma)
    facts["credit.dependence.counts"] = dependence.counts == DefaultCounts::poisson ? "poisson" : "bernoulli";
  for (const auto& [key, numbers] :
       {std::pair{"loadings", &dependence.buyer_loadings}, std::pair{"weights", &dependence.buyer_weights}}) {
    if (!numbers->empty()) facts[std::string("credit.dependence.") + key] = counted(numbers->size(), "buyer", "buyers");
  }
  const FactorCorrelation& factors = dependence.factor_correlation;
  facts["credit.dependence.factor_correlation"] =
      factors.order.empty() ? percent(factors.common)
                            : fmt::format("[{}] [{}]", fmt::join(factors.order, ", "), fmt::join(factors.matrix, ", "));
  for (const auto& [sector, own] : dependence.sectors) {
    if (dependence.model == DependenceModel::gamma) {
      facts["credit.dependence.sectors." + sector] =
          fmt::format("volatility {}, weight {}", percent(own.volatility), percent(own.weight));
      continue;
    }
    std::string text = percent(own.asset_correlation);
    if (!own.loadings.empty()) text.clear();
    for (const auto& [factor, a] : own.loadings) text += (text.empty() ? "" : ", ") + factor + " " + number(a);
    facts["credit.dependence.sectors." + sector] = text;
  }
  if (credit.contagion.infection > 0.0) facts["credit.contagion.infection"] = percent(credit.contagion.infection);
  if (!credit.contagion.links.empty())
    facts["credit.contagion.links"] = counted(credit.contagion.links.size(), "link", "links");
  for (const Shock& event : credit.country_events) {
    const std::string key = "credit.country_events." + event.name;
    facts[key + ".occurs"] = event.certain ? "certain" : percent(event.annual_probability) + " a year";
    facts[key + ".duration"] = fmt::format("{} days", event.duration);
    if (event.start) facts[key + ".start"] = fmt::format("day {}", *event.start);
  }
  if (!credit.security.list.empty())
    facts["credit.securities"] = counted(credit.security.list.size(), "security", "securities");
  if (credit.migration.active()) {
    facts["credit.migration.every"] = fmt::format("{} years", number(credit.migration.years));
    facts["credit.migration.factors"] = credit.migration.per_review ? "per_review" : "static";
  }
  for (const auto& [sector, law] : credit.lgd) {
    const std::string key = "credit.lgd." + sector;
    facts[key + ".mean"] = percent(law.mean);
    facts[key + ".standard_deviation"] = percent(law.standard_deviation);
    facts[key + ".recovery_lag"] = fmt::format("{} days", law.recovery_lag);
    if (law.factor_link != 0.0) facts[key + ".factor_link"] = percent(law.factor_link);
  }
}

/// Facts of a delay law: what scenarios may change, each under its own name.
struct LawFacts {
  const std::string& key;
  Facts& facts;

  void operator()(const LognormalDelay& law) const {
    facts[key + ".mean"] = number(law.mean) + " days";
    facts[key + ".standard_deviation"] = number(law.standard_deviation) + " days";
  }
  void operator()(const WeibullDelay& law) const { shaped("weibull", law.shape, law.scale); }
  void operator()(const GammaDelay& law) const { shaped("gamma", law.shape, law.scale); }
  void operator()(const EmpiricalDelay& law) const {
    std::string text;
    for (const auto& at : law.quantiles)
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", percent(at.probability), number(at.days));
    facts[key + ".quantiles"] = text;
  }
  void operator()(const MixtureDelay& law) const {
    for (std::size_t i = 0; i < law.components.size(); ++i) {
      const std::string part = fmt::format("{}.components[{}]", key, i + 1);
      facts[part + ".weight"] = percent(law.components[i].weight);
      std::visit(LawFacts{part, facts}, law.components[i].law);
    }
  }

 private:
  void shaped(const char* family, double shape, double scale) const {
    facts[key + ".family"] = family;
    facts[key + ".shape"] = number(shape);
    facts[key + ".scale"] = number(scale) + " days";
  }
};

void law_facts(const std::string& key, const DelayLaw& law, Facts& facts) {
  facts[key + ".on_time"] = percent(law.on_time);
  std::visit(LawFacts{key, facts}, law.late);
  if (law.early) {
    const std::string early = key + ".early";
    facts[early + ".probability"] = percent(law.early->probability);
    std::visit(LawFacts{early, facts}, law.early->days_before);
  }
  if (law.run)
    facts[key + ".payment_run"] = fmt::format("months {} day {} weeks {} weekdays {:07b}", law.run->months,
                                              law.run->day, law.run->weeks, law.run->weekdays);
  for (const DelayVariant& variant : law.variants) law_facts(key + ".variants." + variant.name, variant.law, facts);
}

void payment_facts(const PaymentParameters& payment, const CreditManagement& rules, Facts& facts) {
  facts["payment.buyer_effect"] = percent(payment.buyer_effect);
  facts["payment.sector_effect"] = percent(payment.sector_effect);
  facts["payment.default_link"] = percent(payment.default_link);
  for (const auto& [segment, law] : payment.segments) {
    const std::string key = "payment.segments." + segment;
    law_facts(key, law, facts);
  }
  if (rules.dunning) {
    const std::string key = "credit_management.dunning";
    facts[key + ".overdue"] = fmt::format("{} days", rules.dunning->overdue);
    facts[key + ".residual_delay"] = percent(rules.dunning->residual_delay);
    facts[key + ".in_history"] = rules.dunning->in_history ? "true" : "false";
  }
  if (rules.supply_stop) {
    const std::string key = "credit_management.supply_stop";
    facts[key + ".overdue"] = fmt::format("{} days", rules.supply_stop->overdue);
    facts[key + ".in_history"] = rules.supply_stop->in_history ? "true" : "false";
  }
}

void shock_facts(const Study& study, const Shock& shock, Facts& facts) {
  const std::string key = "shocks." + shock.name;
  facts[key + ".occurs"] = shock.certain ? "certain" : percent(shock.annual_probability) + " a year";
  if (shock.start) facts[key + ".start"] = date_of(study, *shock.start);
  facts[key + ".duration"] = fmt::format("{} days", shock.duration);
  facts[key + ".default_multiplier"] = number(shock.default_multiplier);
  facts[key + ".delay_multiplier"] = number(shock.delay_multiplier);
  facts[key + ".delay_days"] = fmt::format("{} days", shock.delay_days);
  facts[key + ".sales_multiplier"] = number(shock.sales_multiplier);
  for (const auto& [sector, share] : shock.spillover) facts[key + ".spillover." + sector] = percent(share);
  facts[key + ".scope"] =
      fmt::format("sectors [{}] countries [{}] grades [{}] buyers [{}]", fmt::join(shock.sectors, ", "),
                  fmt::join(shock.countries, ", "), fmt::join(shock.grades, ", "), fmt::join(shock.buyers, ", "));
}

std::string optional_share(const std::optional<Decimal>& share) { return share ? percent(share->to_double()) : "-"; }

std::string cap_words(const CapTable& table, const Currency& currency) {
  std::string text = table.fallback ? whole_money(*table.fallback, currency) : "unlimited";
  for (const auto& [key, amount] : table.by_key) text += fmt::format(", {} {}", key, whole_money(amount, currency));
  return text;
}

/// Checksum-like words for lists too long to tell.
std::string dated_words(const std::vector<DatedLimit>& limits) {
  Int128 sum = 0;
  for (const DatedLimit& limit : limits) sum += Int128{limit.amount.value_or(-1)} * (limit.buyer + 1) + limit.from;
  return fmt::format("{} entries (sum {})", limits.size(), exact_money(sum, {"", 0}));
}

void policy_facts(const Study& study, const PolicyTerms& terms, Facts& facts) {
  const std::string key = "insurance." + terms.name + ".";
  const auto money = [&](Money amount) { return exact_money(amount, study.currency); };
  facts[key + "cover"] = fmt::format(
      "{} to {}, {}", date_of(study, terms.cover.year_starts.front()), date_of(study, terms.cover.year_starts.back()),
      terms.cover.basis == CoverBasis::losses_occurring ? "losses_occurring" : "risk_attaching");
  const InsuredPercentage& shares = terms.insured_percentage;
  facts[key + "insured_percentage"] = fmt::format(
      "{}{}{}{}{}", percent(shares.policy.to_double()),
      shares.insolvency ? ", insolvency " + optional_share(shares.insolvency) : "",
      shares.protracted_default ? ", protracted_default " + optional_share(shares.protracted_default) : "",
      shares.political ? ", political " + optional_share(shares.political) : "", shares.column ? ", column" : "");
  const Limits& limits = terms.limits;
  std::string text = !limits.present ? "unlimited" : limits.column ? "column" : dated_words(limits.dated);
  if (limits.discretionary)
    text += fmt::format(", discretionary {} at {}", money(limits.discretionary->amount),
                        optional_share(limits.discretionary->insured_percentage));
  if (!limits.excess_of.empty()) text += ", excess of " + limits.excess_of;
  facts[key + "limits"] = text;
  if (terms.max_terms) facts[key + "max_terms"] = fmt::format("{} days", *terms.max_terms);
  if (terms.max_extension) facts[key + "max_extension"] = fmt::format("{} days", *terms.max_extension);
  if (terms.insolvency) facts[key + "causes.insolvency.wait"] = fmt::format("{} days", terms.insolvency->wait);
  if (terms.protracted_default)
    facts[key + "causes.protracted_default.wait"] = fmt::format("{} days", terms.protracted_default->wait);
  if (terms.political) facts[key + "causes.political.wait"] = fmt::format("{} days", terms.political->wait);
  if (terms.goods_rejection)
    facts[key + "goods_rejection"] = terms.goods_rejection->insured_percentage
                                         ? percent(terms.goods_rejection->insured_percentage->to_double())
                                         : std::string("at the policy's percentage");
  if (terms.pre_shipment)
    facts[key + "pre_shipment"] = fmt::format("{} days at {}", terms.pre_shipment->production,
                                              percent(terms.pre_shipment->cost_share.to_double()));
  const auto deductible = [&](const Deductible& d) {
    return money(d.amount) + (d.basis == DeductibleBasis::loss ? " of loss" : " of indemnity");
  };
  facts[key + "non_qualifying_loss"] = money(terms.non_qualifying_loss);
  facts[key + "each_first_loss"] = deductible(terms.each_first_loss);
  facts[key + "aggregate_first_loss"] = deductible(terms.aggregate_first_loss);
  facts[key + "minimum_retention"] = money(terms.minimum_retention);
  facts[key + "buyer_cap"] = cap_words(terms.buyer_cap, study.currency);
  facts[key + "country_cap"] = cap_words(terms.country_cap, study.currency);
  if (terms.maximum_liability) {
    const MaximumLiability& most = *terms.maximum_liability;
    facts[key + "maximum_liability"] =
        (most.amount ? money(*most.amount) : number(most.times_premium->to_double()) + " times the premium") +
        (most.reinstate ? ", reinstated" : "");
  }
  facts[key + "premium"] =
      terms.premium.flat ? money(*terms.premium.flat) + " flat"
      : terms.premium.rate_on_balance
          ? fmt::format("{} of balances, minimum {}", optional_share(terms.premium.rate_on_balance),
                        money(terms.premium.minimum))
          : fmt::format("{} of turnover, minimum {}", optional_share(terms.premium.rate_on_turnover),
                        money(terms.premium.minimum));
  facts[key + "settlement"] = handling_words(terms.settlement, terms.settlement_law);
  facts[key + "filing_lag"] = handling_words(terms.filing_lag, terms.filing_law);
  if (terms.filing_deadline) facts[key + "filing_deadline"] = fmt::format("{} days", *terms.filing_deadline);
  for (const auto& [name, clause] : {std::pair{"bonus", &terms.premium.bonus}, {"malus", &terms.premium.malus}})
    if (*clause)
      facts[key + "premium." + name] = fmt::format("{} at a loss ratio of {}", (*clause)->share.percent_text(),
                                                   (*clause)->loss_ratio.percent_text());
  for (const TreatyTerms& treaty : terms.treaties) facts[key + "treaties." + treaty.name] = treaty_words(treaty, money);
  facts[key + "recoveries"] =
      fmt::format("rule {}, cost {}", static_cast<int>(terms.sharing) + 1, percent(terms.recovery_cost.to_double()));
  facts[key + "state"] = fmt::format("first loss {}, liability {}, countries {}, premium paid {}, open claims {}",
                                     money(terms.state.aggregate_first_loss_used), money(terms.state.liability_used),
                                     terms.state.country_cap_used.size(),
                                     terms.state.premium_paid ? money(*terms.state.premium_paid) : "as due",
                                     terms.state.open_claims.size());
  const auto numbers = [](const std::vector<std::uint32_t>& buyers) {
    return fmt::format("{}", fmt::join(buyers, ", "));
  };
  facts[key + "scope"] = fmt::format("excluded countries [{}], excluded buyers [{}], insured [{}]",
                                     fmt::join(terms.excluded_countries, ", "), numbers(terms.excluded_buyers),
                                     terms.insured_buyers ? numbers(*terms.insured_buyers) : "all");
}

void liquidity_facts(const Study& study, const LiquidityParameters& cash, Facts& facts) {
  facts["liquidity.opening_cash"] = exact_money(cash.opening_cash, study.currency);
  if (cash.minimum_cash) facts["liquidity.minimum_cash"] = exact_money(*cash.minimum_cash, study.currency);
  Int128 sum = 0, weighted = 0;
  for (const Outflow& outflow : cash.outflows) {
    sum += outflow.amount;
    weighted += Int128{outflow.amount} * outflow.day;
  }
  facts["liquidity.outflows"] =
      fmt::format("{} in all, {} on average", exact_money(sum, study.currency),
                  sum == 0 ? "-" : date_of(study, static_cast<Day>(divide_half_even(weighted, sum))));
  if (cash.credit_line) {
    facts["liquidity.credit_line.limit"] = exact_money(cash.credit_line->limit, study.currency);
    facts["liquidity.credit_line.rate"] = percent(cash.credit_line->rate);
    const CreditLine& line = *cash.credit_line;
    if (line.commitment_fee > 0.0) facts["liquidity.credit_line.commitment_fee"] = percent(line.commitment_fee);
    if (line.from) facts["liquidity.credit_line.availability.from"] = date_of(study, *line.from);
    if (line.until) facts["liquidity.credit_line.availability.until"] = date_of(study, *line.until);
    if (line.borrowing_base)
      facts["liquidity.credit_line.borrowing_base"] = percent(line.borrowing_base->share.to_double());
  }
  for (const auto& [key, value] : liquidity_term_facts(study, cash)) facts["liquidity." + key] = value;
}

}  // namespace

std::map<std::string, std::string> facts(const Study& study, const Scenario& scenario) {
  Facts facts;
  credit_facts(scenario.credit, facts);
  payment_facts(scenario.payment, scenario.credit_management, facts);
  for (const Shock& shock : scenario.shocks) shock_facts(study, shock, facts);
  for (const PolicyTerms& terms : scenario.policies) policy_facts(study, terms, facts);
  liquidity_facts(study, scenario.liquidity, facts);
  return facts;
}

}  // namespace delcredere::explaining
