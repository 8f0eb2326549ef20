#pragma once
// Parameters of buyer defaults: probabilities, dependence, loss given default.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/credit/migration_parameters.h"
#include "models/credit/pd_term.h"
#include "models/credit/security_parameters.h"
#include "models/shock/shock_parameters.h"

namespace delcredere {

enum class DependenceModel { independent, gaussian, student_t, gamma };

/// Numbers by name: loadings on factors, weights on gamma sectors.
using NamedNumbers = std::vector<std::pair<std::string, double>>;

/// By the buyer's number in the portfolio.
using BuyerNumbers = std::map<std::uint32_t, NamedNumbers>;

/// How one sector depends on the systematic factors.
/// Either an asset correlation rho on the sector's own factor (loading sqrt(rho)), or loadings on named factors.
struct SectorDependence {
  double asset_correlation = 0.12;  ///< rho in [0, 1]; used when `loadings` is empty
  NamedNumbers loadings;            ///< (factor, a); sum a' Omega a <= 1
  double volatility = 1.0;          ///< gamma: standard deviation of the sector's multiplier, >= 0
  double weight = 1.0;              ///< gamma: share of its buyers' hazard that the multiplier moves, in [0, 1]
  friend bool operator==(const SectorDependence&, const SectorDependence&) = default;
};

/// Correlation between the factors: one common value, or a matrix in a stated order.
struct FactorCorrelation {
  double common = 1.0;             ///< used when `order` is empty; in [-1, 1] as far as it stays PSD
  std::vector<std::string> order;  ///< names of the factors of the matrix
  std::vector<double> matrix;      ///< row-major, symmetric, unit diagonal; order.size()^2
  bool repair = false;             ///< a matrix that is not PSD is replaced by the nearest that is
  friend bool operator==(const FactorCorrelation&, const FactorCorrelation&) = default;
};

/// Defaults given the gamma multipliers: at most one, or a Poisson number of them (exposure books without policies).
enum class DefaultCounts { bernoulli, poisson };

struct DependenceParameters {
  DependenceModel model = DependenceModel::gaussian;
  double degrees_of_freedom = 4;  ///< nu in [1/2, 1e6]; student_t
  DefaultCounts counts = DefaultCounts::bernoulli;
  FactorCorrelation factor_correlation;
  std::map<std::string, SectorDependence> sectors;  ///< "default" serves every sector that is not named
  /// Buyers with numbers of their own: they take the place of their sector's.
  BuyerNumbers buyer_loadings, buyer_weights;
  friend bool operator==(const DependenceParameters&, const DependenceParameters&) = default;
};

/// Loss given default ~ Beta(mean, sd); sd 0 is the constant `mean`.
struct LgdLaw {
  double mean = 0.90;               ///< in [0, 1]
  double standard_deviation = 0.0;  ///< sd^2 < mean (1 - mean), or 0
  Day recovery_lag = 540;           ///< days from the default day to the recovery; >= 0
  double factor_link = 0.0;         ///< correlation r with bad states, in [-1, 1]: lgd_table.h; 0 where sd is 0
  friend bool operator==(const LgdLaw&, const LgdLaw&) = default;
};

/// After a failure of the supplier the customer's hazard is multiplied.
struct SupplyLink {
  std::uint32_t supplier = 0, customer = 0;  ///< buyers
  double hazard_multiplier = 1.0;            ///< >= 0
  friend bool operator==(const SupplyLink&, const SupplyLink&) = default;
};

struct ContagionParameters {
  double infection = 0.0;  ///< probability that a direct default infects one other buyer of its infection group
  std::vector<SupplyLink> links;
  bool active() const { return infection > 0.0 || !links.empty(); }
  friend bool operator==(const ContagionParameters&, const ContagionParameters&) = default;
};

struct CreditParameters {
  std::map<std::string, PdTerm> grades;
  std::map<std::string, Money> suggested_limits;  ///< by grade; shown, nothing acts on it
  double insolvency_share = 0.60;                 ///< probability that a default is an insolvency
  DependenceParameters dependence;
  ContagionParameters contagion;
  /// Payment stops, sorted by country: `name` is the country; windows and probability are used, nothing else.
  std::vector<Shock> country_events;
  std::map<std::string, LgdLaw> lgd;  ///< by sector; "default" serves the others
  SecurityParameters security;
  MigrationParameters migration;
  friend bool operator==(const CreditParameters&, const CreditParameters&) = default;
};

}  // namespace delcredere
