#include "models/payment/delay_table.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

/// Quantile of the late part by family; p in (0, 1).
struct LateQuantile {
  double p;

  double operator()(const LognormalDelay& law) const {
    if (law.standard_deviation == 0.0) return law.mean;  // exactly: 9 days are not 10 for a rounding error
    const double ratio = law.standard_deviation / law.mean;
    const double variance = portable_log(1.0 + ratio * ratio);
    const double location = portable_log(law.mean) - 0.5 * variance;
    return portable_exp(location + std::sqrt(variance) * normal_quantile(p));
  }
};

}  // namespace

double delay_quantile(const DelayLaw& law, double p) {
  if (p <= law.on_time) return 0.0;
  const double late = (p - law.on_time) / (1.0 - law.on_time);
  return std::visit(LateQuantile{std::min(late, 1.0 - 0x1.0p-53)}, law.late);
}

DelayTable::DelayTable(const DelayLaw& law) : days_(2 * kScoreLimit + 1) {
  for (Score x = -kScoreLimit; x <= kScoreLimit; ++x) {
    const double days = std::ceil(delay_quantile(law, normal_cdf(static_cast<double>(x) / kScoreOne)));
    days_[static_cast<std::size_t>(x + kScoreLimit)] =
        static_cast<std::int16_t>(std::clamp(days, 0.0, static_cast<double>(kMaxDelay)));
  }
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
