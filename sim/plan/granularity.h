#pragma once
// Granularity adjustment: what the quantile of the loss gains because buyers
// are finitely many and unequal.
//
// On one factor X, loss l_i D_i given X = x independent, mu(x) and v(x) the
// conditional mean and variance of the loss, the quantile of an infinitely fine
// book is mu(x_q), x_q = Phi^-1(1 - q), and to first order in 1 / n the book's
// own is higher by (Martin & Wilde 2002, "Unsystematic credit risk", Risk 15;
// Gordy 2003, J. Financial Intermediation 12; Emmer & Tasche 2005, eq. 2.12)
//
//   GA = -1 / (2 phi(x)) d/dx [phi(x) v(x) / mu'(x)] = (x v / mu' - v' / mu' +
//   v mu'' / mu'^2) / 2   at x = x_q.
//
// Gaussian copula; several factors are taken as one, which each buyer loads on
// with its own systematic variance. Where that is not so the number is an index
// of concentration more than an adjustment. Open debt at as_of,
// beta-distributed loss given default.

#include "sim/plan/plan.h"

namespace delcredere {

/// Minor units; NaN where the formula does not apply: no Gaussian copula, or
/// nothing systematic.
struct Granularity {
  double fine = 0;        ///< mu(x_q): quantile of an infinitely fine book
  double adjustment = 0;  ///< GA
};
Granularity granularity_of(const Plan& plan, const ScenarioPlan& scenario, double q);

}  // namespace delcredere
