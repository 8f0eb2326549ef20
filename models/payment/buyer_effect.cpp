#include "models/payment/buyer_effect.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

constexpr double kPriorBound = 8.0;   // standard deviations of B
constexpr double kNegligible = 30.0;  // log weight below the largest that is left out: 1e-13 of it
constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

double step_of(const EffectRoots& roots, int level) { return std::ldexp(roots.buyer, -level); }

/// P(lowest < x <= highest | m) for lattice edges, x = m + r e.
double probability_between(Score lowest, Score highest, double m, double residual) {
  const auto position = [&](Score edge) {
    const double distance = (static_cast<double>(edge) + 0.5) / kScoreOne - m;
    if (residual > 0.0) return distance / residual;
    return distance > 0.0 ? 40.0 : -40.0;
  };
  const double low = lowest < -kScoreLimit ? -40.0 : position(lowest);
  const double high = highest >= kScoreLimit ? 40.0 : position(highest);
  if (low > 0.0) return normal_survival(low) - normal_survival(high);
  return normal_cdf(high) - normal_cdf(low);
}

}  // namespace

EffectRoots effect_roots(const PaymentParameters& parameters) {
  const double rest = 1.0 - parameters.buyer_effect - parameters.sector_effect;
  return {std::sqrt(parameters.sector_effect), std::sqrt(parameters.buyer_effect), std::sqrt(std::max(0.0, rest))};
}

std::int32_t EvidenceBuilder::half_cells(int level) const {
  const double reach = kDelayScoreBound * roots_.sector + kPriorBound * roots_.buyer;
  return static_cast<std::int32_t>(std::ceil(reach / step_of(roots_, level)));
}

const std::vector<double>& EvidenceBuilder::row(const RowKey& key) {
  const auto [place, fresh] = rows_.try_emplace(key);
  if (!fresh) return place->second;
  const Score highest = key.upto < kNever ? key.table->edge(key.upto) : kScoreLimit;
  const Score lowest = key.table->edge(key.after);
  const std::int32_t half = half_cells(key.level);
  std::vector<double>& values = place->second;
  values.reserve(static_cast<std::size_t>(2 * half + 1));
  for (std::int32_t k = -half; k <= half; ++k) {
    const double m = static_cast<double>(k) * step_of(roots_, key.level);
    const double p = probability_between(lowest, highest, m, roots_.residual);
    values.push_back(p > 0.0 ? portable_log(p) : kMinusInfinity);
  }
  return values;
}

EffectEvidence EvidenceBuilder::build(std::span<const KnownItem> items, std::size_t& impossible) {
  std::vector<std::pair<RowKey, double>> counted;  // each distinct observation with its multiplicity
  for (const KnownItem& item : items) {
    const Score highest = item.upto < kNever ? item.table->edge(item.upto) : kScoreLimit;
    if (item.table->edge(item.after) >= highest) {
      ++impossible;
      continue;
    }
    counted.push_back({RowKey{0, item.table, item.after, item.upto}, 1.0});
  }
  EffectEvidence evidence;
  if (counted.empty() || roots_.buyer <= 0.0) return evidence;
  std::sort(counted.begin(), counted.end());
  std::size_t kept = 0;
  for (std::size_t i = 1; i < counted.size(); ++i) {
    if (counted[i].first == counted[kept].first)
      counted[kept].second += 1.0;
    else
      counted[++kept] = counted[i];
  }
  counted.resize(kept + 1);

  const double marginal_variance = roots_.sector * roots_.sector + roots_.buyer * roots_.buyer;
  std::vector<double> log_likelihood;
  for (int level = kCoarsestLevel;; ++level) {
    const std::int32_t half = half_cells(level);
    const double step = step_of(roots_, level);
    log_likelihood.assign(static_cast<std::size_t>(2 * half + 1), 0.0);
    for (auto& [key, count] : counted) {
      key.level = level;
      const std::vector<double>& values = row(key);
      for (std::size_t k = 0; k < values.size(); ++k) log_likelihood[k] += count * values[k];
    }
    // Posterior of m over all states: what is negligible there is negligible in every trial that matters.
    const auto log_posterior = [&](std::size_t k) {
      const double m = (static_cast<double>(k) - half) * step;
      return log_likelihood[k] - 0.5 * m * m / marginal_variance;
    };
    double largest = kMinusInfinity;
    for (std::size_t k = 0; k < log_likelihood.size(); ++k) largest = std::max(largest, log_posterior(k));
    if (largest == kMinusInfinity) {
      impossible += counted.size();
      return evidence;
    }
    // Spread of the posterior at a central state: prior of B alone.
    double total = 0, first = 0, second = 0;
    const double centre_shift = largest;
    for (std::size_t k = 0; k < log_likelihood.size(); ++k) {
      const double cell = static_cast<double>(k) - half;
      const double w = portable_exp(log_posterior(k) - centre_shift);
      total += w;
      first += w * cell;
      second += w * cell * cell;
    }
    const double mean = first / total;
    double sd = std::sqrt(std::max(0.0, second / total - mean * mean)) * step;  // of m, all states
    // The posterior given Z' is narrower: precision of the evidence plus the prior's own.
    const double evidence_precision = std::max(0.0, 1.0 / (sd * sd + 1e-300) - 1.0 / marginal_variance);
    sd = 1.0 / std::sqrt(evidence_precision + 1.0 / (roots_.buyer * roots_.buyer));
    if (sd < 4.0 * step && level < kFinestLevel) continue;

    std::size_t low = 0, high = log_likelihood.size();
    while (log_posterior(low) < largest - kNegligible) ++low;
    while (log_posterior(high - 1) < largest - kNegligible) --high;
    evidence.level = level;
    evidence.first_cell = static_cast<std::int32_t>(low) - half;
    double top = kMinusInfinity;
    for (std::size_t k = low; k < high; ++k) top = std::max(top, log_likelihood[k]);
    for (std::size_t k = low; k < high; ++k) evidence.weights.push_back(portable_exp(log_likelihood[k] - top));
    while (evidence.weights.size() % kEffectBlock != 0) evidence.weights.push_back(0.0);
    return evidence;
  }
}

