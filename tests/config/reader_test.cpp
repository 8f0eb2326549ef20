// What is refused in single keys, and how it is said (rows 1, 4, 6, 9, 10 of the table of faults).

#include <catch2/catch.hpp>

#include "scenarios/config/nearest.h"
#include "scenarios/config/scalars.h"
#include "tests/config/study_folder.h"

using namespace delcredere;
using namespace delcredere::test;
using Catch::Contains;

namespace {

std::string complaint(const StudyFolder& folder, const std::string& set) {
  // A plain percentage has no map to put a key into.
  const bool inside = set.find("insured_percentage.") != std::string::npos;
  const std::string map = "insurance.whole_turnover.insured_percentage={default: 90%}";
  const Error error =
      folder.refused(kFull, inside ? std::vector<std::string>{map, set} : std::vector<std::string>{set});
  CHECK(error.code() == ExitCode::config);
  return error.what();
}

}  // namespace

TEST_CASE("row 1: an unknown key has its place and the nearest key") {
  const StudyFolder folder;
  const Error error = folder.refused(
      "delcredere: 1\nname: x\nas_of: 2026-01-05\ncurrency: EUR\nhorizon: 52 weeks\n"
      "portfolio: {buyers: buyers.csv, invoices: invoices.csv}\ncredit: {grades: {A: 1%, E: 1%}}\n"
      "simulation:\n  trails: 1000\n  seed: 1\n");
  CHECK(error.code() == ExitCode::config);
  REQUIRE(error.diagnostics().size() == 2);  // and trials is missing
  CHECK_THAT(error.diagnostics()[1].text(),
             Contains("study.yaml:9:3: simulation.trails: unknown key. Did you mean 'trials'?"));
  CHECK_THAT(error.diagnostics()[0].text(), Contains("simulation.trials: is required and missing"));
}

TEST_CASE("all errors come in one pass, in the order of their lines, at most 50") {
  const StudyFolder folder;
  const Error error = folder.refused(
      "delcredere: 2\nname: x\nas_of: 2026-02-30\ncurrency: EUR\nhorizon: 0 weeks\nperiod: day\n"
      "portfolio: {buyers: buyers.csv, invoices: invoices.csv}\nsimulation: {trials: 0, seed: -1}\nfoo: 1\n");
  std::vector<int> lines;
  for (const Diagnostic& d : error.diagnostics()) lines.push_back(d.where.line);
  CHECK(lines == std::vector<int>{1, 3, 5, 6, 8, 8, 9});

  CHECK(std::string(error.what()).find("scenarios.") == std::string::npos);  // said once, not again for each scenario

  std::string many = kLeast;
  for (int i = 0; i < 80; ++i) many += "key_number_" + std::to_string(i) + ": 1\n";
  const Error flood = folder.refused(many);
  CHECK(flood.diagnostics().size() == 50);
  CHECK_THAT(flood.what(), Contains("and 31 more errors"));
}

TEST_CASE("every required key is asked for") {
  const StudyFolder folder;
  const std::string what = folder.refused("period: week\n").what();
  for (const char* key : {"delcredere", "name", "as_of", "currency", "horizon", "portfolio", "simulation"}) {
    CHECK_THAT(what, Contains(std::string(key) + ": is required and missing"));
  }
  CHECK_THAT(folder.refused(kLeast, {"portfolio={}"}).what(), Contains("names no book"));
}

