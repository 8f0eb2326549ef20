#pragma once
// Runs a test once for each instruction set of the kernels that this machine has; says so where it lacks one.

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "sim/fast/kernels.h"

namespace delcredere::testing {

/// Holds the kernels at an instruction set; afterwards they use the best again, also when a test is left early.
class LimitedTo {
 public:
  explicit LimitedTo(fast::SimdTarget target) { fast::limit_simd(target); }
  ~LimitedTo() { fast::limit_simd(fast::SimdTarget::avx512); }
  LimitedTo(const LimitedTo&) = delete;
  LimitedTo& operator=(const LimitedTo&) = delete;
};

template <class Test>
void for_each_target(Test&& test) {
  using fast::SimdTarget;
  for (const auto& [target, name] : {std::pair{SimdTarget::scalar, "scalar"}, std::pair{SimdTarget::avx2, "AVX2"},
                                     std::pair{SimdTarget::avx512, "AVX-512"}}) {
    const LimitedTo limit(target);
    if (fast::simd_target() != name) {
      WARN("skipped " << name << ": this CPU's best below it is " << fast::simd_target());
      continue;
    }
    INFO("instruction set " << std::string(name));
    test();
  }
}

}  // namespace delcredere::testing
