// Guarantees, pledges, retention of title: every case of a small book by hand, and losses that move with the state.

#include "models/credit/security.h"

#include <catch2/catch.hpp>

#include "models/insurance/ascertained_debt.h"
#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Collateral amount_of(Money amount, SecurityKind kind = SecurityKind::guarantee, Day lag = 0) {
  Collateral security;
  security.kind = kind;
  security.amount = amount;
  security.lag = lag;
  return security;
}
Collateral share_of(Decimal share, SecurityKind kind = SecurityKind::guarantee, Day lag = 0) {
  Collateral security;
  security.kind = kind;
  security.share = share;
  security.lag = lag;
  return security;
}

bool always(const Collateral&, Day) { return true; }

}  // namespace

TEST_CASE("securities pay one after the other on what is left", "[security]") {
  const std::vector<Collateral> list{share_of(Decimal{20, 2}, SecurityKind::retention_of_title, 10),
                                     amount_of(500, SecurityKind::pledge, 30), share_of(Decimal{50, 2}),
                                     amount_of(1000, SecurityKind::guarantee, 90)};
  std::vector<SecurityPayment> payments;
  CHECK(realise_securities(list, 1000, 5, always, payments) == 1000);
  CHECK(payments == std::vector<SecurityPayment>{{15, 200}, {35, 500}, {5, 300}});
  payments.clear();
  CHECK(realise_securities(list, 2001, 5, always, payments) == 2001);
  CHECK(payments == std::vector<SecurityPayment>{{15, 400}, {35, 500}, {5, 1000}, {95, 101}});  // 1000.5 to even
  payments.clear();
  CHECK(realise_securities(list, 0, 5, always, payments) == 0);
  CHECK(payments.empty());
  const auto void_guarantees = [](const Collateral& s, Day) { return s.kind != SecurityKind::guarantee; };
  CHECK(realise_securities(list, 1000, 5, void_guarantees, payments) == 700);
}

