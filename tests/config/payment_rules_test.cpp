// payment, credit_management and sales: the rules beside delays, dunning and supply stop, as written.

#include <catch2/catch.hpp>

#include "scenarios/load.h"
#include "tests/config/study_folder.h"
#include "tests/config/support.h"

using namespace delcredere;
using namespace delcredere::test;
using Catch::Matchers::Contains;

namespace {

Study loaded(const std::string& text) {
  const StudyFolder folder;
  return folder.load(std::string(kLeast) + text).study;
}

std::string fault(const std::string& text) {
  try {
    loaded(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("rules of payment as written", "[rules]") {
  const PaymentParameters payment =
      loaded(
          "payment:\n"
          "  seasonality: {august: 1.5, december: 90%}\n"
          "  calendar: {weekend: [saturday, sunday], holidays: [2026-04-06, 2026-04-03]}\n"
          "  slowing_before_default: {window: 6 weeks, delay_multiplier: 2}\n"
          "  disputes: {probability: 2%, days: 45 days, credit_note_share: 20%}\n"
          "  rejections: {probability: 1%, after: 3 days, resale_share: 40%, resale_after: 2 weeks}\n"
          "  partial_payments: {probability: 5%, share: 60%, rest_after: 20 days}\n"
          "  instalments: {retail: {parts: [{share: 40%}, {share: 60%, after: 60 days}]}}\n")
          .base.payment;
  CHECK(payment.season == std::array<double, 12>{1, 1, 1, 1, 1, 1, 1, 1.5, 1, 1, 1, 0.9});
  REQUIRE(payment.calendar);
  CHECK(payment.calendar->weekend == 0x60);
  CHECK(payment.calendar->holidays == std::vector<Date>{*Date::from_civil(2026, 4, 3), *Date::from_civil(2026, 4, 6)});
  CHECK(payment.slowing == SlowingBeforeDefault{42, 2.0, 0, true});
  CHECK(payment.disputes == Disputes{0.02, 45, 0.2, true});
  CHECK(payment.rejections == Rejections{0.01, 3, 0.4, 14, true});
  CHECK(payment.partial == PartialPayments{0.05, 0.6, 20, true});
  CHECK(payment.instalments.at("retail") == std::vector<Instalment>{{0.4, 0}, {0.6, 60}});

  CHECK_THAT(fault("payment: {seasonality: {augst: 2}}\n"), Contains("Did you mean 'august'"));
  CHECK_THAT(fault("payment: {seasonality: {august: 0}}\n"), Contains("seasonality.august"));
  CHECK_THAT(fault("payment: {calendar: {}}\n"), Contains("closes no day"));
  CHECK_THAT(
      fault("payment: {calendar: {weekend: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]}}\n"),
      Contains("closes every day"));
  // What is faster before a default could be paid before as_of.
  CHECK_THAT(fault("payment: {slowing_before_default: {delay_multiplier: 0.9}}\n"), Contains("delay_multiplier"));
  CHECK_THAT(fault("payment: {disputes: {days: 3 days}}\n"), Contains("disputes.probability"));
  CHECK_THAT(fault("payment: {rejections: {resale_share: 30%}}\n"), Contains("rejections.probability"));
  CHECK_THAT(fault("payment: {rejections: {probability: 101%}}\n"), Contains("rejections.probability"));
  CHECK_THAT(fault("payment: {rejections: {probability: 1%, after: -1 days}}\n"), Contains("rejections.after"));
  CHECK_THAT(fault("payment: {rejections: {probability: 1%, resale: 30%}}\n"), Contains("rejections.resale"));
  CHECK_THAT(fault("payment: {partial_payments: {probability: 5%, share: 100%}}\n"),
             Contains("partial_payments.share"));
  CHECK_THAT(fault("payment: {instalments: {retail: {parts: [{share: 40%}, {share: 50%, after: 9 days}]}}}\n"),
             Contains("together 90%"));
  CHECK_THAT(fault("payment: {instalments: {retail: {parts: [{share: 40%}, {share: 60%}]}}}\n"),
             Contains("after the one before it"));
}

TEST_CASE("rules of the seller as written, and off in a scenario", "[rules]") {
  const StudyFolder folder;
  folder.folder().write("buyers.csv",
                        "buyer_id,sector,grade,credit_limit\nB1,construction,A,1000\nB2,retail,E,\nB3,retail,E,500\n");
  const Study study = folder
                          .load(std::string(kLeast) +
                                "credit_management:\n"
                                "  limit_checks: {share_of_limit: 80%, in_history: true}\n"
                                "  prepayment: {share: 30%, grades: [E]}\n"
                                "  shorter_terms: {grades: {E: 14 days}}\n"
                                "  early_payment_discount: {within: 10 days, discount: 2%, take_up: 30%}\n"
                                "  agency: {after: 90 days, success: 40%, takes: 30 days, fee: 15%}\n"
                                "  late_interest: {rate: 9%, after: 5 days, collected: 50%}\n"
                                "  security: {terms_above: 90 days, share: 60%}\n"
                                "sales: {volume_uncertainty: {common: 5%, buyer: 20%}}\n"
                                "shocks: {slump: {duration: 10 weeks, lgd: 120%}}\n"
                                "scenarios: {base: {}, without: {credit_management: {prepayment: {active: false}}, "
                                "sales: {volume_uncertainty: {buyer: 0%}}}}\n")
                          .study;
  const CreditManagement& rules = study.base.credit_management;
  CHECK(rules.limit_checks == LimitChecks{0.8, true, true});
  CHECK(rules.prepayment == Prepayment{0.3, {{"E"}, {}, {}}, false, true});
  CHECK(rules.shorter_terms == ShorterTerms{{{"E", 14}}, false, true});
  CHECK(rules.discount == EarlyPaymentDiscount{10, 0.02, 0.3, false, true});
  CHECK(rules.agency == Agency{90, 0.4, 30, 0.15, false, true});
  CHECK(rules.late_interest == LateInterest{0.09, 5, 0.5, true});
  CHECK(rules.security == Security{90, 0.6, true});
  CHECK(study.base.sales.volume == VolumeUncertainty{0.05, 0.2});
  CHECK(study.base.shocks.at(0).lgd_multiplier == 1.2);
  REQUIRE(study.scenarios.size() == 2);
  CHECK_FALSE(study.scenarios[1].credit_management.prepayment->active);
  CHECK(study.scenarios[1].credit_management.prepayment->share == 0.3);
  CHECK(study.scenarios[1].sales.volume == VolumeUncertainty{0.05, 0.0});

  CHECK_THAT(fault("credit_management: {limit_checks: {}}\n"), Contains("no buyer has a credit_limit"));
  CHECK_THAT(fault("credit_management: {shorter_terms: {}}\n"), Contains("shorter_terms.grades"));
  CHECK_THAT(fault("credit_management: {late_interest: {rate: 900%}}\n"), Contains("late_interest.rate"));
}

TEST_CASE("the last twelve months as a plan", "[rules]") {
  const StudyFolder folder;
  folder.folder().write(
      "invoices.csv",
      "invoice_id,buyer_id,issue_date,due_date,amount,paid_date,disputed\n"
      "I0,B1,2025-01-05,2025-02-05,900,2025-02-01,\n"  // twelve months ago to the day: not in the last year
      "I1,B1,2025-01-06,2025-02-05,1000,2025-02-01,\n"
      "I2,B2,2025-12-02,2026-01-31,500.55,,yes\n"
      "I3,B3,2026-01-05,2026-02-01,700,,\n");
  std::string text(kLeast);
  const std::string portfolio = "portfolio: {buyers: buyers.csv, invoices: invoices.csv";
  const auto with = [&](const std::string& more) {
    std::string changed = text;
    return changed.replace(changed.find(portfolio), portfolio.size(), portfolio + more);
  };
  const Study study = folder.load(with(", repeat_last_12_months: {growth: 10%, years: 2}")).study;
  std::vector<std::tuple<std::uint32_t, Day, Day, Money, bool>> planned;
  for (const Invoice& invoice : study.portfolio.invoices)
    if (invoice.kind == InvoiceKind::planned)
      planned.emplace_back(invoice.buyer, invoice.issue, invoice.due - invoice.issue, invoice.amount, invoice.disputed);
  // 2026-01-06 and 2027-01-06, 2026-12-02 and 2027-12-02, 2027-01-05 and 2028-01-05; x 1.1 and x 1.21.
  CHECK(planned == std::vector<std::tuple<std::uint32_t, Day, Day, Money, bool>>{{0, 1, 30, 110'000, false},
                                                                                 {0, 366, 30, 121'000, false},
                                                                                 {1, 331, 60, 55'060, false},
                                                                                 {1, 696, 60, 60'567, false},
                                                                                 {2, 365, 27, 77'000, false},
                                                                                 {2, 730, 27, 84'700, false}});
  try {
    folder.load(with(", sales_plan: plan.csv, repeat_last_12_months: {}"));
    FAIL("both plans");
  } catch (const Error& error) {
    CHECK_THAT(error.what(), Contains("beside a sales_plan"));
  }
}

TEST_CASE("exchange rates that move", "[rules]") {
  const StudyFolder folder;
  folder.folder().write("invoices.csv",
                        "invoice_id,buyer_id,issue_date,due_date,amount,currency\n"
                        "I1,B1,2025-12-01,2026-01-30,1000,EUR\n"
                        "I2,B2,2025-12-02,2026-01-31,500,USD\n");
  const std::string rates = "exchange_rates: {USD: 0.92}\n";
  const std::string fx = "fx: {currencies: {USD: {volatility: 8%, drift: -1%}}, correlation: 50%}\n";
  const Study study =
      folder.load(std::string(kLeast) + rates + fx + "shocks: {dollar: {duration: 9 weeks, fx: {USD: 85%}}}\n").study;
  CHECK(study.portfolio.currencies == std::vector<std::string>{"EUR", "USD"});
  CHECK(study.portfolio.invoices.at(0).currency == 0);
  CHECK(study.portfolio.invoices.at(1).currency == 1);
  CHECK(study.portfolio.invoices.at(1).amount == 46'000);
  CHECK(study.base.fx == FxParameters{{{"USD", {0.08, -0.01}}}, {0.5, {}, {}, false}});
  CHECK(study.base.shocks.at(0).fx.at("USD") == 0.85);
  const std::string policy = "insurance: {p: {insured_percentage: 90%}}\n";
  CHECK(folder.load(std::string(kLeast) + rates + fx + policy).study.base.policies.size() == 1);
  CHECK_THAT(folder.refused(std::string(kLeast) + rates + fx + "insurance: {p: {currency: USD}}\n").what(),
             Contains("insurance.p.currency") && Contains("a policy in a currency that moves"));
  CHECK(folder.load(std::string(kLeast) + rates + policy).study.base.policies.size() == 1);
}

TEST_CASE("a correlation matrix of currencies", "[rules]") {
  const StudyFolder folder;
  folder.folder().write("invoices.csv",
                        "invoice_id,buyer_id,issue_date,due_date,amount,currency\n"
                        "I1,B1,2025-12-01,2026-01-30,1000,CNY\n"
                        "I2,B2,2025-12-02,2026-01-31,500,USD\n"
                        "I3,B2,2025-12-02,2026-01-31,500,GBP\n");
  const auto with = [](const std::string& correlation) {
    return std::string(kLeast) +
           "exchange_rates: {USD: 0.92, CNY: 0.13, GBP: 1.15}\nfx:\n  currencies: {USD: {volatility: 8%}, CNY: "
           "{volatility: 7%}, GBP: {volatility: 9%}}\n  correlation:\n    " +
           correlation + "\n";
  };
  const Study study =
      folder.load(with("{order: [USD, CNY, GBP], matrix: [[1, 80%, -20%], [80%, 1, 0], [-20%, 0, 1]]}")).study;
  CHECK(study.base.fx.correlation.order == std::vector<std::string>{"USD", "CNY", "GBP"});
  CHECK(study.base.fx.correlation.matrix == std::vector<double>{1, 0.8, -0.2, 0.8, 1, 0, -0.2, 0, 1});
  // Eigenvalues of [[1, a, b], [a, 1, c], [b, c, 1]] with a = b = -c = 0.9: 1.9, 1.9 and -0.8.
  const std::string broken = "{order: [USD, CNY, GBP], matrix: [[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]]";
  const Error error = folder.refused(with(broken + "}"));
  CHECK(error.code() == ExitCode::model);
  CHECK_THAT(error.what(), Contains("fx.correlation") && Contains("smallest eigenvalue -0.8"));
  CHECK(error.diagnostics().front().where.line > 0);
  const LoadedStudy repaired = folder.load(with(broken + ", repair: nearest}"));
  REQUIRE(repaired.warnings.size() == 1);
  CHECK_THAT(repaired.warnings.front().text(), Contains("fx.correlation") && Contains("-0.8"));
  CHECK_THAT(folder.refused(with("{order: [USD, CNY], matrix: [[1, 0.5], [0.4, 1]]}")).what(),
             Contains("not symmetric"));
  CHECK_THAT(folder.refused(with("{order: [USD, CNY], matrix: [[1, 0.5]]}")).what(),
             Contains("has 1 rows, but order names 2 currencies"));
  const LoadedStudy other = folder.load(with("{order: [USD, CHF], matrix: [[1, 0.5], [0.5, 1]]}"));
  REQUIRE(other.warnings.size() == 1);
  CHECK_THAT(other.warnings.front().text(), Contains("no invoice is in 'CHF'"));
}
