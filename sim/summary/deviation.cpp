// Euler contributions to the standard deviation of the retained loss, and
// control variates.
//
//   contribution_i = Cov(L_i, L) / sd(L),   Cov = E[L_i (L - c)] - E[L_i] (E L
//   - c)   for any c near E L
//
// They add up to sd(L). The error is that of the covariance over sd(L); that
// sd(L) is an estimate too is left out.

#include <cmath>
#include <limits>

#include "models/core/statistics/designed.h"
#include "models/core/statistics/scan.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

void deviation_contributions(const Study& study, const RunTotals& totals, RunResults& results) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const double minor = 1.0 / scale(1.0);
  const TallyEstimates& t = totals.estimates;
  const std::size_t D = shape.details(), B = shape.buyers;
  // Mean retained loss by buyer, `none` included.
  std::vector<MeanEstimate> retained(shape.scenarios * D * B);
  for (std::size_t s = 0; s < shape.scenarios; ++s)
    for (std::size_t d = 0; d < D; ++d)
      for (std::size_t b = 0; b < B; ++b)
        retained[(s * D + d) * B + b] = d == 0 ? t.buyers[s * B + b].gross : t.retained[(s * (D - 1) + d - 1) * B + b];
  const auto contribute = [&](std::size_t count, const std::vector<MeanEstimate>& product,
                              const std::vector<MeanEstimate>& mean, NdArray<double>& value, NdArray<double>& error) {
    if (count == 0) return;
    value = error = NdArray<double>({shape.scenarios, D, count});
    for (std::size_t s = 0; s < shape.scenarios; ++s)
      for (std::size_t d = 0; d < D; ++d) {
        const std::size_t p = shape.detailed[d];
        const double sd = results.losses.standard_deviation(s, p, 3);
        const double off = results.losses.mean(s, p, 3) * minor - static_cast<double>(shape.centre(s, d));
        const std::size_t first = (s * D + d) * count;
        double sum = 0;
        for (std::size_t k = 0; k < count; ++k) sum += product[first + k].value - mean[first + k].value * off;
        for (std::size_t k = 0; k < count; ++k) {
          const double covariance = product[first + k].value - mean[first + k].value * off;
          // Their sum is the variance but for N / (N - 1), or for the weights'
          // own mean.
          value(s, d, k) = sum > 0.0 ? covariance / sum * sd : sd;
          if (!(sd > 0.0)) value(s, d, k) = sd;
          error(s, d, k) = sd > 0.0 ? product[first + k].standard_error / minor / minor / sd : kNaN;
        }
      }
  };
  contribute(B, t.buyer_product, retained, results.buyers.contribution_sd,
             results.buyers.contribution_sd_standard_error);
  SectorResults* groups[] = {&results.sectors, &results.countries};
  for (std::size_t g = 0; g < kGroupings; ++g)
    contribute(shape.groups[g], t.groups[g].product, t.groups[g].retained, groups[g]->contribution_sd,
               groups[g]->contribution_sd_standard_error);
}

/// Mean of y corrected by x, whose mean is known (Glasserman 2004,
/// section 4.1):
///   y - beta (x - E x),   beta = Cov(y, x) / Var(x),   error sqrt((1 - rho^2)
///   Var(y) / N)
/// by the means of replicates. Beta is estimated from the same trials: a bias
/// of order 1 / N, and nothing to add to the error at the numbers of trials in
/// use.
void control_variates(const Study& study, const Plan& plan, const RunTotals& totals, LossResults& losses) {
  if (!study.simulation.control_variate) return;
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  for (NdArray<double>* a :
       {&losses.mean_controlled, &losses.mean_controlled_standard_error, &losses.control_variance_ratio})
    *a = NdArray<double>({shape.scenarios, shape.policies, 5});
  losses.known_gross_mean = NdArray<double>({shape.scenarios});
  for (std::size_t s = 0; s < shape.scenarios; ++s) {
    const double known = expected_gross(plan, plan.scenarios[s]);
    losses.known_gross_mean(s) = scale(known);
    const std::size_t control = shape.layout.of(s, ScenarioValue::gross);
    const SampleDesign design = totals.design(control);
    std::vector<std::int64_t> x(totals.trials), y(totals.trials);
    totals.columns.read(control, 0, x);
    const auto replicates = [&](auto&& value) {
      ExactSums sums;
      for (std::size_t first = 0; first + design.replicate_size <= x.size(); first += design.replicate_size) {
        Int128 sum = 0;
        for (std::size_t n = first; n < first + design.replicate_size; ++n) sum += design.weight(n) * value(n);
        sums.add_unit(sum);
      }
      return sums;
    };
    const double each = static_cast<double>(design.replicate_size) * static_cast<double>(design.one());
    const ExactSums sum_x = replicates([&](std::size_t n) { return Int128{x[n]}; });
    const double sx = sum_x.standard_deviation() / each;
    for (std::size_t p = 0; p < shape.policies; ++p) {
      const std::array<std::size_t, 5> columns = loss_columns(shape, s, p);
      for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c] == control) {
          losses.mean_controlled(s, p, c) = scale(known);
          losses.control_variance_ratio(s, p, c) = std::numeric_limits<double>::infinity();
          continue;
        }
        totals.columns.read(columns[c], 0, y);
        const ExactSums sum_y = replicates([&](std::size_t n) { return Int128{y[n]}; });
        const ExactSums both = replicates([&](std::size_t n) { return Int128{x[n]} + y[n]; });
        const double sy = sum_y.standard_deviation() / each, sb = both.standard_deviation() / each;
        const double covariance = 0.5 * (sb * sb - sx * sx - sy * sy);
        const double beta = sx > 0.0 ? covariance / (sx * sx) : 0.0;
        const double left = std::max(0.0, sy * sy - beta * covariance);
        losses.mean_controlled(s, p, c) = scale(sum_y.mean() / each - beta * (sum_x.mean() / each - known));
        losses.mean_controlled_standard_error(s, p, c) = scale(std::sqrt(left / static_cast<double>(sum_y.count)));
        losses.control_variance_ratio(s, p, c) = sy * sy / left;
      }
    }
  }
}

}  // namespace delcredere::summary
