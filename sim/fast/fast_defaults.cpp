#include "sim/fast/fast_defaults.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "models/core/math/elementary.h"
#include "models/credit/hazard.h"
#include "sim/trial/grade_path.h"

namespace delcredere::fast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Room for rounding in a bound: candidates are decided exactly afterwards.
double inflated(double z) { return std::isinf(z) ? z : z + 1e-9 * (1.0 + std::abs(z)); }

const double kShallowest = normal_quantile(kEarlyUniform);

}  // namespace

void FailureWords::draw(std::uint64_t seed, std::uint64_t trial, const std::vector<OwnDefault>& failing, bool causes) {
  buyers_.clear();
  for (const OwnDefault& own : failing) buyers_.push_back(own.buyer);
  loss_.resize(failing.size());
  entity_words(seed, Purpose::loss_given_default, trial, buyers_.data(), buyers_.size(), loss_.data());
  cause_.assign(failing.size(), 0);
  if (causes) entity_words(seed, Purpose::cause, trial, buyers_.data(), buyers_.size(), cause_.data());
}

FastDefaults::FastDefaults(const Plan& plan)
    : plan_(plan), buckets_(plan.scenarios.size()), marked_(plan.buyers / 64 + 1), rank_(plan.buyers / 64 + 1) {
  for (std::size_t s = 0; s < plan.scenarios.size(); ++s) {
    const ScenarioPlan& scenario = plan.scenarios[s];
    const FactorModel& factors = plan.factor_models[scenario.factors];
    const std::vector<DependenceGroup>& groups = factors.groups();
    Buckets& buckets = buckets_[s];
    for (const DefaultBucket& bucket : scenario.buckets) {
      buckets.threshold.push_back(bucket.threshold);
      buckets.idiosyncratic.push_back(groups[bucket.group].idiosyncratic);
      buckets.log_survival.push_back(bucket.curve.log_survival_per_day());
      const bool multiplied = groups[bucket.group].multiplied;
      buckets.multiplied.push_back(multiplied);
      (multiplied ? buckets.some_multiplied : buckets.some_latent) = true;
    }
    for (std::vector<double>* column : {&buckets.score, &buckets.bound, &buckets.hazard, &buckets.multiplier})
      column->resize(scenario.buckets.size());
    if (scenario.twin_has_shocks)
      std::fill(buckets.bound.begin(), buckets.bound.end(), -kInfinity);  // its twin decides
    buckets.shock.resize(scenario.buckets.size());
    if (buckets.some_multiplied) make_mixtures(factors, scenario, buckets);
  }
  make_classes();
}

void FastDefaults::make_classes() {
  const std::size_t scenarios = plan_.scenarios.size();
  std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;
  std::vector<std::uint32_t> tuple(scenarios);
  class_bucket_.resize(scenarios);
  for (const std::vector<std::uint32_t>& members : plan_.bands.members()) {
    std::vector<std::uint32_t>& classes = class_of_.emplace_back();
    std::vector<std::uint32_t>& distinct = band_classes_.emplace_back();
    for (const std::uint32_t buyer : members) {
      for (std::size_t s = 0; s < scenarios; ++s) tuple[s] = plan_.scenarios[s].buyer_bucket[buyer];
      const auto [place, added] = numbers.emplace(tuple, static_cast<std::uint32_t>(numbers.size()));
      if (added)
        for (std::size_t s = 0; s < scenarios; ++s) class_bucket_[s].push_back(tuple[s]);
      classes.push_back(place->second);
    }
    distinct = classes;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  }
  class_bound_.resize(numbers.size());
  class_limit_.resize(numbers.size());
  class_uniform_.resize(numbers.size());
}