TEST_CASE("row 4: what is no number is an error that quotes the text") {
  const StudyFolder folder;
  for (const char* text : {"0,3", "1_000", "010", "0x10", "+5", "1e400", "nan", ".inf", ".nan", "-.inf", "inf", "0o7",
                           ".5", "5.", "1 000", "1e", "--1", "0b1", "1e-400"}) {
    INFO(text);
    const std::string quoted = std::string("got '") + text + "'";
    // a share as a double, an exact share, a factor, an amount, an exact number, a count
    for (const char* key : {"payment.buyer_effect", "insurance.whole_turnover.insured_percentage",
                            "shocks.construction_slump.default_multiplier", "liquidity.opening_cash",
                            "insurance.whole_turnover.maximum_liability.times_premium", "simulation.trials"}) {
      CHECK_THAT(complaint(folder, std::string(key) + "=" + text),
                 Contains(key) && Contains(quoted) && Contains("allowed"));
    }
  }
  for (const char* text : {"40 %", "%", "0,5%", "4e1%", "+5%", "05%", "40%%", "1000%"}) {
    INFO(text);
    CHECK_THAT(complaint(folder, std::string("payment.buyer_effect='") + text + "'"),
               Contains(std::string("got '") + text));
  }
}

TEST_CASE("quoted durations, dates and percentages are fine, quoted bare numbers are not") {
  const StudyFolder folder;
  const Study study = folder
                          .load(kFull, {"payment.buyer_effect=\"40%\"", "horizon=\"52 weeks\"", "as_of=\"2026-01-05\"",
                                        "insurance.whole_turnover.insured_percentage='85%'"})
                          .study;
  CHECK(study.base.payment.buyer_effect == 0.4);
  CHECK(study.base.policies[0].insured_percentage.policy == Decimal{85, 2});
  for (const char* key :
       {"payment.buyer_effect", "insurance.whole_turnover.insured_percentage", "liquidity.opening_cash",
        "insurance.whole_turnover.maximum_liability.times_premium", "simulation.trials", "credit.grades.A"}) {
    CHECK_THAT(complaint(folder, std::string(key) + "=\"1\""), Contains("number in quotes"));
  }
}

TEST_CASE("shares are read correctly rounded in both forms") {
  CHECK(config::parse_share("40%") == 0.4);
  CHECK(config::parse_share("0.05%") == 0.0005);
  CHECK(config::parse_share("7.5%") == 0.075);
  CHECK(config::parse_share("33.3333%") == 0.333333);
  CHECK(config::parse_share("1e-300") == 1e-300);
  CHECK(config::parse_share("-40%") == -0.4);
  CHECK_FALSE(config::parse_share("1e-400"));
  CHECK_FALSE(config::parse_share("1e1%"));
  CHECK(config::percent_text(0.12) == "12%");
  CHECK(config::percent_text(0.0005) == "0.05%");
}

TEST_CASE("durations") {
  CHECK(config::parse_span("1 day")->days() == 1);
  CHECK(config::parse_span("26 weeks")->days() == 182);
  CHECK(config::parse_span("3 months")->days() == 91);   // 91.25
  CHECK(config::parse_span("6 months")->days() == 182);  // 182.5, half to even
  CHECK(config::parse_span("12 months")->days() == 365);
  const Date start = *Date::parse_iso("2026-01-31");
  CHECK(config::parse_span("1 month")->days_from(start) == 28);
  CHECK(config::parse_span("2 months")->days_from(start) == 59);
  for (const char* wrong :
       {"", "1", "days", "1days", " 1 days", "1 days ", "1.5 days", "1  day", "one day", "1 Days", "1d"}) {
    CHECK_FALSE(config::parse_span(wrong));
  }
  CHECK(config::parse_days("17.5 days") == 17.5);
  CHECK(config::parse_days("1.5 weeks") == 10.5);
  CHECK_FALSE(config::parse_days("1.5 months"));
}

TEST_CASE("row 6: trials and seed") {
  const StudyFolder folder;
  for (const char* text :
       {"0", "-1", "9223372036854775808", "18446744073709551616", "1.5", "1e5", "many", "010", "", "~"}) {
    INFO(text);
    CHECK_THAT(complaint(folder, std::string("simulation.trials=") + text), Contains("simulation.trials"));
  }
  CHECK(folder.load(kLeast, {"simulation.trials=1"}).study.simulation.trials == 1);
  CHECK(folder.load(kLeast, {"simulation.trials=9223372036854775807"}).study.simulation.trials ==
        9223372036854775807ULL);
  for (const char* text : {"-1", "18446744073709551616", "0.5"}) {
    CHECK_THAT(complaint(folder, std::string("simulation.seed=") + text), Contains("simulation.seed"));
  }
  CHECK(folder.load(kLeast, {"simulation.seed=0"}).study.simulation.seed == 0);
}

