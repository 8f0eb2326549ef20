#pragma once
// Payment delays D (days from due date to payment) as a function of a latent normal score.
//
//   x = b Z' + c B + r e,   b^2 = sector_effect, c^2 = buyer_effect, r^2 = 1 - b^2 - c^2,   U = Phi(x)
//   D = 0 where U <= on_time, else ceil(Q_late((U - on_time) / (1 - on_time)))
//
// The tables are the model. Scores live on a lattice of 2^-11: m = b Z' + c B and r e are rounded to it, x = m + r e is
// exact, D is the law at the lattice point. So P(D <= d | m) is within 1e-4 of the formula (half a lattice step times
// the normal density). The residual e of an invoice comes from a 16-bit share of a draw, linear between 4,096 exact
// quantiles; the 64 lowest and highest shares take a second draw, so that the tail is not cut. (Sizes chosen so that what
// a trial reads stays in the first-level cache.)

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "models/core/days.h"
#include "models/core/math/rounding.h"
#include "models/core/random/draw.h"
#include "models/payment/payment_parameters.h"

namespace delcredere {

/// A latent score in units of 2^-11.
using Score = std::int32_t;
inline constexpr int kScoreBits = 11;
inline constexpr double kScoreOne = 1 << kScoreBits;
/// Scores are held within +-8 standard deviations.
inline constexpr Score kScoreLimit = 8 << kScoreBits;
/// Delays are capped here (82 years).
inline constexpr Day kMaxDelay = 30000;

/// Nearest lattice point of a score in standard deviations, within the limits.
inline Score to_score(double x) { return static_cast<Score>(round_half_even(std::clamp(x, -8.0, 8.0) * kScoreOne)); }

/// Continuous delay of the law at p = U in (0, 1), in days, before rounding up: the formula.
double delay_quantile(const DelayLaw& law, double p);

/// D by lattice point for one law: non-decreasing in the score.
class DelayTable {
 public:
  explicit DelayTable(const DelayLaw& law);

  Day delay(Score x) const { return days_[static_cast<std::size_t>(x + kScoreLimit)]; }
  /// Entry of score x is data()[x + kScoreLimit]; 2 kScoreLimit + 1 entries.
  const std::int16_t* data() const { return days_.data(); }
  /// Largest score with D <= d: -kScoreLimit - 1 when there is none, kScoreLimit when the law never exceeds d.
  Score edge(Day d) const;
  Day longest() const { return days_.back(); }

 private:
  std::vector<std::int16_t> days_;
};

/// The residual r e by 16-bit share.
class ResidualTable {
 public:
  static constexpr std::uint32_t kTailShares = 64;
  static constexpr int kCellBits = 4;                      ///< shares in a cell: 16
  static constexpr int kSlopeBits = 12, kFineBits = 4;     ///< an entry: start << 12 | rise, in units of 2^-15

  explicit ResidualTable(double residual_root);
  double residual_root() const { return r_; }
  const std::int32_t* data() const { return cells_.data(); }
  static bool is_tail(std::uint32_t share) { return ((share + kTailShares) & 0xFFFFu) < 2 * kTailShares; }
  /// r e of a share that is not rare: start + rise x place in the cell, rounded to the lattice.
  static Score residual(const std::int32_t* cells, std::uint32_t share) {
    const std::int32_t cell = cells[share >> kCellBits];
    const auto place = static_cast<std::int32_t>(share & ((1u << kCellBits) - 1));
    const std::int32_t rise = (cell & ((1 << kSlopeBits) - 1)) * place >> kCellBits;
    return ((cell >> kSlopeBits) + rise + (1 << (kFineBits - 1))) >> kFineBits;
  }
  /// r e of a rare share, finished by a second word.
  Score tail_residual(std::uint32_t share, std::uint32_t word) const;
  /// r e of invoice `entity` in `trial`.
  Score draw_residual(std::uint64_t seed, std::uint64_t trial, std::uint32_t entity) const;

 private:
  double r_;
  std::vector<std::int32_t> cells_;
};

/// Score of an open item, known to have D > age where edge = table.edge(age): x given x > edge, from m and the item's
/// own draw.
Score truncated_score(double residual_root, Score m, Score edge, double u);
double open_item_uniform(std::uint64_t seed, std::uint64_t trial, std::uint32_t entity);

}  // namespace delcredere
