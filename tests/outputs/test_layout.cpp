#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include "outputs/layout/layout.h"
#include "tests/support/sample_results.h"

using namespace delcredere;

namespace {

ResultFile sample_file(const test::SampleSize& size = {}) {
  return layout_result_file(test::sample_results(size), test::sample_provenance());
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> found;
  for (std::string word; stream >> word;) found.push_back(word);
  return found;
}

/// Group, dimensions, names: the product's surface, as the specification lists it.
struct Promise {
  const char* group;
  const char* dims;
  const char* names;
};

constexpr Promise kPromises[] = {
    {"losses", "scenario policy component", "mean standard_error standard_deviation probability_positive"},
    {"losses", "scenario policy component probability", "quantile quantile_lower quantile_upper expected_shortfall"},
    {"exceedance", "scenario policy component return_period", "aggregate occurrence"},
    {"cash", "scenario policy period probability", "balance_quantile gap_quantile"},
    {"cash", "scenario policy period",
     "balance_mean claims_mean breach_probability breach_probability_cumulative line_drawn_mean"},
    {"cash", "scenario period probability", "receipts_quantile"},
    {"cash", "scenario period", "receipts_mean outflows"},
    {"liquidity", "scenario policy probability",
     "facility_needed worst_gap_quantile worst_gap_expected_shortfall first_breach_day_quantile"},
    {"liquidity", "scenario policy", "breach_probability"},
    {"liquidity", "scenario", "minimum_cash dso_mean dso_start average_days_late_mean lost_sales_mean"},
    {"ageing", "scenario period bucket", "outstanding_mean"},
    {"ageing", "scenario period", "open_overdue_mean"},
    {"buyers", "scenario buyer", "default_probability expected_loss mean_days_late"},
    {"buyers", "scenario policy buyer", "expected_retained contribution_var99 contribution_es99"},
    {"buyers", "buyer", "exposure name sector country"},
    {"sectors", "scenario sector", "expected_loss"},
    {"sectors", "scenario policy sector", "expected_retained"},
    {"trials", "scenario policy trial", "claims insured_loss retained_loss minimum_balance worst_gap first_breach_day"},
    {"trials", "scenario trial", "gross_loss defaults"},
    {"convergence", "scenario policy component checkpoint", "mean var99 es99"},
    {"convergence", "checkpoint", "trials"},
    {"provenance", "", "config_given config_effective program_version git_commit compiler compiler_flags cpu"},
    {"provenance", "", "simd_target threads seed start_time engine"},
    {"provenance", "input", "input input_sha256"},
    {"provenance", "library", "library library_version"},
    {"provenance", "phase", "phase phase_seconds"},
};

}  // namespace

TEST_CASE("the layout has the promised groups, names and dimensions") {
  const ResultFile file = sample_file();
  for (const Promise& promise : kPromises) {
    const Group* group = file.find(promise.group);
    REQUIRE(group != nullptr);
    for (const std::string& name : words(promise.names)) {
      INFO("/" << promise.group << "/" << name);
      const Variable* variable = group->find(name);
      REQUIRE(variable != nullptr);
      CHECK(variable->dims == words(promise.dims));
    }
  }
}

TEST_CASE("every variable has units, words, a shape that fits and a coordinate of the same group on every axis") {
  for (const Group& group : sample_file().groups) {
    std::set<std::string> names;
    for (const Variable& variable : group.variables) {
      INFO("/" << group.name << "/" << variable.name);
      CHECK(names.insert(variable.name).second);
      REQUIRE(variable.attribute("units") != nullptr);
      CHECK(!std::get<std::string>(*variable.attribute("units")).empty());
      REQUIRE(variable.attribute("long_name") != nullptr);
      CHECK(!std::get<std::string>(*variable.attribute("long_name")).empty());
      CHECK(std::visit([](const auto& values) { return values.size(); }, variable.data) == variable.size());
      for (std::size_t axis = 0; axis < variable.dims.size(); ++axis) {
        const Variable* coordinate = group.find(variable.dims[axis]);
        REQUIRE(coordinate != nullptr);
        CHECK(coordinate->is_coordinate());
        CHECK(coordinate->size() == variable.shape[axis]);
      }
    }
  }
}

