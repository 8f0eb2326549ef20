#pragma once
// V(trial, buyer): the default uniform of a buyer, defined once whatever scenario or engine asks, and such that the few
// buyers with a small V can be found in time proportional to their number. docs/decisions/default-uniform.md.
//
// Buyers lie in bands by base PD. S_k is the set of a band's buyers with V < 2^-k. Deepest level first:
//   S_16 = G_16,   S_k = S_(k+1) with G_k added,   k = 15 .. 3
// G_k: geometric skips through the band's buyers, each found with probability
//   p_16 = 2^-16,   p_k = (2^-k - 2^-(k+1)) / (1 - 2^-(k+1))
// A buyer first found at level k has V uniform in the shell [2^-(k+1), 2^-k) (at level 16: [0, 2^-16)); a buyer that no
// level found has V uniform in [1/8, 1). Every V in (0, 1) is so uniform and buyers are independent.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/core/math/elementary.h"
#include "models/core/random/draw.h"

namespace delcredere {

inline constexpr int kDeepestLevel = 16;
inline constexpr int kShallowestLevel = 3;
inline constexpr std::uint32_t kBandCount = 12;

/// Probability that a buyer is in G_k.
constexpr double level_probability(int level) {
  if (level == kDeepestLevel) return 1.0 / (1u << kDeepestLevel);
  const double half = 1.0 / (2u << level);  // 2^-(k+1)
  return half / (1.0 - half);
}

/// 1 / ln(1 - p_k) by level.
const std::array<double, kDeepestLevel + 1>& inverse_log_miss();

/// Buyers that a geometric skip passes over before it finds one: floor(ln(u) / ln(1 - p_k)).
inline double geometric_skip(double u, double inverse_log) { return portable_log(u) * inverse_log; }

/// V of a buyer first found at `level`, or in none (level = kShallowestLevel - 1), from its own draw.
double default_uniform_found(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer, int level);
double default_uniform_rest(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer);

/// The fixed bands of a book.
class DefaultBands {
 public:
  DefaultBands() = default;
  /// Band of buyer i: the number of quarterings from 1 down to its base PD, at most kBandCount - 1.
  explicit DefaultBands(std::span<const double> base_annual_pd);
  static std::uint32_t band_of(double annual_pd);

  /// Members of each band, ascending buyer numbers; empty bands are empty.
  const std::vector<std::vector<std::uint32_t>>& members() const { return members_; }

  /// Calls found(position) for every position of the band in G_level, ascending.
  template <class Found>
  static void visit_level(std::uint64_t seed, std::uint64_t trial, std::uint32_t band, int level, std::size_t size,
                          Found&& found) {
    const double inverse_log = inverse_log_miss()[static_cast<std::size_t>(level)];
    const std::uint32_t entity = band << 8 | static_cast<std::uint32_t>(level);
    double position = -1.0;
    for (std::uint32_t index = 0;; ++index) {
      const PhiloxBlock words = draw(seed, Purpose::default_skip, index, entity, trial);
      for (const std::uint32_t word : words) {
        position += 1.0 + static_cast<double>(static_cast<std::int64_t>(geometric_skip(open_uniform(word), inverse_log)));
        if (position >= static_cast<double>(size)) return;
        found(static_cast<std::size_t>(position));
      }
    }
  }

  /// V of every buyer: the plain definition, in time proportional to the book.
  void all(std::uint64_t seed, std::uint64_t trial, std::vector<double>& v) const;

 private:
  std::size_t buyers_ = 0;
  std::vector<std::vector<std::uint32_t>> members_;
};

}  // namespace delcredere
