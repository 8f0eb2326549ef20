// Money is conserved where rules look at parts of invoices, in every trial: what was owed and shipped is paid, settled
// by credit notes and discounts, rejected, lost with its buyer, or open at the end; and the ageing buckets add up to
// what is open.

#include <catch2/catch.hpp>
#include <numeric>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "sim/trial/careful_trial.h"
#include "sim/trial/detail.h"
#include "tests/invariance/other_flows.h"
#include "tests/invariance/random_study.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr RandomStudyWishes kRules{true, true, true, false, true, true};

/// Without rules by parts, and without what is refused beside them.
Study plain_study(std::uint64_t seed) {
  Study study = random_study(seed, {true, true, true, false, true, false, true, false});
  for (Scenario& scenario : study.scenarios) {
    std::erase_if(scenario.liquidity.covenants, [](const Covenant& c) { return c.measure == CovenantMeasure::dso; });
    if (scenario.liquidity.credit_line) scenario.liquidity.credit_line->borrowing_base.reset();
  }
  return study;
}

Money sum(const std::vector<Money>& amounts) { return std::accumulate(amounts.begin(), amounts.end(), Money{0}); }

}  // namespace

TEST_CASE("with rules on parts of invoices, money is conserved in every trial", "[conservation][rules]") {
  std::uint64_t revalued = 0, notes = 0, discounts = 0, interest = 0, fees = 0, failures = 0, checked_periods = 0;
  std::uint64_t rejections = 0, resold_later = 0;
  for (std::uint64_t seed = 2000; seed < 2040; ++seed) {
    RandomStudyWishes wishes = kRules;
    wishes.policies = seed % 2 == 0;
    const Study study = random_study(seed, wishes);
    const Plan plan = make_plan(study);
    const std::size_t periods = study.period_ends.size();
    for (std::uint64_t trial = 0; trial < 12; ++trial) {
      std::vector<DetailSink> detail(plan.scenarios.size(), DetailSink(plan.buyers, periods));
      std::vector<ScenarioFlows> flows;
      make_reference_engine(plan, &detail)->run(trial, flows);
      for (std::size_t s = 0; s < flows.size(); ++s) {
        const ScenarioFlows& f = flows[s];
        INFO("study " << seed << " trial " << trial << " scenario " << s);
        // Outstanding by bucket, from the invoices; the identity, from the flows.
        Int128 open = 0;
        for (std::size_t a = 0; a < ageing_bucket_names().size(); ++a)
          open += static_cast<Int128>(detail[s].outstanding(periods - 1, a).mean());
        REQUIRE(static_cast<Money>(open) == f.receivable_end(plan.open_total));
        REQUIRE(f.receivable_end(plan.open_total) >= 0);
        REQUIRE(sum(f.rules.interest_by_day) == f.rules.late_interest);
        REQUIRE(sum(f.rules.cost_by_day) == f.rules.collection_cost);
        for (const FailedBuyer& failed : f.failed) {
          REQUIRE(failed.recovered >= 0);
          REQUIRE(failed.recovered <= failed.exposure);
        }
        // Rejected goods are lost, resold, or still to be paid for; event by event and all together.
        REQUIRE(sum(f.rules.resale_by_day) == f.rules.resale);
        Money lost = 0;
        for (const RejectedGoods& rejection : f.rejections) {
          REQUIRE(rejection.loss >= 0);
          REQUIRE(rejection.day <= plan.horizon);
          lost += rejection.loss;
        }
        REQUIRE(lost == f.rules.rejection_loss());
        REQUIRE(f.rules.resale_later >= 0);
        rejections += f.rejections.size();
        resold_later += f.rules.resale_later > 0;
        // Without credit notes, discounts, rejections and moving rates the same holds at the end of every period.
        if (f.rules.credit_notes == 0 && f.rules.discounts == 0 && f.rules.rejected == 0 &&
            f.rules.fx_revaluation == 0) {
          Money owed = plan.open_total;
          Day day = 1;
          for (std::size_t t = 0; t < periods; ++t) {
            for (; day <= study.period_ends[t]; ++day) {
              owed += f.shipped[static_cast<std::size_t>(day)] - f.receipts[static_cast<std::size_t>(day)];
              for (const FailedBuyer& failed : f.failed)
                if (failed.day == day) owed -= failed.exposure;
            }
            Int128 aged = 0;
            for (std::size_t a = 0; a < ageing_bucket_names().size(); ++a)
              aged += static_cast<Int128>(detail[s].outstanding(t, a).mean());
            REQUIRE(static_cast<Money>(aged) == owed);
            ++checked_periods;
          }
        }
        revalued += f.rules.fx_revaluation != 0;
        notes += f.rules.credit_notes > 0;
        discounts += f.rules.discounts > 0;
        interest += f.rules.late_interest > 0;
        fees += f.rules.collection_cost > 0;
        failures += f.failed.size();
      }
    }
  }
  CHECK(revalued > 100);
  CHECK(notes > 100);
  CHECK(discounts > 50);
  CHECK(interest > 100);
  CHECK(fees > 50);
  CHECK(failures > 1000);
  CHECK(checked_periods > 1000);
  CHECK(rejections > 500);
  CHECK(resold_later > 50);
}

