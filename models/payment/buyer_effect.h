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
// step is c 2^-level, chosen for each buyer so that it is at most a quarter of the posterior's standard deviation (mean
// within 0.1 %, sd within 0.5 % of the exact posterior; tested).

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

/// Cells are summed by blocks of this size, each block pairwise: ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)).
inline constexpr std::size_t kEffectBlock = 8;
inline constexpr int kCoarsestLevel = 2;  ///< step c / 4
inline constexpr int kFinestLevel = 10;   ///< step c / 1024
/// Z' is held within this bound where it moves the prior.
inline constexpr double kDelayScoreBound = 6.5;

/// L of one buyer: cells first_cell, first_cell + 1, ... of width c 2^-level; cell k is centred at m = k c 2^-level.
/// The number of weights is a multiple of kEffectBlock. Empty: nothing is known.
struct EffectEvidence {
  int level = kCoarsestLevel;
  std::int32_t first_cell = 0;
  std::vector<double> weights;
};

/// Builds the evidence of many buyers; rows of item probabilities are shared between them.
class EvidenceBuilder {
 public:
  explicit EvidenceBuilder(const EffectRoots& roots) : roots_(roots) {}
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
  std::map<RowKey, std::vector<double>> rows_;  ///< ln P(item | m) over all cells of a level
};

/// Prior of m given Z' over all cells of one level, for one group and trial.
class EffectPrior {
 public:
  /// Fills the cells of `level`; no allocation after the first call.
  void set(const EffectRoots& roots, int level, double delay_score);
  /// Weight of cell k; 0 beyond 8 standard deviations.
  const double* cell(std::int32_t k) const { return weights_.data() + (k + half_); }

 private:
  std::int32_t half_ = 0;
  std::vector<double> weights_;
};

/// m of an informed buyer, by inversion of u in (0, 1): sum of all blocks, then block, then cell.
double informed_score(const EffectEvidence& evidence, const EffectPrior& prior, const EffectRoots& roots, double u);
/// Its last step: the cell where the running sum of the block that starts at `first` passes `target`. weight: prior of
/// the evidence's cells.
double score_in_block(const EffectEvidence& evidence, const double* weight, const EffectRoots& roots, std::size_t first,
                      double target);

/// The word of buyer i's effect in a trial.
inline std::uint32_t buyer_effect_word(std::uint64_t seed, std::uint64_t trial, std::uint32_t buyer) {
  return draw(seed, Purpose::buyer_effect, 0, buyer / 4, trial)[buyer % 4];
}

}  // namespace delcredere
