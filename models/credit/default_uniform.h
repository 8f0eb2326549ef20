#pragma once
// V(trial, buyer): the default uniform of a buyer, defined once whatever scenario or engine asks, and such that the few
// buyers with a small V can be found in time proportional to their number.
//
// Every buyer's clock runs out at an exponential time T = -ln(1 - V). Buyers lie in bands by base PD; the clocks of a
// band's n buyers are one Poisson process of rate n whose arrivals pick a buyer each (superposition):
//   t_i = t_(i-1) - ln(u_i) / n,   buyer_i uniform among the n,   T(buyer) = time of its first arrival
// Arrivals are followed up to T = -ln(7/8), that is V < 1/8. A buyer without one by then has V uniform in [1/8, 1), by
// the absence of memory. So every V is uniform in (0, 1) and buyers are independent (Kingman, Poisson Processes, 1993,
// sections 2.2 and 5.1). docs/decisions/counter-layout.md has the words.

#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "models/core/math/elementary.h"
#include "models/core/random/draw.h"

namespace delcredere {

inline constexpr std::uint32_t kBandCount = 12;

/// V below which buyers are found by arrivals, and its time -ln(1 - 1/8).
inline constexpr double kEarlyUniform = 0.125;
inline constexpr double kArrivalEnd = 0.13353139262452263;

/// (1 - e^-t) / t = sum of coefficient[k] t^k, to the last place for 0 <= t <= kArrivalEnd.
inline constexpr double kEarlyCoefficients[] = {1.0,          -1.0 / 2,       1.0 / 6,       -1.0 / 24,
                                                1.0 / 120,    -1.0 / 720,     1.0 / 5040,    -1.0 / 40320,
                                                1.0 / 362880, -1.0 / 3628800, 1.0 / 39916800};

/// V of a buyer whose first arrival is at t < kArrivalEnd: 1 - e^-t.
constexpr double early_uniform(double t) {
  double sum = 0.0;
  for (std::size_t k = std::size(kEarlyCoefficients); k-- > 0;) sum = sum * t + kEarlyCoefficients[k];
  return sum * t;
}

/// V of a buyer without an early arrival, from its own draw.
double default_uniform_rest(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer);

/// One arrival's buyer and waiting time, from 64 random bits: the place is floor(w n / 2^64), and the fraction that is
/// left gives the time.
struct Arrival {
  std::uint32_t place = 0;  ///< in the band
  double uniform = 0;       ///< the waiting time is -ln(uniform) / n
};
constexpr Arrival arrival_of(std::uint32_t high, std::uint32_t low, std::uint32_t size) {
  const std::uint64_t below = std::uint64_t{low} * size;
  const std::uint64_t above = std::uint64_t{high} * size + (below >> 32);
  return {static_cast<std::uint32_t>(above >> 32),
          open_uniform(static_cast<std::uint32_t>(above), static_cast<std::uint32_t>(below))};
}

/// The fixed bands of a book.
class DefaultBands {
 public:
  DefaultBands() = default;
  /// Band of buyer i: the number of quarterings from 1 down to its base PD, at most kBandCount - 1.
  explicit DefaultBands(std::span<const double> base_annual_pd);
  static std::uint32_t band_of(double annual_pd);

  /// Members of each band, ascending buyer numbers; empty bands are empty.
  const std::vector<std::vector<std::uint32_t>>& members() const { return members_; }

  /// Calls found(place, t) for every arrival of a band of `size` buyers up to kArrivalEnd, in order of time.
  template <class Found>
  static void visit_arrivals(std::uint64_t seed, std::uint64_t trial, std::uint32_t band, std::uint32_t size,
                             Found&& found) {
    const double mean_wait = -1.0 / size;
    double time = 0.0;
    for (std::uint32_t index = 0;; ++index) {
      const PhiloxBlock words = draw(seed, Purpose::default_arrival, index, band, trial);
      for (const std::size_t w : {0, 2}) {
        const Arrival arrival = arrival_of(words[w + 1], words[w], size);
        time += portable_log(arrival.uniform) * mean_wait;
        if (!(time < kArrivalEnd)) return;
        found(arrival.place, time);
      }
    }
  }

  /// V of one buyer, in time proportional to its band.
  double one(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer) const;

  /// V of every buyer: the plain definition, in time proportional to the book.
  void all(std::uint64_t seed, std::uint64_t trial, std::vector<double>& v) const;

 private:
  std::size_t buyers_ = 0;
  std::vector<std::vector<std::uint32_t>> members_;
};

}  // namespace delcredere
