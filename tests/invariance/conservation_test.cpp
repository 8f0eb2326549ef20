// Money is conserved, exactly. Invoices are worth distinct powers of two, so that every sum of the flows says which
// invoices are in it: each ends in exactly one place.

#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/invariance/random_study.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("every invoice is paid, lost with its buyer, open at the end, or never shipped", "[conservation]") {
  std::uint64_t paid_ones = 0, lost_ones = 0, open_ones = 0, unshipped_ones = 0;
  for (std::uint64_t seed = 1000; seed < 1045; ++seed) {
    Study study = random_study(seed, {false, true, false, false});
    // At most 62 invoices live: later ones go.
    std::vector<Invoice>& invoices = study.portfolio.invoices;
    int live = 0;
    std::erase_if(invoices, [&](const Invoice& invoice) {
      return invoice.kind != InvoiceKind::history && invoice.issue <= study.horizon && ++live > 62;
    });
    int bit = 0;
    for (Invoice& invoice : invoices)
      invoice.amount = invoice.kind != InvoiceKind::history && invoice.issue <= study.horizon ? Money{1} << bit++ : 1;
    const Plan plan = make_plan(study);
    const auto reference = make_reference_engine(plan);
    const auto fast = make_fast_engine(plan);
    std::vector<ScenarioFlows> flows;
    for (std::uint64_t trial = 0; trial < 40; ++trial) {
      for (TrialEngine* engine : {reference.get(), fast.get()}) {
        engine->run(trial, flows);
        for (const ScenarioFlows& flow : flows) {
          Money paid = 0, shipped = 0, lost = 0;
          std::vector<Day> paid_on(62, kNever), failed_on(plan.buyers, kNever);
          for (std::size_t day = 1; day < flow.receipts.size(); ++day) {
            REQUIRE((paid & flow.receipts[day]) == 0);  // nothing is paid twice
            paid |= flow.receipts[day];
            for (std::size_t j = 0; j < plan.live.size(); ++j)
              if (flow.receipts[day] >> j & 1) paid_on[j] = static_cast<Day>(day);
            REQUIRE((shipped & flow.shipped[day]) == 0);
            shipped |= flow.shipped[day];
            for (std::size_t j = 0; j < plan.live.size(); ++j)
              if (flow.shipped[day] >> j & 1) REQUIRE(plan.live.issue[j] == static_cast<Day>(day));
          }
          for (const FailedBuyer& failed : flow.failed) {
            failed_on[failed.buyer] = failed.day;
            REQUIRE((lost & failed.exposure) == 0);
            lost |= failed.exposure;
            REQUIRE(failed.recovered >= 0);
            REQUIRE(failed.recovered <= failed.exposure);
            for (std::size_t j = 0; j < plan.live.size(); ++j)
              if (failed.exposure >> j & 1)
                REQUIRE((j >= plan.live_first[failed.buyer] && j < plan.live_first[failed.buyer + 1]));
          }
          REQUIRE(flow.receipts[0] == 0);
          Money open_at_start = 0, open_at_end = 0, unshipped = 0;
          for (std::size_t b = 0; b < plan.buyers; ++b)
            for (std::size_t j = plan.live_first[b]; j < plan.live_first[b + 1]; ++j) {
              const Money amount = Money{1} << j;
              const bool owed = plan.live.open[j] || (shipped & amount) != 0;
              const bool is_paid = (paid & amount) != 0, is_lost = (lost & amount) != 0;
              if (plan.live.open[j]) open_at_start += amount;
              REQUIRE_FALSE((plan.live.open[j] && (shipped & amount) != 0));
              REQUIRE_FALSE((is_paid && is_lost));
              if (!owed) {
                REQUIRE_FALSE((is_paid || is_lost));
                unshipped += amount;
                ++unshipped_ones;
                continue;
              }
              if (!plan.live.open[j]) REQUIRE(plan.live.issue[j] < failed_on[b]);  // nothing is shipped from then on
              if (is_paid) {
                REQUIRE(paid_on[j] < failed_on[b]);         // nothing arrives from then on
                REQUIRE(paid_on[j] >= plan.live.issue[j]);  // early payers exist, but not before the invoice
              } else if (failed_on[b] < kNever) {
                REQUIRE(is_lost);
              } else {
                REQUIRE_FALSE(is_lost);
                open_at_end += amount;
              }
              (is_paid ? paid_ones : is_lost ? lost_ones : open_ones) += 1;
            }
          REQUIRE(open_at_start == plan.open_total);
          REQUIRE(open_at_start + shipped == paid + lost + open_at_end);
          REQUIRE(flow.receivable_end(plan.open_total) == open_at_end);
          REQUIRE(flow.lost_sales == unshipped);
        }
      }
    }
  }
  CHECK(paid_ones > 10'000);
  CHECK(lost_ones > 10'000);
  CHECK(open_ones > 10'000);
  CHECK(unshipped_ones > 10'000);
}

TEST_CASE("the balance moves by its flows and by nothing else", "[conservation]") {
  int books = 0;
  for (std::uint64_t seed = 1100; seed < 1130; ++seed) {
    Study study = random_study(seed, {true, true, true, false});
    study.simulation.trials = 1 + seed % 3;  // with one trial the means are the trial
    const RunResults r = run_study(study, {});
    ++books;
    for (std::size_t s = 0; s < r.axes.scenarios.size(); ++s)
      for (std::size_t p = 0; p < r.axes.detailed_policies.size(); ++p) {
        double before = static_cast<double>(study.scenarios[s].liquidity.opening_cash) / 100.0, drawn = 0;
        for (std::size_t t = 0; t < r.axes.period_ends.size(); ++t) {
          const double moved = r.cash.receipts_mean(s, t) + r.cash.recoveries_mean(s, p, t) +
                               r.cash.claims_mean(s, p, t) - r.cash.premium_mean(s, p, t) - r.cash.outflows(s, t) -
                               r.cash.interest_mean(s, p, t) + r.cash.line_drawn_mean(s, p, t) - drawn;
          INFO("study " << seed << " scenario " << s << " policy " << p << " period " << t);
          REQUIRE(r.cash.balance_mean(s, p, t) == Approx(before + moved).margin(1e-6));
          before = r.cash.balance_mean(s, p, t);
          drawn = r.cash.line_drawn_mean(s, p, t);
        }
      }
  }
  CHECK(books == 30);
}

TEST_CASE("gross is insured plus retained, and claims without policy are nothing", "[conservation]") {
  for (std::uint64_t seed = 1200; seed < 1212; ++seed) {
    Study study = random_study(seed);
    study.simulation.trials = 300;
    for (Scenario& scenario : study.scenarios)
      for (PolicyTerms& terms : scenario.policies) {
        terms.recovery_cost = {};
        terms.pre_shipment.reset();
      }
    const RunResults r = run_study(study, {});
    const TrialResults& t = r.trial_columns;
    for (std::size_t s = 0; s < r.axes.scenarios.size(); ++s)
      for (std::size_t p = 0; p < r.axes.policies.size(); ++p)
        for (std::size_t n = 0; n < 300; ++n) {
          REQUIRE(t.gross_loss(s, n) == t.insured_loss(s, p, n) + t.retained_loss(s, p, n));
          if (p == 0) REQUIRE((t.claims(s, p, n) == 0 && t.insured_loss(s, p, n) == 0));
          REQUIRE(t.insured_loss(s, p, n) <= t.claims(s, p, n));
        }
    // Buyers and sectors add up to the book.
    for (std::size_t s = 0; s < r.axes.scenarios.size(); ++s) {
      double by_buyer = 0, by_sector = 0;
      for (std::size_t b = 0; b < r.axes.buyer_ids.size(); ++b) by_buyer += r.buyers.expected_loss(s, b);
      for (std::size_t k = 0; k < r.axes.sectors.size(); ++k) by_sector += r.sectors.expected_loss(s, k);
      CHECK(by_buyer == Approx(r.losses.mean(s, 0, 0)).margin(1e-6));
      CHECK(by_sector == Approx(r.losses.mean(s, 0, 0)).margin(1e-6));
      for (std::size_t d = 0; d < r.axes.detailed_policies.size(); ++d) {
        const auto p = static_cast<std::size_t>(
            std::find(r.axes.policies.begin(), r.axes.policies.end(), r.axes.detailed_policies[d]) -
            r.axes.policies.begin());
        double es = 0;
        for (std::size_t b = 0; b < r.axes.buyer_ids.size(); ++b) es += r.buyers.contribution_es99(s, d, b);
        CHECK(es == Approx(r.losses.expected_shortfall(s, p, 3, 1)).margin(1e-6));
      }
    }
  }
}
