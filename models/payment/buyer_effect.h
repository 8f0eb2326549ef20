#pragma once
// The payment effect B of a buyer, given what is known of it at as_of.
//
//   prior  B ~ N(0, 1);  a buyer's items depend on it through m = b Z' + c B alone
//   posterior given Z':  density of m proportional to  L(m) phi((m - b Z') / c)
//   L(m) = product over undisputed items due in the 365 days up to as_of, or still open:
//            paid      P(D = days taken | m)
//            not paid  P(D > as_of - due | m)
// With payment runs that is P(after < D <= upto | m), from one run to the next. Where a law pays early, items due after
// as_of count, too, the paid ones and the unpaid ones alike: one without the other would be a biased sample.
//
// L is tabulated once before the trials on equal cells of m; a trial multiplies it by the prior of its own Z', which
// all buyers of a group share, and inverts the sum: no pass over the items. Inside a cell the density is constant. The
// step h is c 2^-level, chosen for each buyer so that it is at most 1/3.5 of the posterior's standard deviation s at a
// central state; uniform cells widen a posterior by h^2 / (24 s^2), there 0.34 %, and within 1 % at the states tested.
// Cells below e^-24 of the largest are left out.

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "models/core/days.h"
#include "models/payment/delay_table.h"

namespace delcredere {

/// One item that tells something about its buyer.
struct KnownItem {
  const DelayTable* table = nullptr;
  Day after = kNoDelay;  ///< after < D; kNoDelay: whatever is early
  Day upto = kNever;     ///< D <= upto; kNever: unpaid
  static constexpr Day kNoDelay = kMinDelay - 1;

  /// Paid after so many days, all counted from the due date.
  static KnownItem paid(const DelayTable* table, Day days) { return {table, days - 1, days}; }
  /// Not paid so many days after the due date.
  static KnownItem unpaid(const DelayTable* table, Day days) { return {table, days, kNever}; }
};

/// Shares of the latent delay's variance, as roots.
struct EffectRoots {
  double sector = 0;    ///< b
  double buyer = 0;     ///< c
  double residual = 1;  ///< r
};
EffectRoots effect_roots(const PaymentParameters& parameters);

/// Cells are summed by blocks of this size, in their order, and the blocks in theirs.
inline constexpr std::size_t kEffectBlock = 8;
/// Eight blocks lie side by side, first cells first, so that a vector adds up eight blocks at once.
inline constexpr std::size_t kEffectChunk = 8 * kEffectBlock;
inline constexpr int kCoarsestLevel = 2;  ///< step c / 4
inline constexpr int kFinestLevel = 10;   ///< step c / 1024
/// Z' is held within this bound where it moves the prior.
inline constexpr double kDelayScoreBound = 6.5;

/// Width in m of a cell of the grid of a level.
double step_of(const EffectRoots& roots, int level);

/// L of one buyer on cells of width c 2^-level, from the first of block first_block on; cell k of the whole grid is
/// centred at m = k c 2^-level and belongs to block floor(k / 8). L is rounded to single precision: 6e-8 of it.
struct EffectEvidence {
  int level = kCoarsestLevel;
  std::int32_t first_block = 0;
  std::uint32_t blocks = 0;        ///< 0: nothing is known
  const float* weights = nullptr;  ///< by chunk, cell in block, block in chunk; zeros fill the last chunk

  bool empty() const { return blocks == 0; }
  std::size_t cells() const { return blocks * kEffectBlock; }
  std::size_t chunks() const { return (cells() + kEffectChunk - 1) / kEffectChunk; }
  std::int32_t first_cell() const { return first_block * static_cast<std::int32_t>(kEffectBlock); }
  /// Where the weight of the cell with this number from first_cell lies.
  static std::size_t place(std::size_t cell) {
    return cell / kEffectChunk * kEffectChunk + cell % kEffectBlock * kEffectBlock + cell % kEffectChunk / kEffectBlock;
  }
  double weight(std::size_t cell) const { return static_cast<double>(weights[place(cell)]); }
};

/// Keeps the weights of many buyers, one behind the other: a trial reads them all in turn, at the speed of memory.
class EvidenceStore {
 public:
  /// Zeros; they stay where they are as long as the store lives, also when it is moved.
  float* allocate(std::size_t count);

 private:
  std::vector<std::vector<float>> slabs_;
  std::size_t used_ = 0;  ///< of the last slab
};

/// Builds the evidence of many buyers; rows of item probabilities are shared between them.
class EvidenceBuilder {
 public:
  /// The store must outlive the evidence.
  EvidenceBuilder(const EffectRoots& roots, EvidenceStore& store) : roots_(roots), store_(store) {}
  /// Items that no score can produce are left out and counted in `impossible`.
  EffectEvidence build(std::span<const KnownItem> items, std::size_t& impossible);

 private:
  struct RowKey {
    int level;
    const DelayTable* table;
    Day after, upto;
    auto operator<=>(const RowKey&) const = default;
  };
  const std::vector<double>& row(const RowKey& key);
  std::int32_t half_cells(int level) const;

  EffectRoots roots_;
  EvidenceStore& store_;
  std::map<RowKey, std::vector<double>> rows_;  ///< ln P(item | m) over all cells of a level
};

/// The recurrence that gives a prior's weights: w(k + 1) = w(k) q(k), q(k + 1) = q(k) s for cells k from low to high;
/// beyond them, 8 standard deviations from the centre, the weight is 0.
struct PriorRecurrence {
  std::int32_t low = 0, high = -1;
  double log_weight = 0, log_ratio = 0, log_step = 0;  ///< ln w(low), ln q(low), ln s
};
PriorRecurrence prior_recurrence(const EffectRoots& roots, int level, double delay_score);

/// Prior of m given Z' over all cells of one level, for one group and trial.
class EffectPrior {
 public:
  /// Fills the cells of `level`; no allocation after the first call.
  void set(const EffectRoots& roots, int level, double delay_score);
  /// Weight of cell k of the grid; 0 beyond 8 standard deviations.
  double weight(std::int32_t k) const { return block(k >> 3)[static_cast<std::size_t>(k & 7) * stride_]; }
  /// First cell of a block; its neighbour is the first cell of the next block, its second cell lies stride() further.
  const double* block(std::int32_t number) const { return weights_.data() + (number + half_blocks_); }
  std::size_t stride() const { return stride_; }

 private:
  std::int32_t half_blocks_ = 0;
  std::size_t stride_ = 0;
  std::vector<double> weights_;  ///< by cell in block, block
};

/// m of an informed buyer, by inversion of u in (0, 1).
double informed_score(const EffectEvidence& evidence, const EffectPrior& prior, const EffectRoots& roots, double u);

/// The word of buyer i's effect in a trial.
inline std::uint32_t buyer_effect_word(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer) {
  return draw(seed, Purpose::buyer_effect, 0, buyer / 4, trial)[buyer % 4];
}

}  // namespace delcredere
