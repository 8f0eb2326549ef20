#pragma once
// The pilot stage of importance sampling: where the systematic inputs are moved to.
//
// Cross-entropy (Rubinstein & Kroese 2004, The Cross-Entropy Method, section 2.4): among normal laws of unit variance
// the one nearest to that of the inputs given a loss above x has their conditional mean as its mean,
//
//   mu = E[y P(L > x | y)] / P(L > x),
//
// estimated in rounds. Each draws inputs around the mu so far, weighted by likelihood ratios, and aims at the smaller
// of x and the loss that a tenth of its own draws exceed, so that every round sees what it aims at. P(L > x | y) is
// taken from the normal law with the conditional mean and variance of the loss: good enough for a shift, of which the
// estimates do not depend but in their variance. Draws have a purpose of their own; the same in every shard.

#include <vector>

#include "models/study.h"
#include "sim/sampling/conditional_loss.h"

namespace delcredere {

struct PilotResult {
  std::vector<double> shift;  ///< mu, by input of the scenario's factor model
  double spread = 1;          ///< standard deviation along mu: that of the inputs given a loss above x
  double loss = 0;            ///< x, minor units
  double probability = 0;     ///< P(L > x) as the pilot sees it
  std::uint64_t draws = 0;
};

PilotResult run_pilot(const Plan& plan, const ScenarioPlan& scenario, const ConditionalLoss& losses,
                      const ImportanceTarget& target);

}  // namespace delcredere
