// Default days of grades with PDs by year, under every dependence, against F(t) from its definition.

#include <catch2/catch.hpp>

#include "tests/support/default_days.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

double by_year(const std::vector<double>& years, Day t) {
  double survival = 1.0;
  for (std::size_t y = 0; t > 0; ++y, t -= 365) {
    const double q = years[std::min(y, years.size() - 1)];
    survival *= std::pow(1.0 - q, std::min<Day>(t, 365) / 365.0);
  }
  return 1.0 - survival;
}

/// P-value of default days by blocks of 20 days.
double p_value(const std::vector<std::uint64_t>& days, const std::vector<double>& years) {
  return block_p_value(days, 20, [&](Day day) { return by_year(years, day); });
}

std::vector<std::uint64_t> simulated(DependenceModel model, const std::vector<double>& years) {
  StudyBuilder builder(60'000, 7300 + static_cast<std::uint64_t>(model), 1000);
  builder.asset_correlation(0.0);  // buyers are independent, so that counts have the multinomial law
  if (model == DependenceModel::student_t) builder.base().credit.dependence.degrees_of_freedom = 5;
  builder.base().credit.dependence.model = model;
  const std::size_t buyers = model == DependenceModel::independent || model == DependenceModel::gaussian ? 10 : 1;
  for (std::size_t b = 0; b < buyers; ++b) {
    Buyer& buyer = builder.exposure(0.5, 100);
    buyer.annual_pd.reset();
    buyer.grade = "A";
  }
  if (buyers == 1) builder.study().simulation.trials = 400'000;
  builder.base().credit.grades["A"] = PdTerm::conditional(years);
  return count_days(builder.build())[0];
}

}  // namespace

TEST_CASE("default days of PDs by year have their law under every dependence", "[term]") {
  const std::vector<double> years{0.03, 0.2, 0.08};
  for (const DependenceModel model :
       {DependenceModel::independent, DependenceModel::gaussian, DependenceModel::student_t, DependenceModel::gamma}) {
    INFO("model " << static_cast<int>(model));
    const std::vector<std::uint64_t> days = simulated(model, years);
    CHECK(p_value(days, years) > kFalseAlarm);
    // Planted: a flat PD with the same end, years of 360 days, one year early.
    CHECK(p_value(days, {1.0 - std::pow(1.0 - by_year(years, 1000), 0.365)}) < kFalseAlarm);
    CHECK(p_value(days, {0.2, 0.08}) < kFalseAlarm);
  }
}
