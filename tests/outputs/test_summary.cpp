#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "outputs/layout/layout.h"
#include "outputs/terminal/numbers.h"
#include "outputs/terminal/summary.h"
#include "outputs/terminal/table.h"
#include "outputs/text/utf8.h"
#include "tests/support/sample_results.h"

using namespace delcredere;
using Catch::Contains;

namespace {

ResultFile file_of(RunResults results) { return layout_result_file(std::move(results), test::sample_provenance()); }

std::vector<std::string> lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> found;
  for (std::string line; std::getline(stream, line);) found.push_back(line);
  return found;
}

std::string line_with(const std::string& text, const std::string& words) {
  for (const std::string& line : lines(text)) {
    if (line.find(words) != std::string::npos) return line;
  }
  FAIL("no line with '" + words + "'");
  return {};
}

}  // namespace

TEST_CASE("numbers for people") {
  using namespace terminal;
  CHECK(thousands(0) == "0");
  CHECK(thousands(999) == "999");
  CHECK(thousands(1000) == "1,000");
  CHECK(thousands(-1234567) == "-1,234,567");
  CHECK(money(1234567.49, 2) == "1,234,567");
  CHECK(money(12.5, 2) == "12.50");
  CHECK(money(12.5, 0) == "12");
  CHECK(money(-0.001, 2) == "0.00");
  CHECK(money(NAN, 2) == "?");
  CHECK(plus_minus(1234.5, 2) == "± 1,300");  // never smaller than it is
  CHECK(plus_minus(0, 2) == "± 0");
  CHECK(plus_minus(NAN, 2) == "± ?");
  CHECK(percent(0.0123) == "1.2 %");
  CHECK(percent(0.00005) == "< 0.01 %");
  CHECK(percent(0) == "0 %");
  CHECK(percent(1) == "100 %");
  CHECK(percent_label(0.995) == "99.5 %");
  CHECK(percent_label(0.05) == "5 %");
  CHECK(date(*Date::from_civil(2028, 2, 29)) == "29 Feb 2028");
}

TEST_CASE("tables line up by display width, in any script") {
  const std::string text = terminal::table({{{"name"}, terminal::Align::left, {"abc", "北京", "e\u0301e"}},
                                            {{"x"}, terminal::Align::right, {"1", "22", "333"}}},
                                           1, {});
  for (const std::string& line : lines(text)) CHECK(display_width(line) == 2 + 4 + 2 + 3);
}

TEST_CASE("a table too wide for the terminal is split and repeats its labels") {
  const terminal::Column label{{"what"}, terminal::Align::left, {"row"}};
  const terminal::Column wide{{"a column of twenty.."}, terminal::Align::right, {"1"}};
  const std::string text = terminal::table({label, wide, wide, wide}, 1, {.width = 52, .color = false});
  CHECK(lines(text).size() == 5);  // two blocks of two lines and an empty one
  for (const std::string& line : lines(text)) CHECK(display_width(line) <= 52);
}

TEST_CASE("the summary shows the figures of the file with their errors") {
  const std::string text = summary_text(file_of(test::sample_results()));
  CHECK_THAT(line_with(text, "Expected loss"), Contains("120,000 ± 3,000"));  // 1.96 x 1,500 = 2,940
  CHECK_THAT(line_with(text, "VaR 99.5 %"), Contains("1 in 200"));
  CHECK_THAT(line_with(text, "Extra credit, enough in 95 %"), Contains("105,000 ± 4,500"));
  CHECK_THAT(line_with(text, "1 % of trials fall short by"), Contains("17 Jan 2026"));  // 12 days after 5 Jan
  CHECK_THAT(line_with(text, "5 % of trials fall short by"), Contains("31 Jan 2026"));
  CHECK_THAT(text, !Contains("50 % of trials fall short by"));
  CHECK_THAT(text, Contains("2,000 trials, seed"));
  CHECK_THAT(text, Contains("北京建筑有限公司 (B2)"));
  CHECK_THAT(text, !Contains("\x1b"));
}

TEST_CASE("the summary says how a run with a stop rule ended") {
  RunResults results = test::sample_results();
  CHECK_THAT(summary_text(file_of(results)), !Contains("asked for"));
  results.stop = StopResults{"retained_var99", "whole_turnover", "base", 0.01, 0.0085, true};
  const TextStyle wide{.width = 200, .color = false};
  CHECK_THAT(line_with(summary_text(file_of(results), wide), "Stopped, target reached"),
             Contains("retained_var99 of policy whole_turnover, scenario base, has a standard error of 0.85 %, asked "
                      "for 1 %."));
  CHECK(summary_json(file_of(results))["stop_reason"] == "relative_error");
  results.stop->reached = false;
  results.stop->relative_error = 0.0231;
  CHECK_THAT(line_with(summary_text(file_of(results), wide), "Ended by max_trials, target not reached"),
             Contains("a standard error of 2.31 %"));
  CHECK(summary_json(file_of(results))["stop_reason"] == "max_trials");
  results.stop->relative_error = std::numeric_limits<double>::quiet_NaN();
  CHECK_THAT(line_with(summary_text(file_of(results), wide), "Ended by"), Contains("error of unknown size"));
}

TEST_CASE("no line is wider than the terminal") {
  for (const int width : {80, 100, 140}) {
    for (const std::string& line :
         lines(summary_text(file_of(test::sample_results()), {.width = width, .color = false}))) {
      INFO(line);
      CHECK(display_width(line) <= width);
    }
  }
}

