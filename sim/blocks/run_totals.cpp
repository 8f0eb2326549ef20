#include "sim/blocks/run_totals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace delcredere {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

MeanEstimate estimate_of(ExactSums sums, std::uint64_t trials) {
  sums.add_zeros(trials - sums.count);  // trials without an event
  return {sums.mean(), sums.standard_error()};
}

TallyEstimates plain_estimates(const TallyShape& shape, const RunTally& tally, std::uint64_t trials) {
  TallyEstimates estimates(shape);
  for_each_cell(
      tally, estimates, [&](const ExactSums& sums, MeanEstimate& to) { to = estimate_of(sums, trials); },
      [&](std::uint64_t hits, MeanEstimate& to) {
        to = {probability(hits, trials), probability_standard_error(hits, trials)};
      },
      [](const ScenarioTally<ExactSums>& from, ScenarioTally<MeanEstimate, MeanEstimate>& to) {
        to.dso = {from.dso.mean(), from.dso.standard_error()};
      });
  return estimates;
}

}  // namespace

UnitFold::UnitFold(const Plan& plan, const TallyShape& shape)
    : block_trials_(plan.block_trials),
      unit_trials_(std::max(plan.block_trials, plan.sampler.replicate_size())),
      units_(shape) {}

void UnitFold::merge(const TallyShape& shape, const BlockTally& block, std::uint64_t number, std::uint64_t trials) {
  const std::uint64_t unit = number * block_trials_ / unit_trials_;
  std::unique_ptr<Open>& open = open_[unit];
  if (open == nullptr) open = std::make_unique<Open>(shape);
  open->tally.merge(shape, block, trials);
  open->trials += trials;
  if (open->trials < unit_trials_) return;
  for_each_cell(
      open->tally, units_, [](const ExactSums& sums, ExactSums& to) { to.add_unit(sums.sum); },
      [](std::uint64_t hits, ExactSums& to) { to.add_unit(hits); },
      [](const ScenarioTally<ExactSums>& from, ScenarioTally<ExactSums, ExactSums>& to) {
        to.dso.add_unit(from.dso.sum);
        to.dso_trials.add_unit(from.dso_trials);
      });
  open_.erase(unit);
}

TallyEstimates UnitFold::estimates(const TallyShape& shape, std::uint64_t trials) const {
  const double one = shape.weighted ? static_cast<double>(kWeightOne) : 1.0;
  const auto n = static_cast<double>(trials), unit = static_cast<double>(unit_trials_);
  // What is left over in the last, short unit counts for means alone.
  const RunTally none(shape);
  const RunTally& rest = open_.empty() ? none : open_.begin()->second->tally;
  TallyEstimates estimates(shape);
  for_each_cell(
      units_, estimates,
      [&](const ExactSums& sums, MeanEstimate& to) {
        to = {static_cast<double>(sums.sum), sums.standard_deviation() / unit / std::sqrt(n / unit) / one};
      },
      [&](const ExactSums& sums, MeanEstimate& to) {
        to = {static_cast<double>(sums.sum), sums.standard_deviation() / unit / std::sqrt(n / unit) / one};
      },
      [&](const ScenarioTally<ExactSums, ExactSums>& from, ScenarioTally<MeanEstimate, MeanEstimate>& to) {
        to.dso = {static_cast<double>(from.dso.sum), from.dso.standard_deviation() / unit / std::sqrt(n / unit)};
        to.dso_trials.value = static_cast<double>(from.dso_trials.sum);
      });
  for_each_cell(
      rest, estimates,
      [&](const ExactSums& sums, MeanEstimate& to) { to.value = (to.value + static_cast<double>(sums.sum)) / n / one; },
      [&](std::uint64_t hits, MeanEstimate& to) { to.value = (to.value + static_cast<double>(hits)) / n / one; },
      [&](const ScenarioTally<ExactSums>& from, ScenarioTally<MeanEstimate, MeanEstimate>& to) {
        // A mean over the trials with sales; its error is known where all have some.
        const double with_sales = to.dso_trials.value + static_cast<double>(from.dso_trials);
        to.dso.value = with_sales > 0.0 ? (to.dso.value + static_cast<double>(from.dso.sum)) / with_sales : kNaN;
        if (with_sales < n) to.dso.standard_error = kNaN;
      });
  return estimates;
}

std::uint64_t tail_trials(std::uint64_t trials) {
  const double share = kTailLevel.complement() + kAroundTail / 2.0;
  return static_cast<std::uint64_t>(std::ceil(static_cast<double>(trials) * share)) + 1;
}

RunTotals::RunTotals(const Plan& plan, const TallyShape& axes, const RunSettings& settings)
    : shape(axes),
      columns(axes.layout.columns(), plan.most_trials, settings.column_memory, settings.scratch_folder),
      fans(fan_ranges(plan, axes), plan.most_trials),
      worst(axes.scenarios * axes.details(), axes.weighted ? 0 : tail_trials(plan.most_trials), settings.worst_memory),
      tally(axes),
      designed(plan.sampler.designed()),
      trials(plan.most_trials),
      replicate_size(plan.sampler.replicate_size()) {
  if (designed) fold_ = std::make_unique<UnitFold>(plan, shape);
}

void RunTotals::merge(const BlockTally& block, std::uint64_t number, std::uint64_t count) {
  if (designed) {
    fold_->merge(shape, block, number, count);
    delcredere::merge(tally.liquidity, block.liquidity, count);  // by trial: its errors know nothing of replicates
  } else {
    tally.merge(shape, block, count);
  }
}

std::vector<std::vector<std::int64_t>> RunTotals::read_weights(std::uint64_t count) const {
  std::vector<std::vector<std::int64_t>> read;
  for (std::size_t s = 0; s < shape.scenarios; ++s) {
    read.emplace_back(count);
    columns.read(shape.layout.weight(s), 0, read.back());
  }
  return read;
}

void RunTotals::finish(std::uint64_t count) {
  trials = count;
  columns.keep(trials);
  worst.finish();
  if (fans.exact()) fans.keep(trials);
  if (shape.weighted) weights = read_weights(trials);
  estimates = designed ? fold_->estimates(shape, trials) : plain_estimates(shape, tally, trials);
  fold_.reset();
}

}  // namespace delcredere
