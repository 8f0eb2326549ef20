// The sampler of a plan: what a method needs to know of the book, and where it does not apply.

#include <fmt/format.h>

#include <cmath>

#include "models/core/error.h"
#include "models/sampling/refusals.h"
#include "sim/plan/parts.h"
#include "sim/sampling/pilot.h"

namespace delcredere::planning {
namespace {

[[noreturn]] void refuse(const std::string& why) { throw Error(ExitCode::config, "simulation.sampling: " + why); }

/// Gradient of the mean conditional loss at the middle of the inputs, to length 1.
std::vector<double> steepest_direction(const Plan& plan, const ScenarioPlan& scenario, const ConditionalLoss& losses) {
  constexpr double step = 0.5;
  const FactorModel& factors = plan.factor_models[scenario.factors];
  FactorModel::State state;
  std::vector<double> p, direction(factors.inputs().size());
  double square = 0.0;
  const auto mean_at = [&](std::size_t input, double y) {
    state.inputs.assign(direction.size(), 0.0);
    state.inputs[input] = y;
    factors.set_state(plan.seed, 0, state);
    conditional_probabilities(plan, scenario, state, p);
    return losses.moments(p).mean;
  };
  for (std::size_t i = 0; i < direction.size(); ++i) {
    direction[i] = mean_at(i, step) - mean_at(i, -step);
    square += direction[i] * direction[i];
  }
  if (!(square > 0.0)) refuse("stratified has nothing to act on: no systematic factor moves the losses. Use plain");
  const double length = std::sqrt(square);
  for (double& d : direction) d /= length;
  return direction;
}

}  // namespace

void plan_sampling(const Study& study, Plan& plan) {
  const SimulationSettings& settings = study.simulation;
  if (const std::vector<Refusal> refusals = sampling_refusals(study); !refusals.empty()) {
    std::string key;
    for (const std::string& part : refusals.front().key) key += (key.empty() ? "" : ".") + part;
    throw Error(ExitCode::config, key + ": " + refusals.front().why);
  }
  if (settings.sampling == SamplingMethod::plain) return;
  const bool importance = settings.sampling == SamplingMethod::importance;
  std::size_t inputs = 0;
  for (const FactorModel& factors : plan.factor_models) inputs += factors.inputs().size();
  if (inputs == 0 && !importance)
    refuse("acts on the systematic factors, and there are none (independent buyers). Use plain");
  if (inputs > SobolPoints::kMostDimensions && settings.sampling == SamplingMethod::sobol)
    refuse(fmt::format("sobol has at most {} dimensions, the factors are {}", SobolPoints::kMostDimensions, inputs));

  const ScenarioPlan& first = plan.scenarios.front();
  std::vector<double> direction, shift;
  if (settings.sampling == SamplingMethod::stratified) {
    direction = steepest_direction(plan, first, ConditionalLoss(plan, first));
  }
  if (importance) {
    for (const ScenarioPlan& scenario : plan.scenarios) plan.conditional_losses.emplace_back(plan, scenario);
    const ConditionalLoss& losses = plan.conditional_losses.front();
    const ImportanceTarget& target = *settings.importance;
    if (target.loss && static_cast<double>(*target.loss) >= losses.total())
      throw Error(ExitCode::config,
                  fmt::format("simulation.importance.loss: no loss is that large; all buyers failing lose {}{:.0f}",
                              study.portfolio.exposure_book ? "" : "about ",
                              losses.total() / static_cast<double>(study.currency.minor_per_unit())));
    const PilotResult pilot = run_pilot(plan, first, losses, target);
    plan.importance_loss = pilot.loss;
    plan.pilot_probability = pilot.probability;
    plan.pilot_draws = pilot.draws;
    shift = pilot.shift;
    double length = 0.0;
    for (const double mu : shift) length += mu * mu;
    // The direction of the shift, as long as the spread along it.
    for (const double mu : shift) direction.push_back(length > 0.0 ? mu / std::sqrt(length) * pilot.spread : 0.0);
  }
  // Inputs are numbered from the first scenario's factor model on.
  plan.sampler = Sampler(settings, plan.factor_models, first.factors, std::move(direction), std::move(shift));
}

}  // namespace delcredere::planning
