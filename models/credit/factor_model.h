#pragma once
// Systematic factors and how buyers depend on them.
//
//   gaussian     X_i = sum_j a_ij Z_j + b_i e_i,   Z ~ N(0, Omega),   b_i^2 = 1 - a_i' Omega a_i,   a low X is a
//   default
//                (Vasicek 1987; Li 2000, "On default correlation: a copula function approach", eq. 13-15)
//   student_t    the same X times sqrt(nu / W), one W ~ chi-square(nu) a trial (Demarta & McNeil 2005, "The t copula")
//   gamma        hazard times M_i = w_i0 + sum_k w_ik S_k (gamma_mixture.h), one S_k a sector and trial
//   independent  no factors
//
// Omega comes from one common correlation or from a matrix (factor_correlation.h).
//
// Buyers with the same loadings (weights) form a dependence group: first one group for each sector, in the order of the
// sectors, then those of buyers with numbers of their own.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/credit/credit_parameters.h"
#include "models/credit/default_curve.h"
#include "models/credit/factor_correlation.h"
#include "models/credit/gamma_mixture.h"
#include "models/credit/student_map.h"
#include "models/credit/unit_gamma.h"
#include "models/portfolio/portfolio.h"

namespace delcredere {

/// Loadings or weights of one dependence group.
struct DependenceGroup {
  std::string name;                                        ///< the sector
  std::vector<std::pair<std::uint32_t, double>> loadings;  ///< (factor number, a); gamma: (sector number, weight)
  double systematic_variance = 0;                          ///< a' Omega a, in [0, 1]; 0 under gamma
  double idiosyncratic = 1;                                ///< b = sqrt(1 - a' Omega a)
  GammaMixture mixture;                                    ///< gamma
  bool multiplied = false;         ///< gamma: M varies, or counts are Poisson; else each buyer fails for itself
  std::uint32_t main_factor = 0;   ///< gamma: number of the sector with the largest weight, the first of equals
  std::uint32_t delay_entity = 0;  ///< draws of the delay factor where nothing is systematic
};

/// Sectors of a book and the sector of each buyer.
struct BookSectors {
  std::vector<std::string> names;       ///< sorted, unique
  std::vector<std::uint32_t> of_buyer;  ///< by buyer: place in names
};
BookSectors sectors_of(const Portfolio& book);
/// The same of their countries; no names and no places where no buyer has one.
BookSectors countries_of(const Portfolio& book);

class FactorModel {
 public:
  /// Throws Error (5) when Omega is not positive semi-definite (naming its smallest eigenvalue), when a' Omega a > 1 or
  /// weights add up to more than 1, or when two factor names collide as entities of draws.
  FactorModel(const DependenceParameters& parameters, const BookSectors& sectors);

  DependenceModel model() const { return model_; }
  const std::vector<std::string>& factors() const { return factors_; }
  const std::vector<DependenceGroup>& groups() const { return groups_; }
  std::uint32_t group_of(std::size_t buyer) const { return group_of_[buyer]; }
  /// By buyer.
  const std::vector<std::uint32_t>& buyer_groups() const { return group_of_; }

  const FactorCovariance& covariance() const { return covariance_; }
  /// Correlation Omega(j, k).
  double correlation(std::size_t j, std::size_t k) const { return covariance_(j, k); }
  /// Standard deviation of a gamma sector's multiplier, by factor number; 0 where it is constant.
  double volatility(std::size_t k) const { return volatility_[k]; }
  /// S_k at the normal score y of its uniform.
  double sector_multiplier(std::size_t k, double y) const {
    return multipliers_[k] != nullptr ? multipliers_[k]->at(y) : 1.0;
  }
  /// sqrt(W / nu) at the normal score y of its uniform; 1 but under the t copula.
  double mixing_root(double y) const { return mixing_ != nullptr ? mixing_->root_at(y) : 1.0; }
  const StudentMap* student() const { return student_.get(); }

  /// The state of one trial: group scores a' Z and delay scores Z' (see model: bad states are late).
  struct State {
    std::vector<double> inputs;       ///< by input
    double log_weight = 0;            ///< ln of the likelihood ratio of inputs that are not drawn plainly
    std::vector<double> z;            ///< by factor; gamma: Phi^-1 of the multiplier's distribution function
    std::vector<double> score;        ///< by group: a' Z
    std::vector<double> delay_score;  ///< by group: Z' = -a' Z / sqrt(a' Omega a), or its own N(0, 1); t: without W
    std::vector<double> multiplier;   ///< by group: M; empty but under gamma
    std::vector<double> sector;       ///< by factor: S_k; empty but under gamma
    double mixing_root = 1;           ///< sqrt(W / nu)
  };
  /// Independent normals behind a state: of factors or gamma sectors, then the mixing variable's score.
  const std::vector<SystematicInput>& inputs() const { return inputs_; }
  /// Fills `state` from state.inputs; no allocation after the first call with the same State. Seed and trial: draws of
  /// delay factors that belong to no factor.
  void set_state(std::uint64_t seed, std::uint64_t trial, State& state) const;
  /// The same from inputs drawn plainly, one draw each.
  void draw_state(std::uint64_t seed, std::uint64_t trial, State& state) const;
  /// Group scores a' Z of factors drawn for one review (from 1); 0 where the model has no factors.
  void draw_review_scores(std::uint64_t seed, std::uint64_t trial, std::uint32_t review,
                          std::vector<double>& scores) const;

  /// What decides a buyer of a group in that state.
  ConditionalState conditional(const State& state, std::uint32_t group) const {
    const DependenceGroup& own = groups_[group];
    if (own.multiplied) return {0.0, 1.0, 1.0, nullptr, &own.mixture, state.multiplier[group]};
    return {state.score[group], own.idiosyncratic, state.mixing_root, student_.get(), nullptr, 1.0};
  }

 private:
  void name_factors(const DependenceParameters& parameters, const BookSectors& sectors);
  DependenceGroup latent_group(const std::string& sector, const SectorDependence& numbers, const NamedNumbers* own,
                               const std::string& place) const;
  DependenceGroup gamma_group(const DependenceParameters& parameters, const std::string& sector,
                              const NamedNumbers* own, const std::string& place) const;
  void build_groups(const DependenceParameters& parameters, const BookSectors& sectors);
  std::uint32_t number_of(const std::string& factor) const;
  void list_inputs();
  void set_gamma(State& state) const;

  DependenceModel model_;
  std::vector<std::string> factors_;
  std::vector<std::uint32_t> factor_entities_;
  std::vector<SystematicInput> inputs_;
  FactorCovariance covariance_;
  std::vector<double> volatility_;
  std::vector<std::shared_ptr<const UnitGamma>> multipliers_;  ///< by factor; none where it is constant
  std::shared_ptr<const StudentMap> student_;
  std::shared_ptr<const UnitGamma> mixing_;
  std::vector<DependenceGroup> groups_;
  std::vector<std::uint32_t> group_of_;
};

}  // namespace delcredere
