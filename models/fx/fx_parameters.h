#pragma once
// Exchange rates over the horizon: the value of one unit of a currency c in base currency, relative to as_of.
//
//   X_c(t) = exp(sum of the steps 1..t),  step = s_c e_c - s_c^2 / 2 + d_c / 365,  s_c = volatility / sqrt(365)
//   e = (e_c): standard normals, independent from day to day, with correlation matrix Omega between currencies. A
//   common correlation rho: e_c = sqrt(rho) e + sqrt(1 - rho) own; a matrix: e = Omega^(1/2) own
//   (credit/factor_correlation.h)
//
// | symbol | key | unit | range |
// | volatility | fx.currencies.<c>.volatility | a year, of the logarithm | [0, 2] |
// | d_c | fx.currencies.<c>.drift | a year; 0: the expected rate is today's | [-1, 1] |
// | rho | fx.correlation, a number: common to all pairs | | [0, 1] |
// | Omega | fx.correlation, a matrix: currencies outside it are uncorrelated with all others | | positive semi-definite
// |
//
// R_c(t) = X_c(t) times the `fx` multipliers of the shocks in force on day t, whatever their scope: a rate is the same
// for every buyer. R is held within 8 standard deviations and every shock, at most a factor of 1,000, and rounded to
// 1e-9. Geometric Brownian motion: Garman & Kohlhagen (1983), eq. 1.

#include <map>
#include <string>

#include "models/credit/credit_parameters.h"

namespace delcredere {

struct FxCurrency {
  double volatility = 0.0;
  double drift = 0.0;
  friend bool operator==(const FxCurrency&, const FxCurrency&) = default;
};

struct FxParameters {
  std::map<std::string, FxCurrency> currencies;  ///< by ISO code; a currency not named keeps its rate
  FactorCorrelation correlation{.common = 0.0, .order = {}, .matrix = {}, .repair = false};
  friend bool operator==(const FxParameters&, const FxParameters&) = default;
};

}  // namespace delcredere
