#pragma once
// exp, log and the normal distribution as the trials use them: add, multiply, divide, sqrt and bit moves alone, no FMA,
// so that results do not depend on libm or on the instruction set.
//
// Maximum errors against Boost.Math are stated at each function and tested. The kernels are templates over a lane type
// (math/kernels.h), so that the fast engine evaluates several at once with the same bits.

namespace delcredere {

double portable_exp(double x);        ///< e^x; 0 below -745, infinity above 709.78
double portable_log(double x);        ///< natural logarithm, x > 0; -infinity at 0
double normal_cdf(double x);          ///< Phi(x) = P(N(0,1) <= x), small relative error in the left tail
double normal_survival(double x);     ///< 1 - Phi(x), small relative error in the right tail
double normal_quantile(double p);     ///< Phi^-1(p), p in [0, 1]; -inf at 0, +inf at 1 (Wichura 1988, AS 241)
double normal_density(double x);      ///< phi(x) = exp(-x^2 / 2) / sqrt(2 pi)

}  // namespace delcredere
