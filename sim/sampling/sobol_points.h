#pragma once
// Scrambled Sobol points by random access.
//
// Direction numbers are Boost.Random's (Bratley & Fox 1988; Joe & Kuo's table); point n is the exclusive or of those at
// the bits of the Gray code of n (Antonov & Saleev 1979). Each replicate is scrambled by itself: every dimension's
// direction numbers are multiplied by a random lower triangular bit matrix of unit diagonal and shifted by random bits
// (Matousek 1998, "On the L2-discrepancy for anchored boxes", J. Complexity 14: affine matrix scrambling). So every
// point is uniform, replicates are independent, and each replicate of 2^m points stays a digital net.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace delcredere {

class SobolPoints {
 public:
  static constexpr std::size_t kMostDimensions = 3667;  ///< of Boost.Random's table

  SobolPoints() = default;
  /// dimensions in 1..kMostDimensions; 2^log2_points points in each replicate, log2_points <= 40.
  SobolPoints(std::uint64_t seed, std::size_t dimensions, std::size_t replicates, int log2_points);

  /// Coordinate of a point, in (0, 1) on 2^52 cells.
  double at(std::size_t replicate, std::uint64_t point, std::size_t dimension) const;

 private:
  std::size_t dimensions_ = 0;
  std::size_t bits_ = 0;
  std::vector<std::uint64_t> directions_;  ///< (replicate, dimension, bit)
  std::vector<std::uint64_t> shifts_;      ///< (replicate, dimension)
};

}  // namespace delcredere
