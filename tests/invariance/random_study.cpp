#include "tests/invariance/random_study.h"

#include <algorithm>

#include "models/insurance/policy.h"
#include "models/payment/delay_families.h"
#include "tests/invariance/dice.h"
#include "tests/invariance/random_terms.h"
#include "tests/support/study_builder.h"

namespace delcredere::testing {
namespace {

const std::initializer_list<const char*> kSectors{"retail", "construction", "food", "metal"};

DependenceParameters random_dependence(Dice& dice, std::size_t buyers) {
  DependenceParameters dependence;
  dependence.model = dice.one_of({DependenceModel::independent, DependenceModel::gaussian, DependenceModel::gaussian,
                                  DependenceModel::student_t, DependenceModel::student_t, DependenceModel::gamma,
                                  DependenceModel::gamma});
  dependence.degrees_of_freedom = dice.one_of({0.5, 1.0, 3.0, 8.0, 300.0});
  dependence.factor_correlation.common = dice.one_of({1.0, 0.4, 0.0});
  const auto sector = [&](std::initializer_list<double> correlations) {
    return SectorDependence{
        dice.one_of(correlations), {}, dice.one_of({0.0, 0.5, 1.0, 3.0, 10.0}), dice.one_of({0.0, 0.4, 1.0, 1.0})};
  };
  dependence.sectors["default"] = sector({0.0, 0.12, 0.5, 1.0});
  if (dice.chance(50)) dependence.sectors["retail"] = sector({0.0, 0.15, 0.3});
  for (std::uint32_t b = 0; b < buyers; ++b) {
    if (dice.chance(15)) dependence.buyer_loadings[b] = {{"own", 0.2}, {"world", dice.one_of({0.0, 0.4, -0.4})}};
    if (dice.chance(15)) dependence.buyer_weights[b] = {{"food", dice.one_of({0.0, 0.5})}, {"metal", 0.3}};
  }
  if (dice.chance(30)) dependence.sectors["food"].loadings = {{"world", 0.5}, {"own", dice.one_of({0.3, -0.3})}};
  if (dice.chance(15)) dependence.factor_correlation = {1.0, {"retail", "metal"}, {1.0, -0.3, -0.3, 1.0}, false};
  return dependence;
}

DelayFamily random_family(Dice& dice, bool below_zero) {
  switch (dice.whole(0, 7)) {
    case 0:
      return WeibullDelay{dice.one_of({0.6, 1.0, 3.0}), dice.one_of({4.0, 30.0})};
    case 1:
      return GammaDelay{dice.one_of({0.3, 2.0}), dice.one_of({5.0, 40.0})};
    case 2:
      return EmpiricalDelay{{{0.0, below_zero ? -25.0 : 0.0}, {0.3, 0.0}, {0.5, 0.0}, {0.9, 40.5}, {1.0, 90.0}}};
    case 3:
      return MixtureDelay{{{0.75, LognormalDelay{6.0, 5.0}}, {0.25, WeibullDelay{0.8, 60.0}}}};
    default:
      return LognormalDelay{dice.one_of({3.0, 18.0, 120.0}), dice.one_of({0.0, 22.0, 150.0})};
  }
}

PaymentRun random_run(Dice& dice) {
  PaymentRun run;
  if (dice.chance(40)) {
    run.months = static_cast<int>(dice.whole(1, 3));
    run.day = static_cast<int>(dice.whole(1, 31));
  } else if (dice.chance(40)) {
    run.weeks = static_cast<int>(dice.whole(1, 3));
    run.start = Date{18'000};
  }
  run.weekdays = dice.one_of<std::uint8_t>({0x7F, 0x1F, 0x08});
  return run;
}

DelayLaw random_law(Dice& dice) {
  DelayLaw law{dice.one_of({0.0, 0.35, 0.9, 1.0}), {}};
  law.late = random_family(dice, law.on_time == 0.0);
  if (law.on_time < 0.9 && family_lowest(law.late) >= 0.0 && dice.chance(30))
    law.early = EarlyPayment{dice.one_of({0.1, 0.6}), random_family(dice, false)};
  if (dice.chance(25)) law.run = random_run(dice);
  return law;
}

PaymentParameters random_payment(Dice& dice) {
  PaymentParameters payment;
  payment.buyer_effect = dice.one_of({0.0, 0.3, 0.5, 0.9});
  payment.sector_effect = dice.one_of({0.0, 0.1});
  payment.default_link = dice.one_of({0.0, 0.0, 0.3, 1.0});
  const auto law = [&] {
    DelayLaw drawn = random_law(dice);
    for (const char* name : {"electronic", "large", "long"}) {
      if (!dice.chance(15)) continue;
      DelayCondition when;
      if (name[0] == 'e') when.electronic = dice.chance(50);
      if (name[1] == 'a') when.amount_from = 250000;
      if (name[1] == 'o') when.terms_from = 60;
      drawn.variants.push_back({name, when, random_law(dice)});
    }
    return drawn;
  };
  payment.segments["default"] = law();
  if (dice.chance(50)) payment.segments["metal"] = law();
  if (dice.chance(30)) payment.segments["slow"] = law();
  return payment;
}

CreditManagement random_management(Dice& dice) {
  CreditManagement management;
  if (dice.chance(50)) management.dunning = Dunning{dice.day(0, 40), dice.one_of({0.5, 0.8, 1.0}), dice.chance(50)};
  if (management.dunning && !management.dunning->in_history && dice.chance(15))
    management.dunning->residual_delay = 0.0;
  if (dice.chance(60)) management.supply_stop = SupplyStop{dice.day(0, 60), dice.chance(25)};
  return management;
}

std::vector<Shock> random_shocks(Dice& dice, Day horizon, bool sales) {
  std::vector<Shock> shocks;
  for (const char* name : {"first", "second", "third"}) {
    if (!dice.chance(45)) continue;
    Shock shock;
    shock.name = name;
    if (dice.chance(50)) shock.sectors = {"retail", "food"};
    if (dice.chance(20)) shock.countries = {"DE"};
    if (dice.chance(20)) shock.grades = {"B", "C"};
    if (dice.chance(10)) shock.buyers = {"B0000001"};
    if (dice.chance(40)) shock.start = dice.day(1, horizon);
    shock.duration = dice.day(1, 300);
    shock.certain = dice.chance(40);
    shock.annual_probability = dice.one_of({0.0, 0.1, 0.6, 0.99});
    shock.default_multiplier = dice.one_of({1.0, 1.0, 3.0, 0.5, 0.0, 25.0});
    shock.delay_multiplier = dice.one_of({1.0, 1.0, 1.6, 0.5, 0.0});
    shock.delay_days = dice.one_of({0, 0, 7});
    if (sales) shock.sales_multiplier = dice.one_of({1.0, 0.8, 1.3, 0.0});
    if (dice.chance(50)) shock.spillover["metal"] = dice.one_of({0.4, 1.0});
    if (dice.chance(30)) shock.spillover["construction"] = 0.2;
    shocks.push_back(shock);
  }
  return shocks;
}

std::vector<NamedFailure> random_failures(Dice& dice, std::size_t buyers, Day horizon, bool exposures) {
  std::vector<NamedFailure> failures;
  for (int i = 0; i < 2; ++i) {
    if (!dice.chance(25)) continue;
    NamedFailure failure{{}, dice.day(1, horizon), DefaultCause::insolvency};
    if (!exposures && dice.chance(40)) failure.cause = DefaultCause::protracted_default;
    for (std::uint32_t b = 0; b < buyers; ++b)
      if (dice.chance(20)) failure.buyers.push_back(b);
    if (!failure.buyers.empty()) failures.push_back(failure);
  }
  return failures;
}

ClaimDelay random_delay(Dice& dice) {
  return {{{dice.one_of({0, 5}), Decimal{25, 2}}, {dice.one_of({20, 40}), Decimal{9, 1}}, {90, Decimal{1, 0}}}};
}

/// What others carry, how claims are handled, bonus and malus.
void random_extras(Dice& dice, PolicyTerms& terms) {
  if (dice.chance(30)) terms.settlement_law = random_delay(dice);
  if (dice.chance(30)) {
    terms.filing_law = random_delay(dice);
    if (dice.chance(50)) terms.filing_deadline = 30;
  }
  if (terms.cover.basis == CoverBasis::losses_occurring && dice.chance(30)) {
    terms.premium.bonus = LossRatioClause{Decimal{3, 1}, Decimal{2, 1}};
    terms.premium.malus = LossRatioClause{Decimal{1, 0}, Decimal{25, 2}};
  }
  if (terms.cover.from <= 0 && terms.cover.year_starts.back() > 0 && dice.chance(30)) {
    terms.state.premium_paid = dice.whole(0, 100'000);
    terms.state.open_claims = {{40, dice.whole(0, 100'000)}, {2000, 700}};
  }
  if (!dice.chance(40)) return;
  TreatyTerms quota;
  quota.name = "quota";
  quota.share = Decimal{35, 2};
  quota.carrier = TreatyCarrier::captive;
  quota.inures_to = {"layer"};
  TreatyTerms layer;
  layer.name = "layer";
  layer.kind = dice.one_of({TreatyKind::per_risk_xl, TreatyKind::aggregate_xl});
  layer.subject = dice.one_of({TreatySubject::claims, TreatySubject::gross});
  layer.limit = 400'000;
  layer.annual_deductible = 50'000;
  layer.reinstatements = dice.one_of({0, 2});
  terms.treaties = {quota, layer};
}

PolicyTerms random_policy(Dice& dice, const std::string& name, const Portfolio& book, bool turnover) {
  PolicyTerms terms;
  terms.name = name;
  terms.cover.from = dice.one_of({0, -200, -340, 40});
  terms.cover.years = static_cast<int>(dice.whole(1, 3));
  terms.cover.year_starts.clear();
  for (int year = 0; year <= terms.cover.years; ++year)
    terms.cover.year_starts.push_back(terms.cover.from + 365 * year);
  terms.insured_percentage.policy = dice.one_of({Decimal{9, 1}, Decimal{85, 2}, Decimal{1, 0}});
  terms.limits.present = dice.chance(70);
  terms.limits.column = terms.limits.present;
  if (terms.limits.present && dice.chance(50)) terms.limits.discretionary = DiscretionaryLimit{200'000, std::nullopt};
  if (dice.chance(30)) terms.non_qualifying_loss = 50'000;
  if (dice.chance(30)) terms.aggregate_first_loss = {300'000, DeductibleBasis::loss};
  if (dice.chance(30)) terms.each_first_loss = {20'000, DeductibleBasis::indemnity};
  if (dice.chance(30)) terms.maximum_liability = MaximumLiability{Money{5'000'000}, std::nullopt, dice.chance(30)};
  if (book.exposure_book) {
    terms.protracted_default.reset();
    random_extras(dice, terms);
    terms.premium = {};
    terms.state = {};
    return terms;
  }
  if (dice.chance(25))
    terms.protracted_default.reset();
  else
    terms.protracted_default = CauseTerms{dice.one_of({30, 60, 180})};
  if (dice.chance(50)) {
    terms.political = CauseTerms{dice.one_of({0, 10, 60})};
    if (dice.chance(30)) terms.insured_percentage.political = Decimal{7, 1};
  }
  if (dice.chance(30)) terms.pre_shipment = PreShipment{dice.one_of({1, 30, 90}), Decimal{7, 1}};
  if (dice.chance(30)) terms.max_extension = 60;
  if (dice.chance(60) && turnover)
    terms.premium.rate_on_turnover = Decimal{25, 4};
  else if (dice.chance(50))
    terms.premium.rate_on_balance = Decimal{12, 3};
  else
    terms.premium.flat = 123'457;
  random_extras(dice, terms);
  return terms;
}

void random_book(Dice& dice, StudyBuilder& builder, bool exposures) {
  const Day horizon = builder.study().horizon;
  const auto buyers = dice.whole(1, 24);
  const bool groups = dice.chance(40);
  for (std::int64_t i = 0; i < buyers; ++i) {
    const double pd = dice.one_of({0.0, 1e-5, 0.003, 0.02, 0.1, 0.4, 0.9, 1.0});
    const std::string sector = dice.one_of(kSectors);
    Buyer& buyer = exposures ? builder.exposure(pd, dice.whole(0, 1'000'000), 0.9, sector) : builder.buyer(pd, sector);
    buyer.country = dice.one_of({"DE", "FR", ""});
    if (groups && dice.chance(40)) buyer.infection_group = dice.one_of({"i", "j"});
    if (groups && dice.chance(20)) buyer.legal_group = dice.one_of({"k", "l"});
    if (dice.chance(60)) {
      buyer.annual_pd.reset();
      buyer.grade = dice.one_of({"A", "B", "C"});
    }
    buyer.lgd.reset();
    if (dice.chance(20)) buyer.lgd = dice.one_of({0.0, 0.4, 1.0});
    if (dice.chance(20)) buyer.segment = "slow";
    if (dice.chance(70)) buyer.insured_limit = dice.whole(0, 2'000'000);
    if (exposures) continue;
    std::vector<Invoice> invoices;
    for (std::int64_t n = dice.whole(0, 14); n > 0; --n) {
      Invoice invoice;
      invoice.issue = dice.day(-500, horizon + 20);
      invoice.due = invoice.issue + dice.one_of({0, 14, 30, 60, 90});
      invoice.amount = dice.whole(1, 500'000);
      invoice.disputed = dice.chance(8);
      invoice.electronic = dice.chance(40);
      if (invoice.issue <= 0 && dice.chance(60)) invoice.paid = std::min<Day>(0, invoice.issue + dice.day(0, 120));
      invoices.push_back(invoice);
    }
    std::sort(invoices.begin(), invoices.end(),
              [](const Invoice& a, const Invoice& b) { return std::tie(a.issue, a.due) < std::tie(b.issue, b.due); });
    for (const Invoice& invoice : invoices) {
      Invoice& added = builder.invoice(invoice.issue, invoice.due, invoice.amount, invoice.paid);
      added.disputed = invoice.disputed;
      added.electronic = invoice.electronic;
    }
  }
}

void random_spreading(Dice& dice, CreditParameters& credit, std::size_t buyers, Day horizon, bool exposures) {
  if (dice.chance(30)) credit.contagion.infection = dice.one_of({0.02, 0.3, 1.0});
  if (dice.chance(30) && buyers > 1)
    for (std::uint32_t b = 0; b < buyers; ++b) {
      if (!dice.chance(40)) continue;
      const auto customer = static_cast<std::uint32_t>(dice.whole(0, static_cast<std::int64_t>(buyers) - 1));
      if (customer != b) credit.contagion.links.push_back({b, customer, dice.one_of({0.0, 0.5, 1.0, 4.0, 1e6})});
    }
  if (exposures) return;
  for (const char* country : {"DE", "FR", "XX"}) {
    if (!dice.chance(20)) continue;
    Shock event;
    event.name = country;
    event.duration = dice.day(1, 200);
    event.annual_probability = dice.one_of({0.0, 0.3, 0.9});
    if (dice.chance(40)) event.start = dice.day(1, horizon);
    event.certain = dice.chance(30);
    credit.country_events.push_back(event);
  }
}

void random_credit(Dice& dice, CreditParameters& credit) {
  credit.grades = {{"A", 0.001}, {"B", dice.one_of({0.01, 0.02})}, {"C", dice.one_of({0.08, 0.3})}};
  credit.insolvency_share = dice.one_of({0.0, 0.6, 1.0});
  credit.lgd["default"] = {0.7, dice.one_of({0.0, 0.2}), dice.day(0, 540)};
}

}  // namespace

Study random_study(std::uint64_t seed, const RandomStudyWishes& wishes) {
  Dice dice(seed * 2654435761u + 17);
  const bool exposures = wishes.exposure_books && dice.chance(15);
  StudyBuilder builder(1000, seed, dice.day(90, 800));
  builder.over(builder.study().horizon, "week", 7);
  random_book(dice, builder, exposures);
  const Study& study = builder.study();
  const bool turnover = std::any_of(study.portfolio.invoices.begin(), study.portfolio.invoices.end(),
                                    [](const Invoice& invoice) { return invoice.kind == InvoiceKind::planned; });
  Scenario& base = builder.base();
  random_credit(dice, base.credit);
  if (exposures) base.credit.insolvency_share = 1.0;
  base.credit.dependence = random_dependence(dice, study.portfolio.buyers.size());
  if (wishes.spreading && dice.chance(60))
    random_spreading(dice, base.credit, study.portfolio.buyers.size(), study.horizon, exposures);
  // From dice of their own: the rest of a study stays what it was.
  const bool extended = seed % 3 != 0;
  if (extended) random_credit_terms(seed, study.portfolio, study.horizon, wishes.rerating, base.credit);
  if (!exposures) {
    base.payment = random_payment(dice);
    if (wishes.credit_management) base.credit_management = random_management(dice);
    base.liquidity.opening_cash = dice.whole(0, 1'000'000);
    base.liquidity.minimum_cash = 100'000;
    base.liquidity.credit_line = CreditLine{dice.whole(0, 500'000), 0.075};
    for (Day day = 20; day < study.horizon; day += 30)
      base.liquidity.outflows.push_back({day, dice.whole(0, 200'000), "x"});
    builder.study().has_liquidity = true;
    Dice own(seed * 69069u + 11);
    if (own.chance(60)) random_liquidity(own, base.liquidity, study.portfolio.buyers.size());
  }
  base.shocks = random_shocks(dice, study.horizon, wishes.sales_shocks);
  if (wishes.policies)
    for (const char* name : {"one", "two", "three"}) {
      if (!dice.chance(50)) continue;
      const PolicyTerms terms = random_policy(dice, name, study.portfolio, turnover);
      if (check_terms(terms, study.portfolio).empty()) base.policies.push_back(terms);
    }

  // Structures that find the same events, and results by buyer for some; from dice of their own.
  Dice structures(seed * 40503u + 5);
  for (std::size_t n = base.policies.size(); n > 0 && structures.chance(60); --n) {
    PolicyTerms terms = base.policies[n - 1];
    terms.name += "/other";
    terms.insured_percentage.policy = structures.one_of({Decimal{8, 1}, Decimal{5, 1}, Decimal{1, 0}});
    terms.non_qualifying_loss = structures.whole(0, 40'000);
    terms.aggregate_first_loss.amount = structures.whole(0, 400'000);
    terms.minimum_retention = structures.chance(30) ? structures.whole(0, 60'000) : 0;
    terms.recovery_cost = structures.one_of({Decimal{0, 0}, Decimal{0, 0}, Decimal{15, 2}});
    if (terms.limits.discretionary) terms.limits.discretionary->amount = structures.whole(1, 300'000);
    if (structures.chance(70)) terms.each_first_loss.basis = DeductibleBasis::loss;
    if (check_terms(terms, study.portfolio).empty()) base.policies.push_back(terms);
  }
  if (structures.chance(60)) {
    auto& detailed = builder.study().outputs.detailed_policies.emplace();
    for (const PolicyTerms& terms : base.policies)
      if (structures.chance(30)) detailed.push_back(terms.name);
  }

  if (dice.chance(40)) builder.study().pricing.emplace();
  builder.scenario("base");
  for (const char* name : {"a", "b", "c"}) {
    if (!dice.chance(60)) continue;
    Scenario& scenario = builder.scenario(name);
    if (dice.chance(40)) random_credit(dice, scenario.credit);
    if (exposures) scenario.credit.insolvency_share = 1.0;
    if (extended && seed % 2 == 0)
      random_credit_terms(seed * 31 + static_cast<unsigned char>(name[0]), study.portfolio, study.horizon,
                          wishes.rerating, scenario.credit);
    if (wishes.spreading && dice.chance(30)) {
      scenario.credit.contagion = {};
      scenario.credit.country_events.clear();
      random_spreading(dice, scenario.credit, study.portfolio.buyers.size(), study.horizon, exposures);
    }
    if (dice.chance(40)) scenario.credit.dependence = random_dependence(dice, study.portfolio.buyers.size());
    if (!exposures) {
      if (dice.chance(40)) scenario.payment = random_payment(dice);
      if (wishes.credit_management && dice.chance(50)) scenario.credit_management = random_management(dice);
      if (dice.chance(30) && !scenario.policies.empty() && scenario.policies[0].protracted_default)
        scenario.policies[0].protracted_default->wait = 45;
    }
    if (dice.chance(60)) scenario.shocks = random_shocks(dice, study.horizon, wishes.sales_shocks);
    if (dice.chance(50))
      scenario.failures = random_failures(dice, study.portfolio.buyers.size(), study.horizon, exposures);
  }
  const auto spreads = [&](const Scenario& scenario) {  // or anything else that Poisson counts refuse
    return scenario.credit.contagion.active() || !scenario.credit.security.list.empty() ||
           !scenario.credit.migration.grades.empty();
  };
  const bool grouped = std::any_of(study.portfolio.buyers.begin(), study.portfolio.buyers.end(),
                                   [](const Buyer& buyer) { return !buyer.legal_group.empty(); });
  const bool poisson = exposures && base.policies.empty() && !grouped && !spreads(base) &&
                       std::none_of(study.scenarios.begin(), study.scenarios.end(), spreads);
  if (poisson && dice.chance(60)) base.credit.dependence.counts = DefaultCounts::poisson;
  for (Scenario& scenario : builder.study().scenarios)
    if (poisson && dice.chance(60)) scenario.credit.dependence.counts = DefaultCounts::poisson;
  if (wishes.rules) {
    Dice rules(seed * 7919u + 3);
    random_rules(rules, builder.study(), exposures);
  }
  if (wishes.rerating && wishes.grade_rules) random_grade_rules(seed, builder.study(), wishes.rules);
  if (wishes.rules && !exposures) random_rejections(seed, builder.study());
  return builder.build();
}

}  // namespace delcredere::testing
