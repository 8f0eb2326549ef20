#include "models/payment/delay_table.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"
#include "models/payment/delay_families.h"

namespace delcredere {
namespace {

constexpr double kLast = 1.0 - 0x1.0p-53;  // largest probability below 1

double in_season(double days, double season) { return days > 0.0 ? days * season : days; }

/// ceil(Q(p)) of one family for probabilities that do not fall.
class DayWalk {
 public:
  explicit DayWalk(const DelayFamily& family, double season = 1.0)
      : family_(family), season_(season), plain_(has_plain_quantile(family)), positive_(family_lowest(family) >= 0.0) {
    day_ = std::floor(in_season(family_lowest(family), season));
    reached_ = plain_ ? 0.0 : cdf(day_);
  }

  double at(double p) {
    if (plain_) return std::max(std::ceil(in_season(family_quantile(family_, p), season_)), floor_day());
    while (reached_ < p && day_ < kMaxDelay) reached_ = cdf(++day_);
    return std::max(day_, floor_day());
  }

 private:
  /// A positive law has no mass at 0, whatever underflows; an empirical one may have a point mass there.
  double floor_day() const {
    if (!positive_) return kMinDelay;
    return family_cdf(family_, 0.0) > 0.0 ? 0.0 : 1.0;
  }
  double cdf(double day) const { return family_cdf(family_, day > 0.0 ? day / season_ : day); }
  const DelayFamily& family_;
  double season_;
  bool plain_, positive_;
  double day_ = 0.0, reached_ = 0.0;
};

double early_probability(const DelayLaw& law) { return law.early ? law.early->probability : 0.0; }

/// Share of the late part that lies at or below U = p.
double late_share(const DelayLaw& law, double p) {
  const double before = early_probability(law) + law.on_time;
  return std::min((p - before) / (1.0 - before), kLast);
}

}  // namespace

double delay_quantile(const DelayLaw& law, double p, double season) {
  const double early = early_probability(law);
  if (p <= early) return -family_quantile(law.early->days_before, std::clamp(1.0 - p / early, 0x1.0p-60, kLast));
  if (p <= early + law.on_time) return 0.0;
  return in_season(family_quantile(law.late, late_share(law, p)), season);
}

DelayTable::DelayTable(const DelayLaw& law, double season) : days_(2 * kScoreLimit + 1) {
  const double early = early_probability(law);
  const auto probability = [](Score x) { return normal_cdf(static_cast<double>(x) / kScoreOne); };
  const auto set = [this](Score x, double days) {
    days_[static_cast<std::size_t>(x + kScoreLimit)] =
        static_cast<std::int16_t>(std::clamp(days, static_cast<double>(kMinDelay), static_cast<double>(kMaxDelay)));
  };
  DayWalk late(law.late, season);
  for (Score x = -kScoreLimit; x <= kScoreLimit; ++x) {
    const double p = probability(x);
    if (p > early) set(x, p <= early + law.on_time ? 0.0 : late.at(late_share(law, p)));
  }
  if (early <= 0.0) return;
  DayWalk before(law.early->days_before);
  for (Score x = kScoreLimit; x >= -kScoreLimit; --x)
    if (const double p = probability(x); p <= early) set(x, -before.at(std::clamp(1.0 - p / early, 0x1.0p-60, kLast)));
}

Score DelayTable::edge(Day d) const {
  const auto above = std::upper_bound(days_.begin(), days_.end(), d);
  return static_cast<Score>(above - days_.begin()) - kScoreLimit - 1;
}

ResidualTable::ResidualTable(double residual_root) : r_(residual_root), sizes_(0x8000) {
  const double fine = kScoreOne * (1 << kFineBits);
  for (int cell = 0; cell < kCells; ++cell) {
    const bool narrow = cell >= kFirstNarrow;
    if (!narrow && cell < static_cast<int>(kNarrow >> kCellBits)) continue;  // not read
    const double width = narrow ? 1 << (kCellBits - kNarrowBits) : 1 << kCellBits;
    const double middle = (narrow ? cell - kFirstNarrow + 0.5 : cell + 0.5) * width;
    // Interpolated at the Chebyshev points of the part of the cell that is read: the rare shares are not.
    const double low = std::max(middle - 0.5 * width, double{kTailShares}), centre = 0.5 * (low + middle + 0.5 * width);
    const double radius = 0.8660254037844386 * (middle + 0.5 * width - centre);
    const auto size = [&](double h) { return -fine * r_ * normal_quantile((h + 0.5) * 0x1.0p-16); };
    const double at[3] = {size(centre - radius), size(centre), size(centre + radius)};
    // In s = (h - centre) / radius: at[1] + s first + s^2 second; then in t = (h - middle) / (width / 2).
    const double first = 0.5 * (at[2] - at[0]), second = 0.5 * (at[2] + at[0]) - at[1];
    const double scale = 0.5 * width / radius, shift = (middle - centre) / radius;
    const auto k = static_cast<std::size_t>(cell);
    starts_[k] = static_cast<std::uint16_t>(round_half_even(at[1] + shift * (first + shift * second)));
    slopes_[k] = static_cast<std::int16_t>(round_half_even(scale * (first + 2.0 * shift * second)));
    curves_[k] = static_cast<std::int16_t>(round_half_even(scale * scale * second));
  }
  for (std::uint32_t h = 0; h < sizes_.size(); ++h) sizes_[h] = size_by_parabola(h);
}

std::uint16_t ResidualTable::size_by_parabola(std::uint32_t h) const {
  const auto times = [](std::int16_t a, std::int16_t b) {
    return static_cast<std::int16_t>((std::int32_t{a} * b + (1 << 14)) >> 15);
  };
  const bool narrow = h < kNarrow;
  const std::uint32_t place = narrow ? h << kNarrowBits : h;
  const std::size_t cell = (place >> kCellBits) + (narrow ? kFirstNarrow : 0);
  const auto t = static_cast<std::int16_t>((place << (16 - kCellBits)) ^ 0x8000u);
  const auto slope = static_cast<std::int16_t>(slopes_[cell] + times(t, curves_[cell]));
  const auto size = static_cast<std::uint16_t>(starts_[cell] + times(t, slope) + (1 << (kFineBits - 1)));
  return static_cast<std::uint16_t>(size >> kFineBits);
}

Score ResidualTable::tail_residual(std::uint32_t share, std::uint32_t word) const {
  const double u = (static_cast<double>(share) + open_uniform(word)) * 0x1.0p-16;
  return std::clamp(to_score(r_ * normal_quantile(u)), -kScoreLimit + 1, kScoreLimit - 1);
}

Score ResidualTable::draw_residual(std::uint64_t seed, std::uint64_t trial, std::uint32_t entity) const {
  const PhiloxBlock words = draw(seed, Purpose::delay, 0, entity / 8, trial);
  const std::uint32_t word = words[(entity % 8) / 2];
  const std::uint32_t share = entity % 2 == 0 ? word & 0xFFFFu : word >> 16;
  if (!is_tail(share)) return residual(share);
  return tail_residual(share, draw(seed, Purpose::delay_tail, 0, entity, trial)[0]);
}

Score truncated_score(double residual_root, Score m, Score edge, double u) {
  const Score lowest = edge + 1;
  if (residual_root <= 0.0) return std::clamp(m, lowest, kScoreLimit);
  const double scale = residual_root * kScoreOne;
  const double bound = (static_cast<double>(edge) + 0.5 - static_cast<double>(m)) / scale;
  const double e = -normal_quantile(normal_survival(bound) * u);
  const double x = static_cast<double>(m) + round_half_even(std::min(e, 40.0) * scale);
  return static_cast<Score>(std::clamp(x, static_cast<double>(lowest), static_cast<double>(kScoreLimit)));
}

double open_item_uniform(std::uint64_t seed, std::uint64_t trial, std::uint32_t entity) {
  const PhiloxBlock words = draw(seed, Purpose::delay_tail, 1, entity, trial);
  return open_uniform(words[0], words[1]);
}

}  // namespace delcredere
