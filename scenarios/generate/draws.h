#pragma once
// Random numbers of `generate`: Boost.Random's generator, with the program's own exp and inverse normal, so that the
// bytes do not depend on the machine's libm.

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/core/math/elementary.h"

namespace delcredere::synthetic {

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return boost::random::uniform_01<double>()(engine_); }
  double normal() {
    // Middle of one of 2^53 cells: never 0 or 1.
    return normal_quantile((static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53);
  }
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    return boost::random::uniform_int_distribution<std::int64_t>(low, high)(engine_);
  }
  bool chance(double probability) { return uniform() < probability; }
  /// `mean` rounded up or down at random, so that the expectation is `mean`.
  std::int64_t rounded(double mean) {
    const auto floor = static_cast<std::int64_t>(mean);
    return floor + (chance(mean - static_cast<double>(floor)) ? 1 : 0);
  }

 private:
  boost::random::mt19937_64 engine_;
};

/// Draws an index with probability proportional to its weight.
class Choice {
 public:
  explicit Choice(const std::vector<double>& weights) {
    double sum = 0;
    for (const double weight : weights) cumulative_.push_back(sum += weight);
  }
  std::size_t operator()(Draws& draws) const;

 private:
  std::vector<double> cumulative_;
};

}  // namespace delcredere::synthetic