TEST_CASE("row 9: correlations") {
  const StudyFolder folder;
  const auto common = [&](const std::string& text) {
    return folder.load(kLeast, {"credit.dependence.factor_correlation=" + text})
        .study.base.credit.dependence.factor_correlation.common;
  };
  CHECK(common("1") == 1.0);
  CHECK(common("0.9999999999999999") == 1.0 - 1.1102230246251565e-16);
  CHECK(common("0") == 0.0);
  CHECK(common("-0.1") == -0.1);  // whether that is positive semidefinite depends on the number of factors
  CHECK(common("-100%") == -1.0);
  const auto wrong = [&](const std::string& text) {
    return complaint(folder, "credit.dependence.factor_correlation=" + text);
  };
  CHECK_THAT(wrong("1.0001"), Contains("out of range"));
  CHECK_THAT(wrong("-101%"), Contains("out of range"));
  CHECK_THAT(wrong("{order: [construction, retail], matrix: [[1, 0.5], [0.4, 1]]}"), Contains("not symmetric"));
  CHECK_THAT(wrong("{order: [construction, retail], matrix: [[1, 0.5]]}"), Contains("has 1 rows, but order names 2"));
  CHECK_THAT(wrong("{order: [construction, retail], matrix: [[1, 0.5], [0.5]]}"), Contains("row 2 has 1 values"));
  CHECK_THAT(wrong("{order: [construction, retail], matrix: [[1, 0.5], [0.5, 0.9]]}"),
             Contains("diagonal of 'retail'"));
  CHECK_THAT(wrong("{order: [construction, retail], matrix: [[1, 1.5], [1.5, 1]]}"), Contains("out of range"));
  CHECK_THAT(wrong("{order: [construction, retial], matrix: [[1, 0], [0, 1]]}"), Contains("Did you mean 'retial'?"));
  CHECK_THAT(wrong("{order: [retail, retail], matrix: [[1, 0], [0, 1]]}"), Contains("names 'retail' twice"));
  CHECK_THAT(wrong("{order: [retail]}"), Contains("matrix: is required"));
  CHECK_THAT(wrong("[1, 2]"), Contains("wrong form"));
  const Study study =
      folder
          .load(kFull,
                {"credit.dependence.factor_correlation={order: [construction, retail], matrix: [[1, 40%], [0.4, 1]]}"})
          .study;
  CHECK(study.base.credit.dependence.factor_correlation.matrix == std::vector<double>{1, 0.4, 0.4, 1});
}

TEST_CASE("loadings on free factors") {
  const StudyFolder folder;
  const Study study =
      folder.load(kLeast, {"credit.dependence.sectors.construction.loadings={market: 0.4, building: 0.2}"}).study;
  CHECK(study.base.credit.dependence.sectors.at("construction").loadings ==
        std::vector<std::pair<std::string, double>>{{"building", 0.2}, {"market", 0.4}});
  // 0.8^2 + 0.8^2 is above 1 whatever the correlation is from 0 up.
  CHECK_THAT(complaint(folder, "credit.dependence.sectors.construction.loadings={a: 0.8, b: 0.8}"),
             Contains("of the variance"));
  CHECK_THAT(folder
                 .refused(std::string(kLeast) + "",
                          {"credit.dependence.sectors.x={loadings: {a: 0.1}, asset_correlation: 1%}"})
                 .what(),
             Contains("one of the two"));
}

