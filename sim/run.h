#pragma once
// The engine's door: a study in, results out. No printing, no files; the clock is read only to report phases and rates.

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/study.h"
#include "sim/results.h"

namespace delcredere {

/// How far a run is. NaN: not known yet.
struct Progress {
  std::uint64_t trials_done = 0;
  std::uint64_t trials_total = 0;                                 ///< trials of every scenario together
  double seconds = 0;                                             ///< wall time since the simulation started
  double var99 = std::numeric_limits<double>::quiet_NaN();        ///< whole currency units, first scenario
  double var99_error = std::numeric_limits<double>::quiet_NaN();  ///< its standard error
};

/// What a run may use and whom it tells. Nothing here changes a result.
struct RunSettings {
  int threads = 1;                 ///< >= 1
  std::uint64_t memory_limit = 0;  ///< bytes; 0 = none. A plan above it is refused before anything is allocated
  std::string engine = "fast";     ///< or "reference"
  std::uint64_t column_memory = std::uint64_t{256} << 20;  ///< per-trial columns up to this many bytes stay in memory
  std::uint64_t worst_memory = std::uint64_t{64} << 20;    ///< losses by buyer of the worst trials that are kept
  std::string scratch_folder;               ///< where columns of very many trials go ("" = the working folder)
  std::optional<std::string> simd;          ///< fast engine: no more than this instruction set (sim/fast/fast_engine.h)
  const std::atomic<bool>* stop = nullptr;  ///< polled inside a block; once true the run throws within a second
  std::function<void(const Progress&)>
      progress;  ///< called from one thread at a time, a few times a second; may be empty
};

/// Memory that a run needs, told before it is taken.
struct MemoryPlan {
  std::uint64_t bytes_total = 0;
  std::vector<std::pair<std::string, std::uint64_t>> parts;  ///< what takes how many bytes
  std::uint64_t scratch_bytes = 0;                           ///< on disk while the run lasts
  double trials_per_block = 0;
  std::uint64_t blocks = 0;
};

/// Runs every scenario of the study. Throws Error: resources (7, before starting), io (4, no room for
/// columns on disk), model (5), stopped (75).
RunResults run_study(const Study& study, const RunSettings& settings);

/// The effective model in words and numbers, several lines, each ended by a newline.
std::string explain_model(const Study& study);

/// Everything that run_study refuses before its first trial but for want of memory, found without simulating.
/// Throws Error (2, 3, 5, 7).
void check_study(const Study& study);

/// What run_study would take with these settings. Throws Error (7) where the need does not fit 64 bits.
MemoryPlan plan_memory(const Study& study, const RunSettings& settings);

}  // namespace delcredere