TEST_CASE("a guarantor that fails in the same trial voids its guarantee", "[security]") {
  // All outcomes: the debtor fails for certain, its guarantor with certainty or never, in the book or outside it.
  struct Case {
    bool in_book, fails;
  };
  for (const Case& c : {Case{true, true}, {true, false}, {false, true}, {false, false}}) {
    StudyBuilder builder(3, 11);
    builder.exposure(1.0, 100'000, 0.6);
    builder.exposure(c.fails ? 1.0 : 0.0, 7'000, 1.0);
    Collateral guarantee = amount_of(30'000, SecurityKind::guarantee, 20);
    if (c.in_book) {
      guarantee.buyer_guarantor = 1;
    } else {
      guarantee.outside_guarantor = 0;
      builder.base().credit.security.outside = {{"bank", c.fails ? 1.0 : 0.0, ""}};
    }
    builder.base().credit.security.list = {guarantee};
    builder.base().policies.emplace_back().name = "p";  // someone who reads ledgers
    const Study study = builder.build();
    const Plan plan = make_plan(study);
    for (const bool fast : {false, true}) {
      const auto engine = fast ? make_fast_engine(plan) : make_reference_engine(plan);
      std::vector<ScenarioFlows> flows;
      engine->run(0, flows);
      const FailedBuyer& debtor = flows[0].failed.front();
      INFO("in the book " << c.in_book << ", fails " << c.fails);
      CHECK(debtor.security == (c.fails ? 0 : 30'000));
      CHECK(debtor.recovered == (c.fails ? 40'000 : 30'000 + 28'000));
      const auto security = flows[0].ledgers.ledgers().front().security;
      CHECK(security.size() == (c.fails ? 0 : 1));
      if (!c.fails) CHECK(security.front() == SecurityPayment{21, 30'000});
      CHECK(flows[0].ledgers.ledgers().front().recovered == debtor.recovered - debtor.security);
    }
  }
}

TEST_CASE("a guarantor that fails after it has paid voids nothing", "[security]") {
  StudyBuilder builder(1, 12);
  builder.exposure(0.0, 100'000, 1.0);
  builder.exposure(0.0, 0, 1.0);
  Collateral guarantee = amount_of(30'000, SecurityKind::guarantee, 20);
  guarantee.buyer_guarantor = 1;
  builder.base().credit.security.list = {guarantee};
  const auto named = [&](Day debtor, Day guarantor) {
    Scenario& scenario = builder.scenario("d" + std::to_string(guarantor));
    scenario.failures = {{{0}, debtor, DefaultCause::insolvency}, {{1}, guarantor, DefaultCause::insolvency}};
  };
  named(100, 90);   // before
  named(100, 120);  // on the day on which it would pay
  named(100, 121);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  std::vector<ScenarioFlows> flows;
  make_fast_engine(plan)->run(0, flows);
  CHECK(flows[0].failed.front().security == 0);
  CHECK(flows[1].failed.front().security == 0);
  CHECK(flows[2].failed.front().security == 30'000);
}

TEST_CASE("security up to the date of loss is off the debt, later it is a recovery", "[security]") {
  const auto settled = [](Day lag, Decimal cost) {
    StudyBuilder builder(2, 13);
    builder.exposure(1.0, 100'000, 0.6).insured_limit = 80'000;
    builder.base().credit.security.list = {amount_of(30'000, SecurityKind::pledge, lag)};
    PolicyTerms terms;
    terms.name = "p";
    terms.cover.year_starts = {0, 365};
    terms.protracted_default.reset();
    terms.limits.present = terms.limits.column = true;
    terms.insured_percentage.policy = Decimal{9, 1};
    terms.recovery_cost = cost;
    PolicyTerms other = terms;  // found in one search only where the costs agree
    other.name = "q";
    other.recovery_cost = Decimal{5, 1};
    builder.base().policies = {terms, other};
    return run_study(builder.build(), {}).trial_columns;
  };
  struct Figures {
    Money gross, claims, insured;
  };
  const auto check = [](const TrialResults& t, const Figures& exact) {
    CHECK(t.claims(0, 1, 0) == exact.claims);
    CHECK(t.insured_loss(0, 1, 0) == exact.insured);
    CHECK(t.insured_loss(0, 1, 0) + t.retained_loss(0, 1, 0) == exact.gross);
  };
  // S2: A = 70,000 = D, 63,000 paid; the estate pays 28,000, of which 28,000 x 63 / 70 is the insurer's.
  check(settled(0, {}), {42'000, 63'000, 63'000 - 25'200});
  // S11: A = 100,000, D = 80,000, 72,000 paid; 58,000 x 72 / 100.
  check(settled(1, {}), {42'000, 72'000, 72'000 - 41'760});
  // 10 % cost: A = 73,000, D = 73,000, 65,700 paid; net 25,200 x 65.7 / 73.
  check(settled(0, {1, 1}), {100'000 - 52'200, 65'700, 65'700 - 22'680});
  check(settled(1, {1, 1}), {100'000 - 52'200, 72'000, 72'000 - 37'584});
}

TEST_CASE("security is taken off the oldest undisputed debt first", "[security]") {
  const std::vector<LedgerInvoice> invoices{
      {0, 60, kNever, 1000, 0, false}, {5, 30, kNever, 1000, 1, true}, {10, 40, kNever, 1000, 2, false}};
  const std::vector<SecurityPayment> security{{100, 1500}, {200, 900}};
  BuyerLedger ledger{0, 90, DefaultCause::insolvency, 0, 600, invoices, {}, {}, {}, security};
  DebtOrder order;
  order.arrange(ledger);
  std::vector<Money> open;
  CHECK(ascertain_debt(ledger, order, 150, open) == 3000);
  CHECK(deduct_security(ledger, order, 150, Decimal{0, 0}, open) == 1500);
  CHECK(open == std::vector<Money>{500, 1000, 0});
  ascertain_debt(ledger, order, 250, open);
  CHECK(deduct_security(ledger, order, 250, Decimal{0, 0}, open) == 2400);
  CHECK(open == std::vector<Money>{0, 600, 0});
  ascertain_debt(ledger, order, 90, open);
  CHECK(deduct_security(ledger, order, 90, Decimal{0, 0}, open) == 0);
}
