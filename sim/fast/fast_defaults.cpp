#include "sim/fast/fast_defaults.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"
#include "sim/fast/kernels.h"

namespace delcredere::fast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Room for rounding in a bound: candidates are decided exactly afterwards.
double inflated(double z) { return z + 1e-9 * (1.0 + std::abs(z)); }

}  // namespace

FastDefaults::FastDefaults(const Plan& plan)
    : plan_(plan),
      level_z_(kDeepestLevel + 2, -kInfinity),
      bucket_bound_(plan.scenarios.size()),
      link_(plan.scenarios.size()),
      effects_(plan.scenarios.size()),
      seen_(plan.buyers, 0) {
  for (int level = kShallowestLevel; level <= kDeepestLevel; ++level)
    level_z_[static_cast<std::size_t>(level)] = normal_quantile(std::ldexp(1.0, -level));
  for (std::size_t s = 0; s < plan.scenarios.size(); ++s) {
    bucket_bound_[s].resize(plan.scenarios[s].buckets.size());
    std::vector<std::vector<std::uint32_t>> buckets;
    for (const std::vector<std::uint32_t>& members : plan.bands.members()) {
      std::vector<std::uint32_t>& list = buckets.emplace_back();
      for (const std::uint32_t buyer : members) list.push_back(plan.scenarios[s].buyer_bucket[buyer]);
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    band_buckets_.push_back(std::move(buckets));
  }
}

void FastDefaults::set_bounds(std::size_t s, const Input& input) {
  const ScenarioPlan& scenario = *input.scenario;
  const PaymentPlan& payments = plan_.payment_plans[scenario.payments];
  const bool linked = input.effects != nullptr && payments.default_link > 0.0;
  effects_[s] = input.effects;
  link_[s] = linked ? payments.default_link / payments.own_link : 0.0;
  const std::vector<DependenceGroup>& groups = plan_.factor_models[scenario.factors].groups();
  for (std::size_t k = 0; k < scenario.buckets.size(); ++k) {
    const DefaultBucket& bucket = scenario.buckets[k];
    const double b = groups[bucket.group].idiosyncratic;
    const double score = input.state->factors->score[bucket.group];
    const std::vector<HazardSegment>& segments = input.state->segments[bucket.shock_class];
    double c = 0.0;
    if (!segments.empty()) {
      c = normal_quantile(conditional_probability(bucket.curve, {score, b}, plan_.horizon, segments));
    } else if (b > 0.0) {
      c = (bucket.threshold - score) / b;
    } else {
      c = bucket.threshold > score ? kInfinity : -kInfinity;
    }
    if (linked) c = payments.own_link > 0.0 ? c / payments.own_link : kInfinity;
    bucket_bound_[s][k] = std::isinf(c) ? c : inflated(c);
  }
}

double FastDefaults::bound(std::size_t s, std::uint32_t buyer) const {
  const double c = bucket_bound_[s][plan_.scenarios[s].buyer_bucket[buyer]];
  return link_[s] > 0.0 && !std::isinf(c) ? inflated(c + link_[s] * effects_[s][buyer]) : c;
}

void FastDefaults::try_buyer(std::uint32_t buyer, double v, std::span<const Input> inputs,
                             std::vector<std::vector<OwnDefault>>& defaults) {
  for (std::size_t s = 0; s < inputs.size(); ++s) {
    const PaymentPlan& payments = plan_.payment_plans[inputs[s].scenario->payments];
    const double effect = inputs[s].effects != nullptr ? inputs[s].effects[buyer] : 0.0;
    const Day day = own_default_day(plan_, *inputs[s].scenario, *inputs[s].state, buyer,
                                    idiosyncratic(payments, effect, v));
    if (day < kNever) defaults[s].push_back({buyer, day});
  }
}

void FastDefaults::run_band(std::uint64_t trial, std::uint32_t band, std::span<const Input> inputs,
                            std::vector<std::vector<OwnDefault>>& defaults) {
  const std::vector<std::uint32_t>& members = plan_.bands.members()[band];
  // Largest bound of the band: by bucket where B does not matter, else the shallowest level is opened anyway.
  double largest = -kInfinity;
  bool by_buyer = false;
  for (std::size_t s = 0; s < inputs.size(); ++s) {
    by_buyer = by_buyer || link_[s] > 0.0;
    for (const std::uint32_t bucket : band_buckets_[s][band]) largest = std::max(largest, bucket_bound_[s][bucket]);
  }
  if (largest == -kInfinity) return;
  const double shallowest = level_z_[kShallowestLevel];
  int last = kShallowestLevel;
  if (!by_buyer)
    while (last < kDeepestLevel && level_z_[static_cast<std::size_t>(last) + 1] >= largest) ++last;

  const auto buyer_bound = [&](std::uint32_t buyer) {
    double most = -kInfinity;
    for (std::size_t s = 0; s < inputs.size(); ++s) most = std::max(most, bound(s, buyer));
    return most;
  };
  for (int level = kDeepestLevel; level >= last; --level)
    DefaultBands::visit_level(plan_.seed, trial, band, level, members.size(), [&](std::size_t position) {
      const std::uint32_t buyer = members[position];
      if (seen_[buyer] == trial + 1) return;
      seen_[buyer] = trial + 1;
      // Inside level k, V >= 2^-(k+1): nothing to draw where the bound lies below that.
      if (buyer_bound(buyer) <= level_z_[static_cast<std::size_t>(level) + 1]) return;
      try_buyer(buyer, default_uniform_found(plan_.seed, trial, buyer, level), inputs, defaults);
    });
  if (!by_buyer && largest <= shallowest) return;
  for (const std::uint32_t buyer : members)
    if (seen_[buyer] != trial + 1 && buyer_bound(buyer) > shallowest)
      try_buyer(buyer, default_uniform_rest(plan_.seed, trial, buyer), inputs, defaults);
}

void FastDefaults::run(std::uint64_t trial, std::span<const Input> inputs,
                       std::vector<std::vector<OwnDefault>>& defaults) {
  defaults.resize(inputs.size());
  for (std::size_t s = 0; s < inputs.size(); ++s) {
    defaults[s].clear();
    set_bounds(s, inputs[s]);
  }
  for (std::uint32_t band = 0; band < plan_.bands.members().size(); ++band)
    if (!plan_.bands.members()[band].empty()) run_band(trial, band, inputs, defaults);
  const auto by_number = [](const OwnDefault& a, const OwnDefault& b) { return a.buyer < b.buyer; };
  for (std::vector<OwnDefault>& list : defaults) std::sort(list.begin(), list.end(), by_number);
}

}  // namespace delcredere::fast
