#pragma once
// How a trial's systematic inputs (independent normals behind factors, gamma sectors and the mixing variable) are
// drawn. A pure function of (seed, trial), the same in every thread, block and shard. Everything else of a trial is
// drawn plainly.
//
//   antithetic   trials 2k and 2k + 1 have inputs y and -y, y being those of trial 2k (Hammersley & Morton 1956)
//   stratified   x = d'y along a unit direction d lies in stratum n mod K of trial n: Phi(x) is moved into that part of
//                (0, 1), the rest of y stays (Glasserman 2004, section 4.3)
//   sobol        inputs are Phi^-1 of a scrambled Sobol point; replicate n / 2^m, point n mod 2^m (sobol_points.h)
//   importance   y + mu, along mu spread by s instead of 1, weighted by the likelihood ratio; a second step twists
//                default probabilities, and a tenth of the trials are drawn plainly (twist.h; Glasserman & Li 2005)
//
// Trials are grouped in replicates, independent of each other, each an unbiased sample by itself: pairs, K trials, 2^m
// points; under plain and importance sampling each trial is one.

#include <cstdint>
#include <memory>
#include <vector>

#include "models/credit/factor_model.h"
#include "models/study.h"
#include "sim/sampling/sobol_points.h"

namespace delcredere {

class Sampler {
 public:
  Sampler() = default;
  /// For the factor models of a plan. direction (stratified: of length 1; importance: along the shift, of the length of
  /// the spread) and shift (importance) are by input of models[first].
  Sampler(const SimulationSettings& settings, const std::vector<FactorModel>& models, std::size_t first,
          std::vector<double> direction, std::vector<double> shift);

  SamplingMethod method() const { return method_; }
  /// Trials of one replicate; they follow each other.
  std::uint64_t replicate_size() const { return replicate_size_; }
  /// Have trials weights?
  bool weighted() const { return method_ == SamplingMethod::importance; }
  /// Is error estimation more than that of independent, equally likely trials?
  bool designed() const { return method_ != SamplingMethod::plain; }
  const std::vector<double>& direction() const { return direction_; }
  const std::vector<double>& shift() const { return shift_; }

  /// State of a factor model, by its number, in one trial.
  void draw_state(const FactorModel& model, std::size_t number, std::uint64_t seed, std::uint64_t trial,
                  FactorModel::State& state) const;

 private:
  /// Inputs of several models that are one input share its number.
  double plain_input(std::size_t input, std::uint64_t seed, std::uint64_t trial) const;
  double stratum_move(std::uint64_t seed, std::uint64_t trial) const;

  SamplingMethod method_ = SamplingMethod::plain;
  std::uint64_t replicate_size_ = 1;
  std::vector<SystematicInput> inputs_;               ///< of all models, those of `first` in front
  std::vector<std::vector<std::uint32_t>> of_model_;  ///< by model: numbers of its inputs
  std::vector<double> direction_, shift_;             ///< by input, 0 beyond those of `first`
  double half_square_ = 0;                            ///< mu'mu / 2
  std::shared_ptr<const SobolPoints> points_;
};

}  // namespace delcredere
