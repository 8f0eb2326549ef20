// Rules of payment and of the seller for random studies.

#include <algorithm>

#include "models/insurance/policy.h"
#include "tests/invariance/dice.h"

namespace delcredere::testing {
namespace {

/// Seasons, calendars, slowing; disputes, parts, instalments; from dice of their own.
void random_payment_rules(Dice& dice, PaymentParameters& payment) {
  if (dice.chance(40))
    for (double& factor : payment.season) factor = dice.one_of({1.0, 1.0, 1.5, 0.4});
  if (dice.chance(30)) {
    payment.calendar.emplace();
    payment.calendar->weekend = dice.one_of<std::uint8_t>({0x60, 0x40, 0x30});
    for (int day = 0; day < 400; day += 29) payment.calendar->holidays.push_back(Date{20'458 + day});
  }
  if (dice.chance(30))
    payment.slowing = SlowingBeforeDefault{dice.day(1, 120), dice.one_of({1.0, 2.5}), dice.one_of({0, 9})};
  if (dice.chance(40))
    payment.disputes = Disputes{dice.one_of({0.0, 0.2, 1.0}), dice.day(0, 120), dice.one_of({0.0, 0.3, 1.0})};
  if (dice.chance(30)) payment.partial = PartialPayments{dice.one_of({0.3, 1.0}), 0.4, dice.day(1, 60)};
  if (dice.chance(30)) payment.instalments["default"] = {{0.25, 0}, {0.25, 15}, {0.5, 60}};
  if (dice.chance(30)) payment.instalments["metal"] = {{1.0, dice.day(0, 40)}};
}

void random_seller_rules(Dice& dice, CreditManagement& management) {
  const auto off = [&dice] { return !dice.chance(10); };
  if (dice.chance(30)) management.limit_checks = LimitChecks{dice.one_of({0.3, 1.0}), dice.chance(30), off()};
  if (dice.chance(30)) {
    management.prepayment = Prepayment{dice.one_of({0.3, 0.6, 1.0}), {}, dice.chance(30), off()};
    if (dice.chance(50)) management.prepayment->scope.grades = {"B", "C"};
  }
  if (dice.chance(30))
    management.shorter_terms = ShorterTerms{{{"B", dice.day(0, 30)}, {"C", 7}}, dice.chance(30), off()};
  if (dice.chance(30))
    management.discount = EarlyPaymentDiscount{dice.day(0, 20), 0.03, dice.one_of({0.4, 1.0}), dice.chance(30), off()};
  if (dice.chance(30))
    management.agency = Agency{dice.day(0, 90), dice.one_of({0.5, 1.0}), dice.day(0, 40), 0.12, dice.chance(30), off()};
  if (dice.chance(30)) management.late_interest = LateInterest{0.09, dice.day(0, 20), 0.8, off()};
  if (dice.chance(30)) management.security = Security{dice.day(0, 90), 0.7, off()};
}

}  // namespace

void random_rules(Dice& dice, Study& study, bool exposures) {
  for (Buyer& buyer : study.portfolio.buyers)
    if (dice.chance(60)) buyer.credit_limit = dice.whole(0, 1'500'000);
  const bool foreign = !exposures && dice.chance(60);
  if (foreign) {
    study.portfolio.currencies = {"EUR", "USD", "KWD"};
    for (Invoice& invoice : study.portfolio.invoices) invoice.currency = static_cast<std::uint8_t>(dice.whole(0, 2));
  }
  const auto into = [&](Scenario& scenario, bool always) {
    if (foreign && dice.chance(80)) {
      scenario.fx.currencies["USD"] = {dice.one_of({0.0, 0.1, 0.9}), dice.one_of({0.0, -0.2})};
      if (dice.chance(50)) scenario.fx.currencies["KWD"] = {0.3, 0.0};
      scenario.fx.correlation.common = dice.one_of({0.0, 0.4, 1.0});
      if (dice.chance(40)) {
        const double r = dice.one_of({-1.0, -0.5, 0.3});
        scenario.fx.correlation = {0.0, {"USD", "KWD"}, {1.0, r, r, 1.0}, false};
      }
      for (Shock& shock : scenario.shocks)
        if (dice.chance(30)) shock.fx["KWD"] = dice.one_of({0.7, 1.2});
    }
    for (Shock& shock : scenario.shocks)
      if (dice.chance(30)) shock.lgd_multiplier = dice.one_of({0.0, 0.5, 1.5, 40.0});
    if (exposures || !(always || dice.chance(50))) return;
    random_payment_rules(dice, scenario.payment);
    if (dice.chance(70)) random_seller_rules(dice, scenario.credit_management);
    if (dice.chance(20)) scenario.sales.volume = {dice.one_of({0.0, 0.1}), dice.one_of({0.0, 0.4})};
  };
  into(study.base, true);
  const Scenario base = study.base;
  for (Scenario& scenario : study.scenarios) {
    scenario.payment = base.payment;
    scenario.credit_management = base.credit_management;
    scenario.sales = base.sales;
    into(scenario, false);
  }
}

void random_rejections(std::uint64_t seed, Study& study) {
  Dice dice(seed * 48271u + 29);
  if (dice.chance(50)) return;
  const auto draw = [&] {
    return Rejections{dice.one_of({0.0, 0.1, 1.0}), dice.one_of({0, 3, 40}), dice.one_of({0.0, 0.45, 1.0}),
                      dice.one_of({0, 30, 400}), !dice.chance(10)};
  };
  study.base.payment.rejections = draw();
  for (Scenario& scenario : study.scenarios)
    scenario.payment.rejections = dice.chance(30) ? draw() : study.base.payment.rejections;
  for (std::size_t p = 0; p < study.base.policies.size(); ++p) {
    if (!dice.chance(60)) continue;
    GoodsRejection cover;
    if (dice.chance(40)) cover.insured_percentage = Decimal{75, 2};
    const auto covered = [&](PolicyTerms terms) {
      terms.goods_rejection = cover;
      return terms;
    };
    const auto fits = [&](const Scenario& scenario) {
      return check_terms(covered(scenario.policies[p]), study.portfolio).empty();
    };
    if (!fits(study.base) || !std::all_of(study.scenarios.begin(), study.scenarios.end(), fits)) continue;
    study.base.policies[p] = covered(study.base.policies[p]);
    for (Scenario& scenario : study.scenarios) scenario.policies[p] = covered(scenario.policies[p]);
  }
}

}  // namespace delcredere::testing