TEST_CASE("buyers are ranked by expected loss, ten at most") {
  RunResults results = test::sample_results();
  ResultAxes& axes = results.axes;
  axes.buyer_ids.clear();
  for (int i = 0; i < 12; ++i) axes.buyer_ids.push_back("K" + std::to_string(100 + i));
  axes.buyer_names.clear();
  axes.buyer_sectors.clear();
  axes.buyer_countries.clear();
  results.buyers = {};
  results.buyers.expected_loss = test::ramp({2, 12}, 1000, 100);
  results.buyers.expected_loss_standard_error = test::ramp({2, 12}, 10, 0);
  const std::string text = summary_text(file_of(results));
  CHECK(text.find("K111") < text.find("K110"));
  CHECK_THAT(text, Contains("K102") && !Contains("K101") && !Contains("K100"));
}

TEST_CASE("colour only when asked") {
  const ResultFile file = file_of(test::sample_results());
  CHECK_THAT(summary_text(file, {.width = 100, .color = true}), Contains("\x1b[1m"));
  CHECK_THAT(summary_text(file), !Contains("\x1b"));
}

TEST_CASE("names cannot steer a terminal") {
  RunResults results = test::sample_results();
  results.axes.buyer_names = {"\x1b[31mred\x1b[0m", "a\u202Ebc\u2066d", "two\nlines\x07"};
  results.axes.scenarios[0] =
      "\x1b]0;title\x07"
      "base";
  const std::string text = summary_text(file_of(results));
  CHECK_THAT(text, Contains("red (B1)") && Contains("abcd (B2)") && Contains("scenario base"));
  CHECK_THAT(text, Contains("two lines"));
  CHECK_THAT(text, !Contains("\x1b") && !Contains("\u202E") && !Contains("\x07"));
}

TEST_CASE("too few trials are said, one trial above all") {
  CHECK_THAT(summary_text(file_of(test::sample_results({.trials = 2000}))), !Contains("Warning"));
  const std::string few = summary_text(file_of(test::sample_results({.trials = 1999})));
  CHECK_THAT(few, Contains("Warning") && Contains("99.5 %") && Contains("2,000"));
  CHECK_THAT(summary_text(file_of(test::sample_results({.trials = 1}))), Contains("Warning: One trial"));
}

TEST_CASE("an exposure book prints losses and no cash") {
  const std::string text = summary_text(file_of(test::sample_results({.trials = 2000, .periods = 0, .cash = false})));
  CHECK_THAT(text, Contains("Expected loss"));
  CHECK_THAT(text, !Contains("Cash") && !Contains("shortfall") && !Contains("How customers pay"));
}

TEST_CASE("without a minimum cash no chance of a breach is shown, and the summary says why") {
  const std::string words = "no minimum cash given";
  CHECK_THAT(summary_text(file_of(test::sample_results())), !Contains(words));
  for (const std::size_t minima : {0, 1}) {
    CAPTURE(minima);
    const ResultFile file = file_of(test::with_minima(test::sample_results(), minima));
    const std::string text = summary_text(file);
    const std::string last = text.substr(text.find("Cash, scenario construction_slump_now"));
    CHECK_THAT(line_with(last, "Chance of falling below minimum"), Contains(words) && !Contains("%"));
    CHECK_THAT(last, !Contains("Extra credit") && !Contains("fall short by") && !Contains("Mean gap"));
    CHECK_THAT(last, Contains("Premium"));
    CHECK_THAT(text, !Contains("nan") && !Contains("± ?"));
    const std::string chart = "Chance of a shortfall in each week";
    CHECK((text.find(chart + ", scenario base") != std::string::npos) == (minima == 1));
    CHECK(text.find(chart + ", scenario construction_slump_now") == std::string::npos);
    CHECK((text.find("short by then") != std::string::npos) == (minima == 1));

    const nlohmann::ordered_json json = nlohmann::ordered_json::parse(summary_json(file).dump());
    REQUIRE(json["notes"].size() == 2 - minima);
    CHECK_THAT(json["notes"].back().get<std::string>(), Contains("construction_slump_now: " + words));
    CHECK(json["liquidity"]["by_scenario"][1]["minimum_cash"].is_null());
    CHECK(json["liquidity"]["by_scenario"][0]["minimum_cash"].is_null() == (minima == 0));
    const auto& last_cell = json["liquidity"]["by_scenario_policy"].back();
    CHECK(last_cell.contains("breach_probability") == (minima == 1));
    if (minima == 1) CHECK(last_cell["breach_probability"].is_null());
  }
}

TEST_CASE("the JSON has every figure and its error, null where unknown, names as they are") {
  RunResults results = test::sample_results();
  results.axes.buyer_names[0] = "a\u202Eb";
  const nlohmann::ordered_json json = nlohmann::ordered_json::parse(summary_json(file_of(results)).dump());
  CHECK(json["trials"] == 2000);
  CHECK(json["currency"] == "EUR");
  const auto& means = json["losses"]["by_scenario_policy_component"];
  REQUIRE(means.size() == 2 * 2 * 5);
  CHECK(means[7]["scenario"] == "base");
  CHECK(means[7]["policy"] == "whole_turnover");
  CHECK(means[7]["component"] == "insured");
  CHECK(means[7]["mean"] == 127000.0);
  CHECK(means[7]["standard_error"] == 1570.0);
  const auto& quantiles = json["losses"]["by_scenario_policy_component_probability"];
  CHECK(quantiles.back()["quantile_upper"].is_null());
  CHECK(json["cash"]["by_scenario_period"][0]["date"] == "2026-01-12");
  CHECK(json["buyers"]["by_buyer"][2]["name"] == "a\u202Eb");
  CHECK(!json.contains("convergence"));
  CHECK(!json.contains("provenance"));
}
