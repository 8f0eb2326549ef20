#pragma once
// Loss given default ~ Beta(alpha, beta) with given mean mu and standard deviation s:
//   alpha = mu k,  beta = (1 - mu) k,  k = mu (1 - mu) / s^2 - 1
//
// The table is the model: 4,096 cells of equal probability, linear between the exact quantiles at their edges
// (Boost.Math, rounded to 10^-9), read by one 32-bit draw. Measured error: mean below 2e-5, sd below 1e-3 of itself for
// sd up to 0.9 of its bound. sd = 0 is the constant mean; exact to nine decimals.
//
// Link to the state: LGD = Q(Phi(r Z' + sqrt(1 - r^2) y)), Q the table, y the buyer's own normal, Z' ~ N(0, 1) the
// state's score, bad states high: the law over all states stays Q exactly. Among defaults, which are more frequent in
// bad states, LGD is then higher on average for r > 0 (Frye 2000, "Collateral damage", Risk 13(4); Pykhtin 2003).

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/core/fetch.h"
#include "models/core/math/elementary.h"
#include "models/core/parts.h"
#include "models/core/random/draw.h"

namespace delcredere {

class LgdTable {
 public:
  /// mean in [0, 1]; sd 0, or sd^2 < mean (1 - mean).
  LgdTable(double mean, double standard_deviation);

  /// LGD in parts per billion, 0 .. 10^9.
  PartsPerBillion lgd(std::uint32_t word) const {
    const std::uint32_t cell = word >> kFractionBits;
    const PartsPerBillion fraction = word & ((1u << kFractionBits) - 1);
    const PartsPerBillion low = nodes_[cell];
    return low + ((nodes_[cell + 1] - low) * fraction >> kFractionBits);
  }

  /// Asks for what lgd() reads.
  void fetch_lgd(std::uint32_t word) const { fetch(&nodes_[word >> kFractionBits]); }

  /// What comes back of `exposure`: exposure x (1 - LGD), rounded half to even.
  static Money recovery(Money exposure, PartsPerBillion lgd) { return times_parts(exposure, kOnePart - lgd); }

  double mean() const;  ///< of the table itself

  /// The word that moves with the state: a uniform again, over all states.
  static std::uint32_t linked(std::uint32_t word, double link, double own, double bad_state) {
    const double u = normal_cdf(link * bad_state + own * normal_quantile(open_uniform(word)));
    return static_cast<std::uint32_t>(std::min(u * 0x1.0p32, 0x1.0p32 - 1.0));
  }

 private:
  static constexpr int kFractionBits = 20;
  std::vector<PartsPerBillion> nodes_;
};

}  // namespace delcredere