void FastDefaults::set_bounds(Buckets& buckets, const Input& input) {
  const ScenarioPlan& scenario = *input.scenario;
  const FactorModel& factors = plan_.factor_models[scenario.factors];
  const double root = input.state->factors->mixing_root;
  const PaymentPlan& payments = plan_.payment_plans[scenario.payments];
  const bool shared = payments.default_link > 0.0;  // e is not z alone
  const bool linked = input.effects != nullptr && shared;
  buckets.link = linked ? payments.default_link / payments.own_link : 0.0;
  buckets.largest_effect = linked ? *std::max_element(input.effects, input.effects + plan_.buyers) : 0.0;
  buckets.trial_threshold.resize(buckets.threshold.size());
  buckets.trial_log_survival = buckets.log_survival;
  buckets.mixtures.log_survival = buckets.trial_log_survival.data();
  buckets.shock.clear();
  if (buckets.some_multiplied) set_hazards(buckets, input);
  multiplied_buckets_.clear();
  multiplied_hazards_.clear();
  const auto by_hazard = [&](std::size_t k, double hazard) {
    multiplied_buckets_.push_back(k);
    multiplied_hazards_.push_back(hazard);
  };
  const auto set_bound = [&](std::size_t k, double c) {
    if (shared) c = payments.own_link > 0.0 ? c / payments.own_link : kInfinity;
    buckets.bound[k] = inflated(c);
  };
  for (std::size_t k = 0; k < scenario.buckets.size(); ++k) {
    const DefaultBucket& bucket = scenario.buckets[k];
    const double b = buckets.idiosyncratic[k], threshold = buckets.trial_threshold[k] = buckets.threshold[k] * root;
    const double score = buckets.score[k] = input.state->factors->score[bucket.group];
    const std::vector<HazardSegment>& segments = input.state->segments[bucket.shock_class];
    if (bucket.grade != kNoGrade) {
      by_hazard(k, highest_hazard(input, bucket));
      buckets.hazard[k] = buckets.trial_threshold[k] = kInfinity;
      buckets.trial_log_survival[k] = kNan;
      continue;
    }
    if (!segments.empty()) {
      const ConditionalState state = factors.conditional(*input.state->factors, bucket.group);
      by_hazard(k, set_segments(buckets, k, bucket, state, segments));
      if (buckets.shock.shocked[k] == 0) {
        buckets.hazard[k] = buckets.trial_threshold[k] = kInfinity;
        buckets.trial_log_survival[k] = kNan;
      }
      continue;
    }
    double c = 0.0;
    if (buckets.multiplied[k] != 0) {
      c = buckets.bound[k];
      if (factors.groups()[bucket.group].mixture.poisson()) buckets.trial_log_survival[k] = kNan;
    } else if (b > 0.0) {
      // Rounding of a'Z + b e weighs 1 / b in e.
      c = (threshold - score) / b;
      if (!std::isinf(c)) c += 1e-14 * (std::abs(threshold) + std::abs(score)) / b;
    } else {
      c = threshold > score ? kInfinity : -kInfinity;
    }
    set_bound(k, c);
  }
  multiplied_scores_.resize(multiplied_hazards_.size());
  hazard_scores(multiplied_hazards_.data(), multiplied_hazards_.size(), multiplied_scores_.data());
  for (std::size_t n = 0; n < multiplied_buckets_.size(); ++n)
    set_bound(multiplied_buckets_[n], inflated(multiplied_scores_[n]));
}

double FastDefaults::set_segments(Buckets& buckets, std::size_t k, const DefaultBucket& bucket,
                                  const ConditionalState& state, const std::vector<HazardSegment>& segments) {
  const bool possible = segments.size() <= SegmentColumns::kMost && buckets.idiosyncratic[k] > 0.0 &&
                        buckets.multiplied[k] == 0 && !std::isnan(buckets.log_survival[k]);
  return possible ? buckets.shock.set(k, bucket.curve, state, segments)
                  : conditional_hazard(bucket.curve, state, plan_.horizon, segments);
}

double FastDefaults::highest_hazard(const Input& input, const DefaultBucket& bucket) {
  const MigrationPlan& migration = input.scenario->migration;
  const ConditionalState state =
      plan_.factor_models[input.scenario->factors].conditional(*input.state->factors, bucket.group);
  segments_ = input.state->segments[bucket.shock_class];
  cut_at_reviews(*migration.parameters, plan_.horizon, segments_);
  const std::size_t grades = migration.curves.size();
  before_.assign(grades, 0.0);
  double total = 0.0;
  for (const HazardSegment& segment : segments_) {
    double highest = 0.0;
    for (std::size_t g = 0; g < grades; ++g) {
      if (!migration.transitions->reaches(bucket.grade, g)) continue;
      const double at_end = conditional_hazard(migration.curves[g], state, segment.end);
      if (at_end > before_[g]) highest = std::max(highest, at_end - before_[g]);
      if (std::isinf(at_end)) highest = at_end;  // certain for whoever arrives now
      before_[g] = at_end;
    }
    if (segment.multiplier > 0.0) total += segment.multiplier * highest;
  }
  return total;
}

double FastDefaults::bound(const Buckets& buckets, std::uint32_t bucket, double effect) {
  const double c = buckets.bound[bucket];
  return buckets.link > 0.0 && !std::isinf(c) ? inflated(c + buckets.link * effect) : c;
}

void FastDefaults::set_limits() {
  std::fill(class_bound_.begin(), class_bound_.end(), -kInfinity);
  for (std::size_t s = 0; s < buckets_.size(); ++s)
    for (std::size_t k = 0; k < class_bound_.size(); ++k)
      class_bound_[k] = std::max(class_bound_[k], bound(buckets_[s], class_bucket_[s][k], buckets_[s].largest_effect));
  arrival_limits(class_bound_.data(), class_bound_.size(), class_limit_.data(), class_uniform_.data());
}

