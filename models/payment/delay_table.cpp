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

ResidualTable::ResidualTable(double residual_root) : r_(residual_root), cells_((1u << 16) >> kCellBits) {
  const double fine = kScoreOne * (1 << kFineBits);
  const auto quantile = [&](std::uint32_t share) {  // at the middle of a share
    return static_cast<std::int32_t>(
        round_half_even(fine * r_ * normal_quantile((static_cast<double>(share) + 0.5) * 0x1.0p-16)));
  };
  constexpr std::uint32_t last = 0xFFFFu;
  for (std::uint32_t cell = 0; cell < cells_.size(); ++cell) {
    const std::uint32_t first = cell << kCellBits;
    const std::int32_t start = quantile(first), end = quantile(std::min(first + (1u << kCellBits), last));
    // The cells of rare shares are not read; elsewhere the rise fits its bits.
    const std::int32_t rise = std::min(end - start, (1 << kSlopeBits) - 1);
    cells_[cell] = start * (1 << kSlopeBits) + rise;
  }
}

Score ResidualTable::tail_residual(std::uint32_t share, std::uint32_t word) const {
  const double u = (static_cast<double>(share) + open_uniform(word)) * 0x1.0p-16;
  return std::clamp(to_score(r_ * normal_quantile(u)), -kScoreLimit + 1, kScoreLimit - 1);
}

Score ResidualTable::draw_residual(std::uint64_t seed, std::uint64_t trial, std::uint32_t entity) const {
  const PhiloxBlock words = draw(seed, Purpose::delay, 0, entity / 8, trial);
  const std::uint32_t word = words[(entity % 8) / 2];
  const std::uint32_t share = entity % 2 == 0 ? word & 0xFFFFu : word >> 16;
  if (!is_tail(share)) return residual(cells_.data(), share);
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
