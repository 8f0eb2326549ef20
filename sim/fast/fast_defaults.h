#pragma once
// Who fails, found in time proportional to the failures.
//
// A buyer fails by H when its z = Phi^-1(V) lies below its own bound
//   (c + l B) / sqrt(1 - l^2),   c = (Phi^-1(F(H)) - a'Z) / b        (or Phi^-1 of the shocked probability)
// which is the same in every scenario but for c. The levels of V (models/credit/default_uniform.h) are opened from the
// deepest one only as far as the largest bound of a band needs; a buyer found there has its V drawn only where the level
// does not decide already. Buyers whose bound lies above the shallowest level are looked at one by one. Every candidate
// then goes through default_day(), the reference's own decision.

#include <cstdint>
#include <vector>

#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

/// A default of a scenario's buyer by itself.
struct OwnDefault {
  std::uint32_t buyer = 0;
  Day day = 0;
};

class FastDefaults {
 public:
  explicit FastDefaults(const Plan& plan);

  /// What a scenario brings to a trial. effects: B by buyer, nullptr in an exposure book.
  struct Input {
    const ScenarioPlan* scenario = nullptr;
    const TrialState* state = nullptr;
    const double* effects = nullptr;
  };
  /// Own defaults of every scenario, by buyer number.
  void run(std::uint64_t trial, std::span<const Input> inputs, std::vector<std::vector<OwnDefault>>& defaults);

 private:
  /// Bound of buyers of one bucket in z for B = 0, inflated so that rounding cannot lose a candidate.
  void set_bounds(std::size_t s, const Input& input);
  double bound(std::size_t s, std::uint32_t buyer) const;
  void try_buyer(std::uint32_t buyer, double v, std::span<const Input> inputs,
                 std::vector<std::vector<OwnDefault>>& defaults);
  void run_band(std::uint64_t trial, std::uint32_t band, std::span<const Input> inputs,
                std::vector<std::vector<OwnDefault>>& defaults);

  const Plan& plan_;
  std::vector<double> level_z_;                   ///< Phi^-1(2^-k) by level
  std::vector<std::vector<double>> bucket_bound_; ///< by scenario
  std::vector<double> link_;                      ///< l / sqrt(1 - l^2) by scenario, 0 without B
  std::vector<const double*> effects_;
  std::vector<std::uint64_t> seen_;               ///< last trial (+ 1) that settled a buyer
  /// Buckets that the buyers of a band have, by scenario and band.
  std::vector<std::vector<std::vector<std::uint32_t>>> band_buckets_;
};

}  // namespace delcredere::fast