TEST_CASE("the parts of an invoice add up to it, in its own currency", "[conservation][rules]") {
  std::uint64_t parted = 0, foreign = 0;
  for (std::uint64_t seed = 2050; seed < 2090; ++seed) {
    RandomStudyWishes wishes = kRules;
    wishes.policies = seed % 2 == 0;
    const Study study = random_study(seed, wishes);
    const Plan plan = make_plan(study);
    CarefulTracer tracer(plan);
    TrialState state;
    FactorModel::State factors;
    std::vector<LawDelay> laws;
    for (std::uint64_t trial = 0; trial < 10; ++trial)
      for (const ScenarioPlan& scenario : plan.scenarios) {
        plan.factor_models[scenario.factors].draw_state(plan.seed, trial, factors);
        state.factors = &factors;
        draw_shocks(plan, scenario, trial, state);
        for (std::uint32_t buyer = 0; buyer < plan.buyers; ++buyer) {
          const Score m = static_cast<Score>(trial * 700) - 3000;
          law_delays(plan, plan.payment_plans[scenario.payments], trial, buyer, m, laws);
          const Day fails = trial % 3 == 0 ? kNever : static_cast<Day>(30 * trial);
          const CarefulTrace& trace = tracer.trace(scenario, state, buyer, laws, m, fails);
          for (std::size_t k = 0; k < trace.invoices.size(); ++k) {
            const std::size_t j = plan.live_first[buyer] + k;
            Money sum = 0;
            for (std::size_t p = trace.first[k]; p < trace.first[k + 1]; ++p) {
              const InvoicePart& part = trace.parts[p];
              REQUIRE(part.amount > 0);
              REQUIRE(part.paid >= std::max<Day>(plan.live.issue[j], plan.live.open[j] ? 1 : 0));
              REQUIRE(part.due >= plan.live.issue[j]);
              sum += part.amount;
            }
            REQUIRE(sum == trace.invoices[k].amount);
            if (sum > 0 && !plan.live.open[j]) REQUIRE(plan.live.issue[j] < fails);
            parted += trace.first[k + 1] - trace.first[k] > 1;
            foreign += trace.rates[k] != nullptr;
          }
        }
      }
  }
  CHECK(parted > 1000);
  CHECK(foreign > 1000);
}

TEST_CASE("late interest and fees of agencies move the balance, and nothing else does", "[conservation][rules]") {
  int moved_by_rules = 0;
  for (std::uint64_t seed = 2100; seed < 2130; ++seed) {
    Study study = random_study(seed, kRules);
    study.simulation.trials = 1 + seed % 3;
    const RunResults r = run_study(study, {});
    for (std::size_t s = 0; s < r.axes.scenarios.size(); ++s)
      for (std::size_t p = 0; p < r.axes.detailed_policies.size(); ++p) {
        double before = static_cast<double>(study.scenarios[s].liquidity.opening_cash) / 100.0, drawn = 0;
        for (std::size_t t = 0; t < r.axes.period_ends.size(); ++t) {
          double rules = 0;
          if (!r.cash.late_interest_mean.empty())
            rules = r.cash.late_interest_mean(s, t) - r.cash.collection_cost_mean(s, t);
          const double moved = r.cash.receipts_mean(s, t) + r.cash.recoveries_mean(s, p, t) +
                               r.cash.claims_mean(s, p, t) - r.cash.premium_mean(s, p, t) - r.cash.outflows(s, t) -
                               r.cash.interest_mean(s, p, t) + r.cash.line_drawn_mean(s, p, t) - drawn +
                               other_flows(r.cash, s, p, t);
          INFO("study " << seed << " scenario " << s << " policy " << p << " period " << t);
          REQUIRE(r.cash.balance_mean(s, p, t) == Approx(before + moved).margin(1e-6));
          before = r.cash.balance_mean(s, p, t);
          drawn = r.cash.line_drawn_mean(s, p, t);
          moved_by_rules += rules != 0;
        }
      }
  }
  CHECK(moved_by_rules > 100);
}

