// Stops of all payments from a country: when they happen, what they do to payments, and to nothing else.

#include <fmt/core.h>

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/default_days.h"
#include "tests/support/oracle_rows.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Shock stop(const std::string& country, Day duration, double probability) {
  Shock event;
  event.name = country;
  event.duration = duration;
  event.annual_probability = probability;
  return event;
}

struct Stops {
  std::uint64_t some = 0, early = 0;  ///< trials with a stop at all, and with one by day 73
};

/// In 200,000 trials, with a probability of 10 % a year.
Stops count_stops() {
  StudyBuilder builder(200'000, 6701);
  builder.buyer(0.0).country = "FR";
  builder.invoice(1, 10, 100);
  builder.base().credit.country_events = {stop("FR", 60, 0.1)};
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  Stops stops;
  for (std::uint64_t trial = 0; trial < 200'000; ++trial) {
    engine->run(trial, flows);
    stops.some += !flows[0].country_stops.empty();
    stops.early += !flows[0].country_stops.empty() && flows[0].country_stops.front().first <= 73;
  }
  return stops;
}

}  // namespace

TEST_CASE("a stop happens with its yearly probability, at any day alike", "[table][country]") {
  const auto [some, early] = count_stops();
  CHECK_ROW(probability_row("Country event of 10 % a year", "P(some)", 0.1, some, 200'000));
  CHECK_ROW(probability_row("Country event of 10 % a year", "P(by day 73)", 1 - std::pow(0.9, 0.2), early, 200'000));
}

TEST_CASE("payments of stopped days arrive the day after, and nobody fails by it", "[country]") {
  StudyBuilder builder(2000, 6702);
  builder.base().payment.segments["default"] = {0.2, LognormalDelay{25.0, 20.0}};
  for (int i = 0; i < 30; ++i) {
    builder.buyer(0.1).country = i % 3 == 0 ? "FR" : i % 3 == 1 ? "DE" : "";
    for (Day day = -30; day < 330; day += 30) builder.invoice(day, day + 20, 1 << (day + 30) / 30);
  }
  builder.scenario("base");
  Shock certain = stop("FR", 90, 0.0);
  certain.certain = true;
  certain.start = 100;
  builder.scenario("stopped").credit.country_events = {certain};
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  for (const bool fast : {true, false}) {
    const auto engine = fast ? make_fast_engine(plan) : make_reference_engine(plan);
    std::vector<ScenarioFlows> flows;
    std::size_t moved = 0;
    for (std::uint64_t trial = 0; trial < (fast ? 2000u : 200u); ++trial) {
      engine->run(trial, flows);
      REQUIRE(flows[1].country_stops.size() == 1);
      REQUIRE(flows[1].country_stops[0].first == 100);
      REQUIRE(flows[1].country_stops[0].last == 189);
      REQUIRE(flows[0].country_stops.empty());
      REQUIRE(flows[0].failed.size() == flows[1].failed.size());
      for (std::size_t k = 0; k < flows[0].failed.size(); ++k) {
        REQUIRE(flows[0].failed[k].day == flows[1].failed[k].day);
        // Stopped money may be lost with its buyer: never less exposure, and the same for buyers elsewhere.
        REQUIRE(flows[0].failed[k].exposure <= flows[1].failed[k].exposure);
        if (flows[0].failed[k].buyer % 3 != 0) REQUIRE(flows[0].failed[k].exposure == flows[1].failed[k].exposure);
      }
      REQUIRE(flows[0].shipped == flows[1].shipped);
      Money held = 0;
      for (Day day = 0; day <= 365; ++day) {
        const auto at = static_cast<std::size_t>(day);
        const Money change = flows[1].receipts[at] - flows[0].receipts[at];
        if (day < 100 || day > 190) REQUIRE(change == 0);
        if (day >= 100 && day < 190) REQUIRE(change <= 0);
        held -= change;
      }
      // What does not come on day 190 was lost with a buyer that failed meanwhile.
      Money lost = 0;
      for (std::size_t k = 0; k < flows[0].failed.size(); ++k)
        lost += flows[1].failed[k].exposure - flows[0].failed[k].exposure;
      REQUIRE(held == lost);
      moved += flows[0].receipts != flows[1].receipts;
    }
    CHECK(moved > (fast ? 1900 : 190));
  }
}

TEST_CASE("an event that never happens, or in a country without buyers, is base bit for bit", "[country]") {
  StudyBuilder builder(500, 6703);
  for (int i = 0; i < 20; ++i) {
    builder.buyer(0.1).country = "FR";
    for (Day day = 1; day < 300; day += 50) builder.invoice(day, day + 30, 1000);
  }
  builder.scenario("base");
  builder.scenario("never").credit.country_events = {stop("FR", 90, 0.0)};
  builder.scenario("elsewhere").credit.country_events = {stop("IT", 90, 0.9)};
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  for (std::uint64_t trial = 0; trial < 500; ++trial) {
    engine->run(trial, flows);
    REQUIRE(flows[0].receipts == flows[1].receipts);
    REQUIRE(flows[0].receipts == flows[2].receipts);
  }
}

TEST_CASE("planted: stops at another rate, a fifth of the year taken for a quarter", "[country][power]") {
  const auto [some, early] = count_stops();
  CHECK(probability_row("", "", 0.1, some, 200'000).agrees());
  // A rate of p instead of -ln(1 - p), so that 10 % would be 9.5 %; days from 0; the probability shared out by days.
  CHECK_FALSE(probability_row("", "", -std::expm1(-0.1), some, 200'000).agrees());
  CHECK_FALSE(probability_row("", "", 1 - std::pow(0.9, 0.25), early, 200'000).agrees());
}
