#pragma once
// Payment delays D (days from due date to payment) as a function of a latent normal score.
//
//   x = b Z' + c B + r e,   b^2 = sector_effect, c^2 = buyer_effect, r^2 = 1 - b^2 - c^2,   U = Phi(x)
//   D = -ceil(Q_early(1 - U / a))                       where U <= a, a = early.probability
//   D = 0                                               where a < U <= a + on_time
//   D = ceil(Q_late((U - a - on_time) / (1 - a - on_time)))   else
//
// A part with a positive law is at least one day long, so D = 0 has exactly the probability on_time. An empirical law
// may itself reach below 0 days, where there is neither an early part nor a point mass: D = ceil(Q(U)).
//
// The tables are the model. Scores live on a lattice of 2^-11: m = b Z' + c B and r e are rounded to it, x = m + r e is
// exact, D is the law at the lattice point. So P(D <= d | m) is within 1e-4 of the formula (half a lattice step times
// the normal density). The residual r e of an invoice comes from a 16-bit share of a draw, by parabolas through
// exact quantiles in 16-bit arithmetic, within a quarter of a lattice step of the quantile where |e| < 1.53, beyond
// within that or 2e-5 of its probability; the 64 lowest and highest shares take a second draw, so that the tail is not
// cut.

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
/// Delays are capped here (82 years, nearly 3 years early).
inline constexpr Day kMaxDelay = 30000, kMinDelay = -1000;

/// Nearest lattice point of a score in standard deviations, within the limits.
inline Score to_score(double x) { return static_cast<Score>(round_half_even(std::clamp(x, -8.0, 8.0) * kScoreOne)); }

/// Continuous delay of the law at p = U in (0, 1), in days, before rounding up (away from 0 in the early part): the
/// formula.
double delay_quantile(const DelayLaw& law, double p, double season = 1.0);

/// D by lattice point for one law: non-decreasing in the score.
class DelayTable {
 public:
  /// season > 0: factor of the month of the due date.
  explicit DelayTable(const DelayLaw& law, double season = 1.0);

  Day delay(Score x) const { return days_[static_cast<std::size_t>(x + kScoreLimit)]; }
  /// Entry of score x is data()[x + kScoreLimit]; 2 kScoreLimit + 1 entries.
  const std::int16_t* data() const { return days_.data(); }
  /// Largest score with D <= d: -kScoreLimit - 1 when there is none, kScoreLimit when the law never exceeds d.
  Score edge(Day d) const;
  Day longest() const { return days_.back(); }
  /// The least D: negative where buyers may pay before the due date.
  Day earliest() const { return days_.front(); }

 private:
  std::vector<std::int16_t> days_;
};

/// The residual r e by 16-bit share.
///
/// Folded to the distance h from the nearer end, 0 .. 32767, so that r e = -+ size(h). Cells are 1,024 wide in h, and
/// 128 below h = 4,096; in each, size = start + t (slope + t curve), t in [-1, 1) from its middle. All of it is 16-bit
/// arithmetic with rounded products (x y 2^-15), and three tables of 64 entries: a vector kernel holds them in
/// registers. Sizes are in units of 2^-14, three bits finer than the lattice.
class ResidualTable {
 public:
  static constexpr std::uint32_t kTailShares = 64;
  static constexpr int kFineBits = 3;
  static constexpr std::uint32_t kNarrow = 4096;  ///< h below it lies in narrow cells
  static constexpr int kNarrowBits = 3;           ///< there h counts 2^kNarrowBits fold
  static constexpr int kCellBits = 10;
  static constexpr int kCells = 64, kFirstNarrow = 32;  ///< wide cells are 4 .. 31, narrow ones 32 .. 63

  explicit ResidualTable(double residual_root);
  double residual_root() const { return r_; }
  static bool is_tail(std::uint32_t share) { return ((share + kTailShares) & 0xFFFFu) < 2 * kTailShares; }
  /// h of a share; and whether r e is positive there.
  static std::uint32_t fold(std::uint32_t share) { return share < 0x8000u ? share : 0xFFFFu - share; }
  static bool upper(std::uint32_t share) { return share >= 0x8000u; }
  /// |r e| on the lattice by h, 32,768 entries: what the parabolas give, for machines without such registers.
  const std::uint16_t* sizes() const { return sizes_.data(); }
  /// r e of a share that is not rare.
  Score residual(std::uint32_t share) const {
    const Score size = sizes_[fold(share)];
    return upper(share) ? size : -size;
  }
  /// The parabolas by cell.
  const std::uint16_t* starts() const { return starts_.data(); }
  const std::int16_t* slopes() const { return slopes_.data(); }
  const std::int16_t* curves() const { return curves_.data(); }
  /// r e of a rare share, finished by a second word.
  Score tail_residual(std::uint32_t share, std::uint32_t word) const;
  /// r e of invoice `entity` in `trial`.
  Score draw_residual(std::uint64_t seed, std::uint64_t trial, std::uint32_t entity) const;

 private:
  std::uint16_t size_by_parabola(std::uint32_t h) const;

  double r_;
  alignas(64) std::array<std::uint16_t, kCells> starts_{};
  alignas(64) std::array<std::int16_t, kCells> slopes_{}, curves_{};
  std::vector<std::uint16_t> sizes_;
};

/// Score of an open item, known to have D > age where edge = table.edge(age): x given x > edge, from m and the item's
/// own draw.
Score truncated_score(double residual_root, Score m, Score edge, double u);
double open_item_uniform(std::uint64_t seed, std::uint64_t trial, std::uint32_t entity);

}  // namespace delcredere
