#include "models/payment/buyer_effect.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"

namespace delcredere {

double step_of(const EffectRoots& roots, int level) { return std::ldexp(roots.buyer, -level); }

namespace {

constexpr double kPriorBound = 8.0;   // standard deviations of B
constexpr double kNegligible = 24.0;  // log weight below the largest that is left out: 4e-11 of it
constexpr double kStepsPerDeviation = 3.5;
constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

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

float* EvidenceStore::allocate(std::size_t count) {
  constexpr std::size_t slab = std::size_t{1} << 20;
  if (slabs_.empty() || slabs_.back().size() - used_ < count) {
    slabs_.emplace_back(std::max(slab, count));
    used_ = 0;
  }
  float* place = slabs_.back().data() + used_;
  used_ += count;
  return place;
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
    if (sd < kStepsPerDeviation * step && level < kFinestLevel) continue;

    std::size_t low = 0, high = log_likelihood.size();
    while (log_posterior(low) < largest - kNegligible) ++low;
    while (log_posterior(high - 1) < largest - kNegligible) --high;
    evidence.level = level;
    evidence.first_block = (static_cast<std::int32_t>(low) - half) >> 3;
    const std::int32_t last_block = (static_cast<std::int32_t>(high) - 1 - half) >> 3;
    evidence.blocks = static_cast<std::uint32_t>(last_block - evidence.first_block + 1);
    double top = kMinusInfinity;
    for (std::size_t k = low; k < high; ++k) top = std::max(top, log_likelihood[k]);
    float* weights = store_.allocate(evidence.chunks() * kEffectChunk);
    evidence.weights = weights;
    for (std::size_t k = low; k < high; ++k) {
      const std::int32_t cell = static_cast<std::int32_t>(k) - half - evidence.first_cell();
      weights[EffectEvidence::place(static_cast<std::size_t>(cell))] =
          static_cast<float>(portable_exp(log_likelihood[k] - top));
    }
    return evidence;
  }
}

PriorRecurrence prior_recurrence(const EffectRoots& roots, int level, double delay_score) {
  const double centre =
      std::clamp(delay_score, -kDelayScoreBound, kDelayScoreBound) * roots.sector / step_of(roots, level);
  const double width = std::ldexp(1.0, -level);  // step in standard deviations of B
  const double bound = kPriorBound / width;
  PriorRecurrence run;
  run.low = static_cast<std::int32_t>(std::ceil(centre - bound));
  run.high = static_cast<std::int32_t>(std::floor(centre + bound));
  // phi(width (k - centre)) by two running products: the ratio of neighbours is itself geometric.
  const double start = width * (static_cast<double>(run.low) - centre);
  run.log_weight = -0.5 * start * start;
  run.log_ratio = -width * start - 0.5 * width * width;
  run.log_step = -width * width;
  return run;
}

void EffectPrior::set(const EffectRoots& roots, int level, double delay_score) {
  const double reach = kDelayScoreBound * roots.sector + kPriorBound * roots.buyer;
  // Enough blocks for every evidence of the level, and the zeros that fill its last chunk.
  const auto reach_blocks =
      static_cast<std::int32_t>(std::ceil(reach / step_of(roots, level) / static_cast<double>(kEffectBlock)));
  half_blocks_ = reach_blocks + 1;
  stride_ = static_cast<std::size_t>(2 * half_blocks_) + 1 + kEffectBlock;
  weights_.assign(kEffectBlock * stride_, 0.0);
  const PriorRecurrence run = prior_recurrence(roots, level, delay_score);
  double weight = portable_exp(run.log_weight), ratio = portable_exp(run.log_ratio);
  const double ratio_step = portable_exp(run.log_step);
  for (std::int32_t k = run.low; k <= run.high; ++k) {
    weights_[static_cast<std::size_t>((k >> 3) + half_blocks_) + static_cast<std::size_t>(k & 7) * stride_] = weight;
    weight *= ratio;
    ratio *= ratio_step;
  }
}

namespace {

/// m where the running sum of the cells passes `target`. running: sums of the blocks up to each.
double score_at(const EffectEvidence& evidence, const EffectPrior& prior, const EffectRoots& roots,
                const double* running, double target) {
  std::size_t block = 0;
  for (std::size_t g = 0; g + 1 < evidence.blocks; ++g) block += running[g] <= target;
  const float* likelihood = evidence.weights + EffectEvidence::place(block * kEffectBlock);
  const double* weight = prior.block(evidence.first_block + static_cast<std::int32_t>(block));
  double sums[kEffectBlock + 1];
  sums[0] = block > 0 ? running[block - 1] : 0.0;
  for (std::size_t k = 0; k < kEffectBlock; ++k)
    sums[k + 1] = sums[k] + static_cast<double>(likelihood[k * kEffectBlock]) * weight[k * prior.stride()];
  std::size_t cell = 0;
  for (std::size_t k = 1; k < kEffectBlock; ++k) cell += sums[k] <= target;
  const double w = sums[cell + 1] - sums[cell];
  const double inside = w > 0.0 ? std::clamp((target - sums[cell]) / w, 0.0, 1.0) : 0.5;
  return (static_cast<double>(evidence.first_cell()) + static_cast<double>(block * kEffectBlock + cell) - 0.5 +
          inside) *
         step_of(roots, evidence.level);
}

}  // namespace

double informed_score(const EffectEvidence& evidence, const EffectPrior& prior, const EffectRoots& roots, double u) {
  std::vector<double> running;  // sums of the blocks up to each
  double total = 0.0;
  for (std::size_t block = 0; block < evidence.blocks; ++block) {
    double sum = 0.0;
    for (std::size_t cell = block * kEffectBlock; cell < (block + 1) * kEffectBlock; ++cell)
      sum += evidence.weight(cell) * prior.weight(evidence.first_cell() + static_cast<std::int32_t>(cell));
    running.push_back(total += sum);
  }
  return score_at(evidence, prior, roots, running.data(), u * total);
}

}  // namespace delcredere