TEST_CASE("row 10: probabilities and losses given default") {
  const StudyFolder folder;
  const auto grade = [&](const std::string& text) {
    return folder.load(kLeast, {"credit.grades.A=" + text}).study.base.credit.grades.at("A");
  };
  CHECK(grade("0") == 0.0);
  CHECK(grade("1") == 1.0);
  CHECK(grade("100%") == 1.0);
  CHECK(grade("1e-300") == 1e-300);
  for (const char* text : {"1.0000001", "-0.1", "NaN", "100.0000001%"}) {
    CHECK_THAT(complaint(folder, std::string("credit.grades.A=") + text), Contains("credit.grades.A"));
  }
  CHECK(folder.load(kLeast, {"credit.lgd.default.mean=0"}).study.base.credit.lgd.at("default").mean == 0.0);
  CHECK(folder.load(kLeast, {"credit.lgd.default.mean=1"}).study.base.credit.lgd.at("default").mean == 1.0);
  CHECK_THAT(complaint(folder, "credit.lgd.default.mean=1.2"), Contains("out of range"));
  CHECK_THAT(complaint(folder, "credit.lgd.default={mean: 90%, standard_deviation: 30%}"),
             Contains("too large for the mean"));
  CHECK_THAT(complaint(folder, "credit.lgd.default={mean: 100%, standard_deviation: 1%}"),
             Contains("too large for the mean"));
}

TEST_CASE("the form of a value is checked everywhere") {
  const StudyFolder folder;
  CHECK_THAT(complaint(folder, "credit=5"), Contains("credit: has the wrong form, got '5' (allowed: a map of keys)"));
  CHECK_THAT(complaint(folder, "credit.lgd.retail=90%"), Contains("credit.lgd.retail: has the wrong form, got '90%'"));
  CHECK_THAT(complaint(folder, "credit.grades=[A]"), Contains("got a list"));
  CHECK_THAT(complaint(folder, "credit.grades.A={pd: 1%}"), Contains("needs annual or cumulative"));
  CHECK_THAT(complaint(folder, "payment.buyer_effect="), Contains("has no value"));
  CHECK_THAT(complaint(folder, "outputs.probabilities=5%"), Contains("allowed: a list"));
  CHECK_THAT(complaint(folder, "outputs.probabilities=[99%, 5%]"), Contains("not ascending"));
  CHECK_THAT(complaint(folder, "outputs.probabilities=[0, 5%]"), Contains("probabilities[1]"));
  CHECK_THAT(complaint(folder, "outputs.probabilities=[]"), Contains("is empty"));
  CHECK_THAT(complaint(folder, "credit.dependence.model=gausian"), Contains("Did you mean 'gaussian'?"));
  CHECK_THAT(complaint(folder, "credit_management.dunning.in_history=yes"), Contains("true or false"));
  CHECK_THAT(complaint(folder, "liquidity.opening_cash=0.001"), Contains("finer than the currency's smallest unit"));
  CHECK_THAT(complaint(folder, "liquidity.opening_cash=99999999999999999.99"), Contains("liquidity.opening_cash"));
  CHECK_THAT(complaint(folder, "currency=EURO"), Contains("not a known currency"));
  CHECK_THAT(complaint(folder, "as_of=05/01/2026"), Contains("not a date"));
  CHECK_THAT(complaint(folder, "exchange_rates={EUR: 1}"), Contains("base currency"));
  CHECK_THAT(complaint(folder, "exchange_rates={USD: 0}"), Contains("out of range"));
  CHECK_THAT(complaint(folder, "payment={buyer_effect: 60%, sector_effect: 50%}"), Contains("up to 100%"));
  CHECK_THAT(complaint(folder, "name=../x"), Contains("cannot be a file's name"));
  CHECK_NOTHROW(folder.load(std::string(kLeast) + "payment:\ncredit_management:\nshocks:\n"));
}

TEST_CASE("nearest words") {
  CHECK(config::edit_distance("trails", "trials") == 1);  // a swap
  CHECK(config::edit_distance("kitten", "sitting") == 3);
  CHECK(config::edit_distance("", "abc") == 3);
  CHECK(config::nearest("horzon", {"horizon", "period"}) == "horizon");
  CHECK(config::nearest("zebra", {"horizon", "period"}) == "");
  CHECK(config::nearest("x", {}) == "");
}