TEST_CASE("every estimate has its error beside it") {
  // Known without error: plans, facts at as_of, what is counted, errors themselves. A standard deviation describes the
  // trials; its own error is not estimated.
  const std::set<std::string> known{"outflows",  "exposure", "minimum_cash",
                                    "dso_start", "trials",   "standard_deviation"};
  const ResultFile file = sample_file();
  for (const Group& group : file.groups) {
    if (group.name == "trials" || group.name == "provenance") continue;
    for (const Variable& variable : group.variables) {
      if (variable.is_coordinate() || known.contains(variable.name)) continue;
      if (std::holds_alternative<std::vector<std::string>>(variable.data)) continue;
      const std::string& name = variable.name;
      if (name.ends_with("standard_error") || name.ends_with("_lower") || name.ends_with("_upper")) continue;
      INFO("/" << group.name << "/" << name);
      const bool error = group.find(name + "_standard_error") != nullptr;
      const bool interval = group.find(name + "_lower") != nullptr && group.find(name + "_upper") != nullptr;
      const bool mean_of_losses = group.name == "losses" && name == "mean" && group.find("standard_error") != nullptr;
      CHECK((error || interval || mean_of_losses));
    }
  }
}

TEST_CASE("money of trials is in minor units with the scale of its currency") {
  const std::map<int, double> scales{{0, 1.0}, {2, 0.01}, {3, 0.001}};
  for (const auto& [digits, scale] : scales) {
    RunResults results = test::sample_results();
    results.axes.currency.digits = digits;
    const ResultFile file = layout_result_file(std::move(results), test::sample_provenance());
    const Variable& gross = file.find("trials")->at("gross_loss");
    CHECK(gross.integers()[1] == 123457);
    CHECK(std::get<double>(*gross.attribute("scale_factor")) == scale);
    CHECK(file.find("trials")->at("defaults").attribute("scale_factor") == nullptr);
    CHECK(file.find("trials")->at("first_breach_day").attribute("scale_factor") == nullptr);
  }
}

TEST_CASE("coordinates: exact probabilities and days since as_of") {
  const ResultFile file = sample_file();
  const Variable& probability = file.find("losses")->at("probability");
  CHECK(probability.doubles() == std::vector<double>{0.01, 0.05, 0.5, 0.95, 0.99, 0.995});
  CHECK(std::get<std::vector<std::string>>(*probability.attribute("exact")).back() == "0.995");
  const Variable& period = file.find("cash")->at("period");
  CHECK(period.integers() == std::vector<std::int64_t>{7, 14, 21, 28});
  CHECK(std::get<std::string>(*period.attribute("units")) == "days since 2026-01-05");
}

TEST_CASE("what has no meaning for a run is absent") {
  const ResultFile file = sample_file({.trials = 10, .periods = 0, .cash = false});
  CHECK(file.find("cash") == nullptr);
  CHECK(file.find("liquidity") == nullptr);
  CHECK(file.find("ageing") == nullptr);
  CHECK(file.find("losses") != nullptr);
  CHECK(file.find("trials")->find("minimum_balance") == nullptr);
  CHECK(file.find("trials")->find("gross_loss") != nullptr);
}

TEST_CASE("a histogram's bin width is stated, and zero means exact") {
  const ResultFile file = sample_file();
  const Group& cash = *file.find("cash");
  CHECK(std::get<double>(*cash.at("gap_quantile").attribute("bin_width")) == 64.0);
  CHECK(std::get<double>(*cash.at("balance_quantile").attribute("bin_width")) == 0.0);
}

TEST_CASE("an array that does not fit its axes is refused") {
  RunResults results = test::sample_results();
  results.losses.mean = NdArray<double>({2, 2, 4});
  CHECK_THROWS_AS(layout_result_file(results, test::sample_provenance()), std::logic_error);
}