void FastDefaults::add_early(std::uint64_t trial, std::uint32_t band, double end) {
  const std::vector<std::uint32_t>& members = plan_.bands.members()[band];
  ArrivalWalk walk{
      plan_.seed,         trial, band, static_cast<std::uint32_t>(members.size()), end, class_of_[band].data(),
      class_limit_.data()};
  // Room for the arrivals to expect and some more: seldom asked for twice.
  const double expected = end * static_cast<double>(members.size());
  const std::size_t room = kArrivalRoom + static_cast<std::size_t>(expected + 4.0 * std::sqrt(expected)) + kArrivalRoom;
  places_.resize(std::max(places_.size(), room));
  while (walk.time < end) {
    times_.resize(std::max(times_.size(), found_.size() + room));
    const std::size_t count = find_arrivals(walk, room, places_.data(), times_.data() + found_.size());
    for (std::size_t k = 0, from = found_.size(); k < count; ++k) {
      const std::uint32_t buyer = members[places_[k]];
      std::uint64_t& word = marked_[buyer / 64];
      const std::uint64_t bit = std::uint64_t{1} << buyer % 64;
      if ((word & bit) != 0) continue;  // not its first arrival
      word |= bit;
      times_[found_.size()] = times_[from + k];
      found_.push_back(buyer);
    }
  }
}

void FastDefaults::list_rest(std::uint32_t band) {
  const std::vector<std::uint32_t>& members = plan_.bands.members()[band];
  const std::uint32_t* classes = class_of_[band].data();
  std::size_t end = rest_.size();
  rest_.resize(end + members.size());
  rest_limits_.resize(end + members.size());
  for (std::size_t place = 0; place < members.size(); ++place) {
    const std::uint32_t buyer = members[place];
    // Whoever could fail with V >= 1/8 is marked if it had an early arrival at all.
    const bool marked = (marked_[buyer / 64] >> buyer % 64 & 1) != 0;
    rest_[end] = buyer;
    rest_limits_[end] = class_uniform_[classes[place]];
    end += class_bound_[classes[place]] > kShallowest && !marked ? 1 : 0;
  }
  rest_.resize(end);
  rest_limits_.resize(end);
}

void FastDefaults::add_rest(std::uint64_t trial, std::span<const Input> inputs) {
  rest_z_.resize(std::max(rest_z_.size(), rest_.size() + 1));
  const std::size_t count =
      rest_scores(plan_.seed, trial, rest_limits_.data(), rest_.size(), rest_.data(), rest_z_.data());
  const auto could_fail = [&](std::uint32_t buyer, double z) {
    for (std::size_t s = 0; s < inputs.size(); ++s) {
      const double effect = inputs[s].effects != nullptr ? inputs[s].effects[buyer] : 0.0;
      if (bound(buckets_[s], inputs[s].scenario->buyer_bucket[buyer], effect) > z) return true;
    }
    return false;
  };
  const bool linked = std::any_of(buckets_.begin(), buckets_.end(), [](const Buckets& b) { return b.link > 0.0; });
  for (std::size_t k = 0; k < count; ++k) {
    const std::uint32_t buyer = rest_[k];
    if (linked && !could_fail(buyer, rest_z_[k])) continue;
    marked_[buyer / 64] |= std::uint64_t{1} << buyer % 64;
    found_.push_back(buyer);
    found_z_.push_back(rest_z_[k]);
  }
}

void FastDefaults::sort_candidates() {
  buyers_.resize(found_.size());
  z_.resize(found_.size());
  sort_by_bit(marked_.data(), marked_.size(), rank_.data(), found_.data(), found_z_.data(), found_.size(),
              buyers_.data(), z_.data());
  std::fill(marked_.begin(), marked_.end(), 0);
}

