#pragma once
// Retained losses by buyer of the worst trials, kept while the trials run, so that few of them need be run again for
// the contributions to the tail. A trial that is not kept is run again: what is kept changes the time, not a result.

#include <atomic>
#include <cstdint>
#include <limits>
#include <mutex>
#include <span>
#include <vector>

#include "models/core/money.h"

namespace delcredere {

struct RetainedLoss {
  std::uint32_t buyer = 0;
  Money retained = 0;
};

/// By cell (scenario and detailed policy), the trials with the largest losses.
class WorstTrials {
 public:
  /// Of each cell the `wanted` largest, or as many as `bytes` hold for all cells together. Takes twice that at most.
  WorstTrials(std::size_t cells, std::uint64_t wanted, std::uint64_t bytes);

  /// Whether a trial with this loss may be among them; most are not.
  bool may_keep(std::size_t cell, Money loss) const {
    return loss > cells_[cell].floor.load(std::memory_order_relaxed);
  }
  /// loss: the sum of `parts`. Each trial once. Safe from several threads.
  template <class Parts>
  void keep(std::size_t cell, std::uint64_t trial, Money loss, const Parts& parts) {
    Cell& to = cells_[cell];
    const std::lock_guard lock(to.adding);
    to.trials.push_back({trial, loss, to.losses.size(), to.losses.size() + parts.size()});
    for (const auto& part : parts) to.losses.push_back({part.buyer, part.retained()});
    if (to.trials.size() >= 2 * wanted_ || to.bytes() > bytes_) shrink(to);
  }
  /// When no more will come; before find().
  void finish();

  struct Found {
    bool kept = false;
    std::span<const RetainedLoss> losses;
  };
  Found find(std::size_t cell, std::uint64_t trial) const;

 private:
  struct Trial {
    std::uint64_t number = 0;
    Money loss = 0;
    std::size_t first = 0, end = 0;  ///< of its losses
  };
  struct Cell {
    std::atomic<Money> floor = std::numeric_limits<Money>::max();  ///< only larger losses may be kept
    std::mutex adding;
    std::vector<Trial> trials;
    std::vector<RetainedLoss> losses;

    std::uint64_t bytes() const { return trials.size() * sizeof(Trial) + losses.size() * sizeof(RetainedLoss); }
  };

  void shrink(Cell& cell) const;

  std::uint64_t wanted_, bytes_;  ///< of a cell
  std::vector<Cell> cells_;
};

}  // namespace delcredere
