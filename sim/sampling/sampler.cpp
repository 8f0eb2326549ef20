#include "sim/sampling/sampler.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "models/core/math/elementary.h"
#include "models/credit/standard_normal.h"
#include "sim/sampling/twist.h"

namespace delcredere {
namespace {

/// Cells at which the uniform inside a stratum is taken, so that it is never 0 or 1.
constexpr double kEdge = 0x1p-53;

}  // namespace

Sampler::Sampler(const SimulationSettings& settings, const std::vector<FactorModel>& models, std::size_t first,
                 std::vector<double> direction, std::vector<double> shift)
    : method_(settings.sampling),
      inputs_(models[first].inputs()),
      direction_(std::move(direction)),
      shift_(std::move(shift)) {
  for (const FactorModel& model : models) {
    std::vector<std::uint32_t>& numbers = of_model_.emplace_back();
    for (const SystematicInput& input : model.inputs()) {
      const auto found = std::find(inputs_.begin(), inputs_.end(), input);
      numbers.push_back(static_cast<std::uint32_t>(found - inputs_.begin()));
      if (found == inputs_.end()) inputs_.push_back(input);
    }
  }
  direction_.resize(inputs_.size(), 0.0);
  shift_.resize(inputs_.size(), 0.0);
  for (const double mu : shift_) half_square_ += 0.5 * mu * mu;
  if (method_ == SamplingMethod::antithetic) replicate_size_ = 2;
  if (method_ == SamplingMethod::stratified) replicate_size_ = settings.strata;
  if (method_ == SamplingMethod::sobol) {
    replicate_size_ = settings.trials / settings.replicates;
    points_ = std::make_shared<const SobolPoints>(settings.seed, inputs_.size(), settings.replicates,
                                                  std::countr_zero(replicate_size_));
  }
}

double Sampler::plain_input(std::size_t input, std::uint64_t seed, std::uint64_t trial) const {
  return standard_normal(seed, inputs_[input].purpose, inputs_[input].entity, trial);
}

double Sampler::stratum_move(std::uint64_t seed, std::uint64_t trial) const {
  double x = 0.0;
  for (std::size_t i = 0; i < inputs_.size(); ++i)
    if (direction_[i] != 0.0) x += direction_[i] * plain_input(i, seed, trial);
  const double inside = std::clamp(normal_cdf(x), kEdge, 1.0 - kEdge);
  const auto strata = static_cast<double>(replicate_size_);
  const double u = (static_cast<double>(trial % replicate_size_) + inside) / strata;
  return normal_quantile(std::clamp(u, kEdge, 1.0 - kEdge)) - x;
}

void Sampler::draw_state(const FactorModel& model, std::size_t number, std::uint64_t seed, std::uint64_t trial,
                         FactorModel::State& state) const {
  if (method_ == SamplingMethod::plain) {
    model.draw_state(seed, trial, state);
    return;
  }
  const std::vector<std::uint32_t>& own = of_model_[number];
  std::vector<double>& y = state.inputs;
  y.resize(own.size());
  state.log_weight = 0.0;
  switch (method_) {
    case SamplingMethod::antithetic: {
      const double sign = trial % 2 == 0 ? 1.0 : -1.0;
      for (std::size_t i = 0; i < own.size(); ++i) y[i] = sign * plain_input(own[i], seed, trial - trial % 2);
      break;
    }
    case SamplingMethod::stratified: {
      const double move = stratum_move(seed, trial);
      for (std::size_t i = 0; i < own.size(); ++i) y[i] = plain_input(own[i], seed, trial) + direction_[own[i]] * move;
      break;
    }
    case SamplingMethod::sobol:
      for (std::size_t i = 0; i < own.size(); ++i)
        y[i] = normal_quantile(points_->at(trial / replicate_size_, trial % replicate_size_, own[i]));
      break;
    case SamplingMethod::importance: {
      // Every input that is moved counts, whether this model has it or not: all scenarios share the draws. Along the
      // shift x' = m + s x; plainly drawn trials have their x' by themselves.
      double spread = 0.0, along = 0.0;
      for (std::size_t i = 0; i < inputs_.size(); ++i) spread += direction_[i] * direction_[i];
      spread = std::sqrt(spread);
      const double length = std::sqrt(2.0 * half_square_);
      for (std::size_t i = 0; i < inputs_.size(); ++i)
        if (direction_[i] != 0.0) along += direction_[i] / spread * plain_input(i, seed, trial);
      const bool moved = length > 0.0 && !drawn_plainly(seed, trial);
      const double reached = moved ? length + spread * along : along;
      if (length > 0.0) {
        const double own_score = (reached - length) / spread;
        state.log_weight = portable_log(spread) + 0.5 * (own_score * own_score - reached * reached);
      }
      for (std::size_t i = 0; i < own.size(); ++i)
        y[i] = plain_input(own[i], seed, trial) + (moved ? direction_[own[i]] / spread * (reached - along) : 0.0);
      break;
    }
    case SamplingMethod::plain:
      break;
  }
  model.set_state(seed, trial, state);
}

}  // namespace delcredere
