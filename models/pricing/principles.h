#pragma once
// Premium principles: what a risk X, the insurer's net loss, is worth before expenses. m = E X, s = sd X, S its
// survival function. Every one takes the empirical distribution of the trials and gives its value with a standard
// error.
//
// | principle            | premium                                   | source                                         |
// |----------------------|-------------------------------------------|------------------------------------------------|
// | expected value       | (1 + loading) m                           | Buehlmann 1970, Mathematical Methods in Risk   |
// | standard deviation   | m + loading s                             |   Theory, section 4.1                          |
// | variance             | m + s^2 / amount                          |                                                |
// | tail value at risk   | ES_p, with the correction of the atom     | Acerbi & Tasche 2002, J. Banking & Finance 26  |
// | Wang transform       | int Phi(Phi^-1(S(x)) + lambda) dx         | Wang 2000, J. Risk & Insurance 67, 15-36       |
// | proportional hazard  | int S(x)^exponent dx                      | Wang 1995, Insurance: Math. & Econ. 17, 43-54  |
// | Esscher              | E[X e^(X/amount)] / E[e^(X/amount)]       | Buehlmann 1980, ASTIN Bulletin 11, 52-60       |
// | cost of capital      | m + rate (ES_p - m)                       | capital above the mean, held for one year      |
//
// Integrals run over all x (for x < 0, g(S) - 1). `amount` is in whole currency units: the loss at which the loading
// of the variance equals s^2 / amount, and the scale of the Esscher weight.

#include <string>
#include <variant>
#include <vector>

#include "models/core/decimal.h"
#include "models/pricing/empirical_loss.h"

namespace delcredere {

struct ExpectedValuePrinciple {
  double loading = 0.25;  ///< >= 0
};
struct StandardDeviationPrinciple {
  double loading = 0.3;  ///< >= 0
};
struct VariancePrinciple {
  double amount = 1e6;  ///< > 0
};
struct TailValuePrinciple {
  Decimal probability{95, 2};  ///< p in [0, 1)
};
struct WangPrinciple {
  double lambda = 0.25;  ///< >= 0
};
struct ProportionalHazardPrinciple {
  double exponent = 0.7;  ///< in (0, 1]
};
struct EsscherPrinciple {
  double amount = 1e6;  ///< > 0
};
struct CostOfCapitalPrinciple {
  double rate = 0.1;           ///< >= 0
  Decimal probability{95, 2};  ///< p in [0, 1)
};

using PremiumPrinciple =
    std::variant<ExpectedValuePrinciple, StandardDeviationPrinciple, VariancePrinciple, TailValuePrinciple,
                 WangPrinciple, ProportionalHazardPrinciple, EsscherPrinciple, CostOfCapitalPrinciple>;

/// "expected_value", as in the config.
std::string principle_name(const PremiumPrinciple& principle);

/// The premium before expenses of the risk that the trials show, with its standard error from the influence function.
PriceEstimate risk_premium(const PremiumPrinciple& principle, const EmpiricalLoss& loss);

/// Those that are priced where the config names none: all whose parameters do not depend on the currency.
std::vector<PremiumPrinciple> usual_principles();

}  // namespace delcredere
