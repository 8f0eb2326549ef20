// How concentrated a book is: Herfindahl-Hirschman indices, shares of the
// largest buyers, granularity adjustment.

#include <algorithm>
#include <functional>
#include <limits>

#include "sim/plan/granularity.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

double hhi_of(const std::vector<double>& amounts) {
  double sum = 0, squares = 0;
  for (const double a : amounts) {
    sum += a;
    squares += a * a;
  }
  return squares / (sum * sum);
}

double grouped_hhi(const Plan& plan, const BookSectors& groups) {
  std::vector<double> sums(groups.names.size(), 0.0);
  for (std::size_t b = 0; b < plan.buyers; ++b) sums[groups.of_buyer[b]] += static_cast<double>(plan.open_debt[b]);
  return hhi_of(sums);
}

}  // namespace

ConcentrationResults concentration(const Study& study, const Plan& plan) {
  ConcentrationResults r;
  if (plan.open_total <= 0) return r;
  const Scale scale(study.currency);
  std::vector<double> debts(plan.open_debt.begin(), plan.open_debt.end());
  std::sort(debts.begin(), debts.end(), std::greater<>());
  const auto total = static_cast<double>(plan.open_total);
  for (const std::size_t count : {1, 5, 10, 20, 50, 100})
    if (count <= debts.size()) r.top.push_back(static_cast<std::int64_t>(count));
  r.top_share = NdArray<double>({r.top.size()});
  for (std::size_t h = 0; h < r.top.size(); ++h) {
    double sum = 0;
    for (std::int64_t i = 0; i < r.top[h]; ++i) sum += debts[static_cast<std::size_t>(i)];
    r.top_share(h) = sum / total;
  }
  const std::size_t S = plan.scenarios.size();
  r.hhi = NdArray<double>({S}, hhi_of(debts));
  r.sector_hhi = NdArray<double>({S}, grouped_hhi(plan, plan.sectors));
  if (!plan.countries.names.empty()) r.country_hhi = NdArray<double>({S}, grouped_hhi(plan, plan.countries));
  r.granularity_adjustment = NdArray<double>({S, study.outputs.probabilities.size()});
  for (std::size_t s = 0; s < S; ++s)
    for (std::size_t q = 0; q < study.outputs.probabilities.size(); ++q)
      r.granularity_adjustment(s, q) =
          scale(granularity_of(plan, plan.scenarios[s], study.outputs.probabilities[q].to_double()).adjustment);
  return r;
}

}  // namespace delcredere::summary
