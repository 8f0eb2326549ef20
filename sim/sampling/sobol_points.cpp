#include "sim/sampling/sobol_points.h"

#include <array>
#include <bit>
#include <boost/random/sobol.hpp>

#include "models/core/random/draw.h"

namespace delcredere {
namespace {

constexpr std::size_t kDigits = 64;

/// Rows of a random lower triangular matrix of unit diagonal: row i has its digits above bit 63 - i.
std::array<std::uint64_t, kDigits> random_matrix(std::uint64_t seed, std::uint32_t dimension, std::uint64_t replicate) {
  std::array<std::uint64_t, kDigits> rows{};
  for (std::uint32_t i = 0; i < kDigits; ++i) {
    const PhiloxBlock words = draw(seed, Purpose::sobol_scramble, 1 + i, dimension, replicate);
    const std::uint64_t random = std::uint64_t{words[1]} << 32 | words[0];
    const std::uint64_t diagonal = std::uint64_t{1} << (kDigits - 1 - i);
    const std::uint64_t above = i == 0 ? 0 : ~std::uint64_t{0} << (kDigits - i);
    rows[i] = (random & above) | diagonal;
  }
  return rows;
}

std::uint64_t product(const std::array<std::uint64_t, kDigits>& rows, std::uint64_t digits) {
  std::uint64_t result = 0;
  for (std::size_t i = 0; i < kDigits; ++i)
    result = result << 1 | static_cast<std::uint64_t>(std::popcount(rows[i] & digits) & 1);
  return result;
}

}  // namespace

SobolPoints::SobolPoints(std::uint64_t seed, std::size_t dimensions, std::size_t replicates, int log2_points)
    : dimensions_(dimensions), bits_(static_cast<std::size_t>(log2_points)) {
  directions_.resize(replicates * dimensions * bits_);
  shifts_.resize(replicates * dimensions);
  // The engine's state at sequence number s is the point whose Gray code is that of s + 1: one direction number alone
  // where that is a single bit, s + 2 = 2^(k + 1).
  std::vector<std::vector<std::uint64_t>> plain(bits_, std::vector<std::uint64_t>(dimensions));
  for (std::size_t k = 0; k < bits_; ++k) {
    boost::random::sobol engine(dimensions);
    engine.seed((std::uint64_t{1} << (k + 1)) - 2);
    for (std::uint64_t& value : plain[k]) value = engine();
  }
  for (std::size_t r = 0; r < replicates; ++r)
    for (std::size_t d = 0; d < dimensions; ++d) {
      const auto rows = random_matrix(seed, static_cast<std::uint32_t>(d), r);
      const std::size_t place = r * dimensions + d;
      for (std::size_t k = 0; k < bits_; ++k) directions_[place * bits_ + k] = product(rows, plain[k][d]);
      const PhiloxBlock words = draw(seed, Purpose::sobol_scramble, 0, static_cast<std::uint32_t>(d), r);
      shifts_[place] = std::uint64_t{words[1]} << 32 | words[0];
    }
}

double SobolPoints::at(std::size_t replicate, std::uint64_t point, std::size_t dimension) const {
  const std::size_t place = replicate * dimensions_ + dimension;
  std::uint64_t digits = shifts_[place];
  const std::uint64_t* directions = directions_.data() + place * bits_;
  for (std::uint64_t code = point ^ (point >> 1); code != 0; code &= code - 1)
    digits ^= directions[std::countr_zero(code)];
  return open_uniform(static_cast<std::uint32_t>(digits >> 32), static_cast<std::uint32_t>(digits));
}

}  // namespace delcredere
