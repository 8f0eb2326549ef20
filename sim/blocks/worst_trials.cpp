#include "sim/blocks/worst_trials.h"

#include <algorithm>

namespace delcredere {

WorstTrials::WorstTrials(std::size_t cells, std::uint64_t wanted, std::uint64_t bytes)
    : wanted_(wanted), bytes_(cells > 0 ? bytes / cells : 0), cells_(cells) {
  if (wanted_ == 0 || bytes_ == 0) return;
  for (Cell& cell : cells_) cell.floor = std::numeric_limits<Money>::min();
}

void WorstTrials::shrink(Cell& cell) const {
  std::sort(cell.trials.begin(), cell.trials.end(), [](const Trial& a, const Trial& b) { return a.loss > b.loss; });
  std::vector<RetainedLoss> losses;
  std::size_t kept = 0;
  // By half, so that it is not done again at once.
  for (; kept < std::min<std::size_t>(cell.trials.size(), wanted_); ++kept) {
    Trial& trial = cell.trials[kept];
    if ((losses.size() + trial.end - trial.first) * sizeof(RetainedLoss) + kept * sizeof(Trial) > bytes_ / 2) break;
    const std::size_t first = losses.size();
    losses.insert(losses.end(), cell.losses.begin() + static_cast<std::ptrdiff_t>(trial.first),
                  cell.losses.begin() + static_cast<std::ptrdiff_t>(trial.end));
    trial.first = first;
    trial.end = losses.size();
  }
  if (kept < cell.trials.size()) cell.floor = std::max(cell.floor.load(), cell.trials[kept].loss);
  cell.trials.resize(kept);
  cell.losses = std::move(losses);
}

void WorstTrials::finish() {
  for (Cell& cell : cells_)
    std::sort(cell.trials.begin(), cell.trials.end(),
              [](const Trial& a, const Trial& b) { return a.number < b.number; });
}

WorstTrials::Found WorstTrials::find(std::size_t cell, std::uint64_t trial) const {
  const Cell& in = cells_[cell];
  const auto place = std::lower_bound(in.trials.begin(), in.trials.end(), trial,
                                      [](const Trial& kept, std::uint64_t number) { return kept.number < number; });
  if (place == in.trials.end() || place->number != trial) return {};
  return {true, std::span(in.losses).subspan(place->first, place->end - place->first)};
}

}  // namespace delcredere
