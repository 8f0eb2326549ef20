#pragma once
// Tells whoever asked how far a run is, a few times a second, from one thread at a time.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "models/core/money.h"
#include "models/core/statistics/order_statistics.h"
#include "sim/run.h"

namespace delcredere {

class ProgressMeter {
 public:
  ProgressMeter(const RunSettings& settings, std::uint64_t total, const Currency& currency)
      : settings_(settings),
        total_(total),
        minor_per_unit_(static_cast<double>(currency.minor_per_unit())),
        start_(std::chrono::steady_clock::now()) {}
  ~ProgressMeter() { tell(); }
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

  void add(std::uint64_t trials) {
    done_.fetch_add(trials, std::memory_order_relaxed);
    if (!settings_.progress) return;
    const std::int64_t now = elapsed_ms();
    std::int64_t due = next_ms_.load(std::memory_order_relaxed);
    if (now >= due && next_ms_.compare_exchange_strong(due, now + kEveryMs)) tell();
  }
  /// Losses of finished trials, for the running VaR99.
  void add_losses(std::span<const std::int64_t> losses) {
    if (!settings_.progress) return;
    const std::lock_guard lock(telling_);
    if (losses_.size() < kMostLosses) losses_.insert(losses_.end(), losses.begin(), losses.end());
  }

 private:
  static constexpr std::int64_t kEveryMs = 200;
  static constexpr std::size_t kMostLosses = std::size_t{1} << 20;  ///< tell enough of VaR99, and cost bounded memory

  std::int64_t elapsed_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start_).count();
  }
  void tell() {
    if (!settings_.progress) return;
    const std::lock_guard lock(telling_);
    Progress progress;
    progress.trials_done = done_.load(std::memory_order_relaxed);
    progress.trials_total = total_;
    progress.seconds = static_cast<double>(elapsed_ms()) / 1000.0;
    if (!losses_.empty()) {
      const QuantileRanks ranks = quantile_ranks(Probability{99, 100}, losses_.size());
      const QuantileEstimate var = select_quantiles(losses_, {&ranks, 1}).front();
      constexpr double standard_errors = 2.0 * 1.96;  // in a 95 % interval
      progress.var99 = var.value / minor_per_unit_;
      progress.var99_error = (var.upper - var.lower) / standard_errors / minor_per_unit_;
    }
    settings_.progress(progress);
  }

  const RunSettings& settings_;
  std::uint64_t total_;
  double minor_per_unit_;
  std::chrono::steady_clock::time_point start_;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::int64_t> next_ms_{0};
  std::mutex telling_;
  std::vector<std::int64_t> losses_;  ///< gross, first scenario; the first kMostLosses
};

}  // namespace delcredere
