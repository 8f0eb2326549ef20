#pragma once
// The families of delays as formulas: quantile Q(p) and distribution F(d), d in days, continuous.
//
//   lognormal  Q = exp(mu + sigma Phi^-1(p)),  sigma^2 = ln(1 + sd^2 / mean^2),  mu = ln mean - sigma^2 / 2
//   weibull    Q = scale (-ln(1 - p))^(1 / shape);   mean = scale G(1 + 1/shape), G the gamma function
//   gamma      F = P(shape, d / scale), the regularised incomplete gamma function;  mean = shape scale
//   empirical  straight lines between the given quantiles (p_i, d_i)
//   mixture    F = sum of weight_i F_i; Q by bisection
//
// (Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1, 1994, chapters 14, 17, 21.)

#include "models/payment/payment_parameters.h"

namespace delcredere {

/// Q(p), p in (0, 1).
double family_quantile(const DelayFamily& family, double p);
/// F(d) = P(X <= d).
double family_cdf(const DelayFamily& family, double d);
/// Mean of the continuous law.
double family_mean(const DelayFamily& family);
/// Least number of days: 0 but for an empirical law (or a mixture with one) that begins elsewhere.
double family_lowest(const DelayFamily& family);
/// Is the quantile a formula? Otherwise F is, and tables walk along it.
bool has_plain_quantile(const DelayFamily& family);

/// The Weibull law with this mean and standard deviation, both > 0; their ratio sd / mean from 0.02 to 20.
WeibullDelay weibull_of(double mean, double standard_deviation);
/// The gamma law with this mean and standard deviation, both > 0.
GammaDelay gamma_of(double mean, double standard_deviation);
inline constexpr double kLeastVariation = 0.02, kMostVariation = 20.0;

}  // namespace delcredere
