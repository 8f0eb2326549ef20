#pragma once
// The gross loss of an exposure book given its systematic state: a sum of independent l_i D_i with
//
//   l_i = exposure x mean LGD,   p_i = P(i defaults by H | state),   E = sum l_i p_i,   Var = sum l_i^2 p_i (1 - p_i)
//
// Buyers of the same bucket and the same l are one cell. In a book of invoices what a buyer owes at its default depends
// on the day; nothing but the variance rests on l_i there:
//   stratified   the open debt, or where there is none the planned sales: a measure of size
//   importance   mean LGD x mean debt of days 1..H, each invoice open from its issue to its due date plus its
//                law's mean delay: what is owed at a default on a random day, by buyers that pay as on average

#include <cstdint>
#include <span>
#include <vector>

#include "models/core/money.h"
#include "models/credit/factor_model.h"

namespace delcredere {

struct Plan;
struct ScenarioPlan;
struct TrialState;

class ConditionalLoss {
 public:
  struct Cell {
    std::uint32_t bucket = 0;
    double loss = 0;   ///< l, minor units, a whole number
    double count = 0;  ///< buyers
  };

  ConditionalLoss(const Plan& plan, const ScenarioPlan& scenario);

  const std::vector<Cell>& cells() const { return cells_; }
  std::uint32_t cell_of(std::size_t buyer) const { return cell_of_[buyer]; }
  /// l of a buyer.
  Money loss(std::size_t buyer) const { return losses_[buyer]; }
  double total() const { return total_; }  ///< sum of all l

  struct Moments {
    double mean = 0, variance = 0;
  };
  /// p: by bucket.
  Moments moments(std::span<const double> p) const;

 private:
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> cell_of_;
  std::vector<Money> losses_;
  double total_ = 0;
};

/// E[gross] of a book of exposures in closed form, minor units: sum of exposure
/// x mean LGD x F(H).
double expected_gross(const Plan& plan, const ScenarioPlan& scenario);

/// p by bucket, no shock acting.
void conditional_probabilities(const Plan& plan, const ScenarioPlan& scenario, const FactorModel::State& state,
                               std::vector<double>& p);
/// p by bucket under a trial's shocks.
void conditional_probabilities(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state,
                               std::vector<double>& p);

}  // namespace delcredere
