#pragma once
// exp, log and the normal distribution as the trials use them: add, multiply, divide, sqrt and bit moves alone, no FMA,
// so that results do not depend on libm or on the instruction set.
//
// The error at each function is the largest that a test finds against Boost.Math in 64-bit long double; ulp = unit in
// the last place of the result. NaN gives NaN. The kernels are templates over a lane type (math/kernels.h), so that the
// fast engine evaluates several at once with the same bits; math/scalar_lane.h has them inline.

namespace delcredere {

/// e^x; 0 below -745.14, infinity above 709.79. Error below 1.0 ulp, denormal results included; e^0 is 1 exactly.
double portable_exp(double x);

/// Natural logarithm; -infinity at 0, NaN below. Error below 1.0 ulp, denormal x included; log 1 is 0 exactly.
double portable_log(double x);

/// Phi(x) = P(N(0,1) <= x). Relative error below 1e-15, plus one denormal step where Phi(x) is denormal (x < -37.5);
/// 0 from -38.6 down. Phi(0) is 1/2 exactly.
double normal_cdf(double x);

/// 1 - Phi(x), with the small relative error of Phi in the right tail: normal_survival(x) is normal_cdf(-x), bit for
/// bit.
double normal_survival(double x);

/// Phi^-1(p) (Wichura 1988, AS 241); -infinity at 0, infinity at 1, NaN outside [0, 1]. Relative error below 1e-15,
/// denormal p included. normal_quantile(1 - p) is -normal_quantile(p) wherever 1 - p is exact.
double normal_quantile(double p);

/// phi(x) = exp(-x^2 / 2) / sqrt(2 pi). Relative error below 1e-15 where phi(x) is a normal number (|x| < 37.5).
double normal_density(double x);

}  // namespace delcredere