void FastDefaults::decide(std::size_t s, const Input& input, std::vector<OwnDefault>& defaults) {
  const ScenarioPlan& scenario = *input.scenario;
  const PaymentPlan& payments = plan_.payment_plans[scenario.payments];
  const Buckets& buckets = buckets_[s];
  const std::size_t count = buyers_.size();
  bucket_.resize(count);
  scratch_.resize(2 * count);
  failures_.resize(count);
  for (std::size_t k = 0; k < count; ++k) bucket_[k] = scenario.buyer_bucket[buyers_[k]];
  const double* e = z_.data();
  if (payments.default_link > 0.0) {  // idiosyncratic()
    e_.resize(count);
    for (std::size_t k = 0; k < count; ++k) {
      const double effect = input.effects != nullptr ? input.effects[buyers_[k]] : 0.0;
      e_[k] = payments.own_link * z_[k] - payments.default_link * effect;
    }
    e = e_.data();
  }
  const double* plain = e;
  if (buckets.shock.used > 0) {
    plain_e_.resize(count);
    plain_variables(buckets.shock, bucket_.data(), e, count, plain_e_.data());
    plain = plain_e_.data();
  }
  const std::size_t failed = find_failures(buckets, input, plain);
  defaults.resize(failed);
  std::size_t kept = 0;
  for (std::size_t k = 0; k < failed; ++k) {
    const Failure& failure = failures_[k];
    const std::uint32_t buyer = buyers_[failure.candidate];
    Day day = failure.day;
    if (day == 0) day = own_default_day(plan_, scenario, *input.state, buyer, e[failure.candidate]);
    if (day >= kNever) continue;
    defaults[kept] = {buyer, day, 1};
    if (buckets.some_multiplied)
      defaults[kept].count = default_count(plan_, scenario, *input.state, buyer, e[failure.candidate]);
    ++kept;
  }
  defaults.resize(kept);
}

std::size_t FastDefaults::find_failures(const Buckets& buckets, const Input& input, const double* e) {
  const std::size_t count = buyers_.size();
  BucketColumns latent{buckets.trial_threshold.data(), buckets.score.data(), buckets.idiosyncratic.data(),
                       buckets.trial_log_survival.data()};
  latent.student = plan_.factor_models[input.scenario->factors].student();
  latent.mixing_root = input.state->factors->mixing_root;
  const auto ask = [&](bool gamma, const std::uint32_t* bucket, const double* variable, std::size_t n, Failure* to) {
    return gamma ? gamma_default_days(buckets.mixtures, plan_.horizon, bucket, variable, n, scratch_.data(), to)
                 : default_days(latent, plan_.horizon, bucket, variable, n, scratch_.data(), to);
  };
  if (!buckets.some_multiplied || !buckets.some_latent)
    return ask(buckets.some_multiplied, bucket_.data(), e, count, failures_.data());
  // A gamma scenario with buyers that no varying sector touches: each kind apart, then merged.
  chosen_failures_.clear();
  for (const bool gamma : {false, true}) {
    chosen_.clear();
    chosen_bucket_.clear();
    chosen_e_.clear();
    for (std::uint32_t k = 0; k < count; ++k) {
      if ((buckets.multiplied[bucket_[k]] != 0) != gamma) continue;
      chosen_.push_back(k);
      chosen_bucket_.push_back(bucket_[k]);
      chosen_e_.push_back(e[k]);
    }
    const std::size_t failed = ask(gamma, chosen_bucket_.data(), chosen_e_.data(), chosen_.size(), failures_.data());
    for (std::size_t k = 0; k < failed; ++k)
      chosen_failures_.push_back({chosen_[failures_[k].candidate], failures_[k].day});
  }
  std::sort(chosen_failures_.begin(), chosen_failures_.end(),
            [](const Failure& a, const Failure& b) { return a.candidate < b.candidate; });
  std::copy(chosen_failures_.begin(), chosen_failures_.end(), failures_.begin());
  return chosen_failures_.size();
}

void FastDefaults::run(std::uint64_t trial, std::span<const Input> inputs,
                       std::vector<std::vector<OwnDefault>>& defaults) {
  defaults.resize(inputs.size());
  for (std::size_t s = 0; s < inputs.size(); ++s)
    if (!inputs[s].scenario->twin_has_shocks) set_bounds(buckets_[s], inputs[s]);
  set_limits();
  found_.clear();
  const std::size_t bands = plan_.bands.members().size();
  for (std::uint32_t band = 0; band < bands; ++band) {
    double end = 0.0;
    for (const std::uint32_t k : band_classes_[band]) end = std::max(end, class_limit_[k]);
    if (end > 0.0) add_early(trial, band, end);
  }
  found_z_.resize(found_.size());
  early_scores(times_.data(), found_.size(), found_z_.data());
  rest_.clear();
  rest_limits_.clear();
  for (std::uint32_t band = 0; band < bands; ++band) {
    double largest = -kInfinity;
    for (const std::uint32_t k : band_classes_[band]) largest = std::max(largest, class_bound_[k]);
    if (largest > kShallowest) list_rest(band);
  }
  if (!rest_.empty()) add_rest(trial, inputs);
  sort_candidates();
  for (std::size_t s = 0; s < inputs.size(); ++s) {
    if (inputs[s].scenario->twin_has_shocks)
      defaults[s] = defaults[inputs[s].scenario->twin];
    else
      decide(s, inputs[s], defaults[s]);
  }
}

}  // namespace delcredere::fast