void EffectPrior::set(const EffectRoots& roots, int level, double delay_score) {
  const double step = step_of(roots, level);
  const double reach = kDelayScoreBound * roots.sector + kPriorBound * roots.buyer;
  half_ = static_cast<std::int32_t>(std::ceil(reach / step)) + static_cast<std::int32_t>(kEffectBlock);
  weights_.assign(static_cast<std::size_t>(2 * half_ + 1), 0.0);
  const double centre = std::clamp(delay_score, -kDelayScoreBound, kDelayScoreBound) * roots.sector / step;
  const double width = std::ldexp(1.0, -level);  // step in standard deviations of B
  const double bound = kPriorBound / width;
  const auto low = static_cast<std::int32_t>(std::ceil(centre - bound));
  const auto high = static_cast<std::int32_t>(std::floor(centre + bound));
  // phi(width (k - centre)) by two running products: the ratio of neighbours is itself geometric.
  const double start = width * (static_cast<double>(low) - centre);
  double weight = portable_exp(-0.5 * start * start);
  double ratio = portable_exp(-width * start - 0.5 * width * width);
  const double ratio_step = portable_exp(-width * width);
  for (std::int32_t k = low; k <= high; ++k) {
    weights_[static_cast<std::size_t>(k + half_)] = weight;
    weight *= ratio;
    ratio *= ratio_step;
  }
}

double informed_score(const EffectEvidence& evidence, const EffectPrior& prior, const EffectRoots& roots, double u) {
  const std::size_t cells = evidence.weights.size();
  const double* likelihood = evidence.weights.data();
  const double* weight = prior.cell(evidence.first_cell);
  const auto block_sum = [&](std::size_t first) {
    double w[kEffectBlock];
    for (std::size_t i = 0; i < kEffectBlock; ++i) w[i] = likelihood[first + i] * weight[first + i];
    return ((w[0] + w[4]) + (w[2] + w[6])) + ((w[1] + w[5]) + (w[3] + w[7]));
  };
  double total = 0.0;
  for (std::size_t k = 0; k < cells; k += kEffectBlock) total += block_sum(k);
  double target = u * total;
  std::size_t first = 0;
  for (; first + kEffectBlock < cells; first += kEffectBlock) {
    const double sum = block_sum(first);
    if (target < sum) break;
    target -= sum;
  }
  return score_in_block(evidence, weight, roots, first, target);
}

double score_in_block(const EffectEvidence& evidence, const double* weight, const EffectRoots& roots, std::size_t first,
                      double target) {
  const double* likelihood = evidence.weights.data();
  std::size_t k = first;
  double w = likelihood[k] * weight[k];
  for (const std::size_t last = first + kEffectBlock - 1; k < last && target >= w; w = likelihood[k] * weight[k]) {
    target -= w;
    ++k;
  }
  const double inside = w > 0.0 ? std::clamp(target / w, 0.0, 1.0) : 0.5;
  return (static_cast<double>(evidence.first_cell) + static_cast<double>(k) - 0.5 + inside) *
         step_of(roots, evidence.level);
}

}  // namespace delcredere
