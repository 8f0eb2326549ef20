#pragma once
// Scores of forecasts against what happened. Small is good, but for the log score.
//
//   CRPS(F, y) = integral of (F(x) - 1{x >= y})^2 dx          (Matheson & Winkler 1976; Gneiting & Raftery 2007)
//     sample of n draws:  mean |x_i - y| - mean |x_i - x_j| / 2 over all pairs, "fair": pairs i != j (Ferro 2014)
//     N(mu, s^2), z = (y - mu) / s:  s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi))
//     whole days:  sum over days of (F(d) - 1{d >= y})^2
//   log score = ln p(y)
//   PIT = F(y); of a law with atoms F(y-) + v (F(y) - F(y-)), v uniform: then uniform where the forecast is right
//   KS distance of n values to the uniform law; its probability by Kolmogorov's series with Stephens' correction (1970)

#include <span>
#include <vector>

namespace delcredere {

/// Fair CRPS of a sample (n >= 2), which is sorted here.
double crps_of_sample(std::vector<double>& draws, double happened);
double crps_of_normal(double mean, double standard_deviation, double happened);
/// cdf[k] = P(X <= first + k), 0 before and 1 after; `happened` a whole number. `until`: only x < until is judged, for
/// what is known up to there alone (happened >= until: not yet).
double crps_of_days(std::span<const double> cdf, int first, int happened, int until);

/// Randomised PIT of a sample: share below y, plus v times the share equal to it.
double pit_of_sample(std::span<const double> draws, double happened, double v);

/// Largest distance between the empirical law of values in [0, 1] and the uniform one. Sorts.
double ks_distance(std::vector<double>& values);
/// P(a distance at least this large | uniform), n values.
double ks_probability(double distance, std::size_t n);

}  // namespace delcredere