TEST_CASE("rules that are switched off change nothing", "[conservation][rules]") {
  for (std::uint64_t seed = 2200; seed < 2220; ++seed) {
    Study study = plain_study(seed);
    study.scenarios.resize(1);
    Scenario with = study.scenarios.front();
    with.name = "off";
    with.payment.disputes = Disputes{0.5, 30, 0.5, false};
    with.payment.partial = PartialPayments{0.5, 0.5, 30, false};
    with.payment.slowing = SlowingBeforeDefault{56, 3.0, 0, false};
    with.credit_management.limit_checks = LimitChecks{0.1, false, false};
    with.credit_management.prepayment = Prepayment{0.5, {}, false, false};
    with.credit_management.shorter_terms = ShorterTerms{{{"A", 0}, {"B", 0}, {"C", 0}}, true, true};  // in no history
    with.credit_management.discount = EarlyPaymentDiscount{10, 0.02, 1.0, false, false};
    with.credit_management.agency = Agency{0, 1.0, 0, 0.1, false, false};
    with.credit_management.late_interest = LateInterest{0.09, 0, 1.0, false};
    with.credit_management.security = Security{0, 1.0, false};
    study.scenarios.push_back(with);
    const Plan plan = make_plan(study);
    CHECK_FALSE(plan.scenarios[1].careful.active);
    const auto engine = make_fast_engine(plan);
    std::vector<ScenarioFlows> flows;
    for (std::uint64_t trial = 0; trial < 30; ++trial) {
      engine->run(trial, flows);
      REQUIRE(flows[0].receipts == flows[1].receipts);
      REQUIRE(flows[0].shipped == flows[1].shipped);
    }
  }
}

TEST_CASE("a careful trace without anything to do gives the plain flows", "[conservation][rules]") {
  // Security for terms that nobody has sends every buyer through the careful trace.
  for (std::uint64_t seed = 2300; seed < 2330; ++seed) {
    Study study = plain_study(seed);
    const std::size_t plain = study.scenarios.size();
    for (std::size_t s = 0; s < plain; ++s) {
      Scenario with = study.scenarios[s];
      with.name += "/careful";
      with.credit_management.security = Security{100'000, 0.5};
      study.scenarios.push_back(with);
    }
    const Plan plan = make_plan(study);
    const auto engine = make_fast_engine(plan);
    std::vector<ScenarioFlows> flows;
    for (std::uint64_t trial = 0; trial < 25; ++trial) {
      engine->run(trial, flows);
      for (std::size_t s = 0; s < plain; ++s) {
        INFO("study " << seed << " trial " << trial << " scenario " << s);
        const ScenarioFlows &a = flows[s], &b = flows[plain + s];
        REQUIRE(a.receipts == b.receipts);
        REQUIRE(a.shipped == b.shipped);
        REQUIRE(a.lost_sales == b.lost_sales);
        REQUIRE(a.turnover == b.turnover);
        REQUIRE(a.failed.size() == b.failed.size());
        for (std::size_t i = 0; i < a.failed.size(); ++i) {
          REQUIRE(a.failed[i].exposure == b.failed[i].exposure);
          REQUIRE(a.failed[i].recovered == b.failed[i].recovered);
        }
        // Of living buyers the plain way leaves out those whose receipts settle in time what they owe.
        REQUIRE(a.ledgers.ledgers().size() <= b.ledgers.ledgers().size());
      }
    }
  }
}

TEST_CASE("policies pay the same for ledgers of the careful trace", "[conservation][rules]") {
  std::uint64_t paid = 0;
  for (std::uint64_t seed = 2350; seed < 2365; ++seed) {
    Study study = plain_study(seed);
    study.simulation.trials = 100;
    const std::size_t plain = study.scenarios.size();
    for (std::size_t s = 0; s < plain; ++s) {
      study.scenarios.push_back(study.scenarios[s]);
      study.scenarios.back().name += "/careful";
      study.scenarios.back().credit_management.security = Security{100'000, 0.5};
    }
    const RunResults r = run_study(study, {});
    INFO("study " << seed);
    for (std::size_t s = 0; s < plain; ++s)
      for (std::size_t p = 0; p < r.axes.policies.size(); ++p)
        for (std::size_t n = 0; n < 100; ++n) {
          REQUIRE(r.trial_columns.claims(s, p, n) == r.trial_columns.claims(plain + s, p, n));
          REQUIRE(r.trial_columns.retained_loss(s, p, n) == r.trial_columns.retained_loss(plain + s, p, n));
          paid += r.trial_columns.claims(s, p, n) > 0;
        }
  }
  CHECK(paid > 500);
}

TEST_CASE("longer delays by season never bring money earlier", "[coupling][rules]") {
  std::uint64_t lower = 0;
  for (std::uint64_t seed = 2400; seed < 2420; ++seed) {
    Study study = random_study(seed, {false, false, false, false, false, false, false});
    // What is known of an open item is read with its own law, and so differs: none here.
    std::erase_if(study.portfolio.invoices, [](const Invoice& invoice) { return invoice.kind == InvoiceKind::open; });
    study.scenarios.assign(2, study.base);
    study.scenarios[1].payment.season.fill(1.0 + 0.25 * static_cast<double>(seed % 4));
    const Plan plan = make_plan(study);
    const auto engine = make_fast_engine(plan);
    std::vector<ScenarioFlows> flows;
    for (std::uint64_t trial = 0; trial < 100; ++trial) {
      engine->run(trial, flows);
      Money base = 0, hard = 0;
      for (std::size_t day = 1; day < flows[0].receipts.size(); ++day) {
        base += flows[0].receipts[day];
        hard += flows[1].receipts[day];
        lower += hard < base;
        if (hard > base) FAIL("study " << seed << " trial " << trial << " day " << day);
      }
    }
  }
  CHECK(lower > 1000);
}
