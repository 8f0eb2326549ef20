#pragma once
// One trial of the two hot loops, as the fast engine does it: for the benchmarks, callgrind and perf alike.

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/fast/fast_defaults.h"
#include "sim/fast/fast_flows.h"
#include "sim/fast/fast_laws.h"
#include "sim/plan/plan.h"

namespace delcredere::bench {

/// Who fails in an exposure book: factors, then FastDefaults::run.
class DefaultsWork {
 public:
  explicit DefaultsWork(const Plan& plan);
  void prepare(std::uint64_t trial);  ///< draws the factors
  /// The loop that is measured. Returns the number of defaults.
  [[gnu::noinline]] std::size_t run(std::uint64_t trial);

 private:
  const Plan& plan_;
  fast::FastDefaults defaults_;
  FactorModel::State factors_;
  TrialState state_;
  std::vector<fast::FastDefaults::Input> inputs_;
  std::vector<std::vector<fast::OwnDefault>> own_;
};

/// When everybody pays: factors and buyer effects, then LawDraws::run and FlowPass::run.
class PaymentsWork {
 public:
  explicit PaymentsWork(const Plan& plan);
  void prepare(std::uint64_t trial);  ///< draws factors and buyer effects
  /// The loop that is measured. Returns what is received on the last day.
  [[gnu::noinline]] Money run(std::uint64_t trial);

 private:
  const Plan& plan_;
  FactorModel::State factors_;
  std::vector<std::uint32_t> words_;
  std::vector<double> effects_;
  std::uint32_t scenario_ = 0;
  fast::LawDraws laws_;
  fast::FlowPass flows_;
};

}  // namespace delcredere::bench
