// Euler contributions of buyers to VaR99 and ES99 of the retained loss (Tasche 1999; Kalkbrener 2005):
//   VaR_i = E[L_i | L = VaR],   ES_i = (sum over L > VaR of L_i + w sum over L = VaR of L_i) / (N (1 - p)),
// w shares out the atom at VaR so that the contributions add up to ES. No buyer's loss is stored for every trial: the
// few trials that matter are run again by number.

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "models/core/statistics/scan.h"
#include "sim/blocks/threads.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr Probability kLevel{99, 100};
constexpr std::uint64_t kEnoughAtVar = 100;  ///< as many trials with L = VaR give its contributions directly
constexpr std::uint64_t kMostAtVar = 2000;   ///< of an atom larger than this, the first ones stand for all
constexpr double kAroundVar = 0.005;         ///< else this share of the trials ranked around it
constexpr std::uint64_t kWindow = std::uint64_t{1}
                                  << 20;  ///< trials looked through at a time, so that memory is bounded

/// What one scenario and policy asks of a trial.
struct Wish {
  std::uint32_t cell = 0;
  std::int64_t loss = 0;
  bool above = false, equal = false, around = false;
};

/// Sums of one scenario and policy.
struct CellSums {
  std::vector<ExactSums> tail;  ///< by buyer, trials above or at VaR
  std::vector<Int128> above, equal, around;
  std::uint64_t tail_trials = 0, above_trials = 0, equal_trials = 0, equal_replayed = 0, around_trials = 0;
  Int128 around_total = 0;
  std::int64_t var = 0;
};

/// What the trials of a cell are compared with.
struct Levels {
  std::int64_t var = 0, low = 0, high = 0;  ///< low..high: ranked around VaR
  bool enough = false;                      ///< trials with L = VaR
};

Levels levels_of(const ColumnScan& losses, CellSums& sums) {
  const std::uint64_t n = losses.size;
  const std::uint64_t rank = quantile_rank(kLevel, n);
  const auto half = static_cast<std::uint64_t>(std::ceil(static_cast<double>(n) * kAroundVar / 2.0));
  const std::vector<std::uint64_t> ranks{rank, rank > half ? rank - half : 1, std::min(n, rank + half)};
  const std::vector<std::int64_t> values = select_ranks(losses, ranks);
  sums.var = values[0];
  losses.for_each([&](std::span<const std::int64_t> piece) {
    sums.equal_trials += static_cast<std::uint64_t>(std::count(piece.begin(), piece.end(), sums.var));
  });
  if (sums.equal_trials >= kEnoughAtVar) return {values[0], values[0], values[0], true};
  return {values[0], values[1], values[2], false};
}

/// Adds what a cell wishes of the trials from `first` on, whose losses are given.
void wish_for(std::span<const std::int64_t> losses, std::uint64_t first, const Levels& levels, std::uint32_t cell,
              std::map<std::uint64_t, std::vector<Wish>>& wishes, CellSums& sums) {
  for (std::uint64_t n = 0; n < losses.size(); ++n) {
    Wish wish{cell, losses[n], losses[n] > levels.var, false, false};
    if (wish.loss == levels.var && sums.equal_replayed < kMostAtVar) {
      wish.equal = true;
      ++sums.equal_replayed;
    }
    wish.around = levels.enough
                      ? wish.equal
                      : wish.loss >= levels.low && wish.loss <= levels.high && (wish.loss != levels.var || wish.equal);
    if (wish.above || wish.equal || wish.around) wishes[first + n].push_back(wish);
  }
}

void add(const Wish& wish, const std::vector<Settlement::BuyerLoss>& losses, CellSums& sums) {
  sums.tail_trials += wish.above || wish.equal;
  sums.above_trials += wish.above;
  sums.around_trials += wish.around;
  if (wish.around) sums.around_total += wish.loss;
  for (const Settlement::BuyerLoss& loss : losses) {
    const Money retained = loss.retained();
    if (wish.above || wish.equal) sums.tail[loss.buyer].add(retained);
    if (wish.above) sums.above[loss.buyer] += retained;
    if (wish.equal) sums.equal[loss.buyer] += retained;
    if (wish.around) sums.around[loss.buyer] += retained;
  }
}

void replay_wishes(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine,
                   const TallyShape& shape, const std::map<std::uint64_t, std::vector<Wish>>& wishes,
                   std::vector<CellSums>& cells) {
  std::vector<std::uint64_t> numbers;
  for (const auto& [trial, wish] : wishes) numbers.push_back(trial);
  std::mutex adding;
  replay(plan, settings, make_engine, shape, numbers,
         [&](std::size_t index, const std::vector<ScenarioFlows>& flows, Settlement& settlement) {
           for (const Wish& wish : wishes.at(numbers[index])) {
             const std::size_t s = wish.cell / shape.details(), p = shape.detailed[wish.cell % shape.details()];
             const std::vector<Settlement::BuyerLoss>& losses = settlement.buyer_losses(s, p, flows[s], numbers[index]);
             const std::lock_guard lock(adding);
             add(wish, losses, cells[wish.cell]);
           }
         });
}

}  // namespace

void tail_contributions(const Study& study, const Plan& plan, const RunSettings& settings,
                        const EngineMaker& make_engine, const RunTotals& totals, BuyerResults& r) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const std::uint64_t trials = study.simulation.trials;
  std::vector<CellSums> cells(shape.scenarios * shape.details());
  std::vector<Levels> levels(cells.size());
  const auto column_of = [&](std::size_t cell) {
    return shape.layout.of(cell / shape.details(), shape.detailed[cell % shape.details()], PolicyValue::retained);
  };
  for_each_index(settings.threads, cells.size(), [&](std::uint64_t cell) {
    cells[cell].tail.resize(shape.buyers);
    for (std::vector<Int128>* sums : {&cells[cell].above, &cells[cell].equal, &cells[cell].around})
      sums->assign(shape.buyers, 0);
    levels[cell] = levels_of(totals.columns.scan(column_of(cell)), cells[cell]);
  });
  for (std::uint64_t first = 0; first < trials; first += kWindow) {
    std::map<std::uint64_t, std::vector<Wish>> wishes;
    std::vector<std::int64_t> losses(std::min(kWindow, trials - first));
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
      totals.columns.read(column_of(cell), first, losses);
      wish_for(losses, first, levels[cell], cell, wishes, cells[cell]);
    }
    replay_wishes(plan, settings, make_engine, shape, wishes, cells);
  }

  for (NdArray<double>* a : {&r.contribution_es99, &r.contribution_es99_standard_error, &r.contribution_var99,
                             &r.contribution_var99_standard_error})
    *a = NdArray<double>({shape.scenarios, shape.details(), shape.buyers});
  const double tail_mass = static_cast<double>(trials) * kLevel.complement();
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    const std::size_t s = cell / shape.details(), d = cell % shape.details();
    CellSums& sums = cells[cell];
    // Each replayed trial of the atom stands for `equal_trials / equal_replayed` trials, and the atom for its share.
    const double atom = (tail_mass - static_cast<double>(sums.above_trials)) / static_cast<double>(sums.equal_replayed);
    const double around = static_cast<double>(sums.around_trials);
    const double to_var =
        sums.around_total != 0 ? static_cast<double>(sums.var) * around / static_cast<double>(sums.around_total) : 1.0;
    for (std::size_t b = 0; b < shape.buyers; ++b) {
      ExactSums tail = sums.tail[b];
      tail.add_zeros(sums.tail_trials - tail.count);
      r.contribution_es99(s, d, b) =
          scale((static_cast<double>(sums.above[b]) + atom * static_cast<double>(sums.equal[b])) / tail_mass);
      r.contribution_es99_standard_error(s, d, b) = scale(tail.standard_error());
      r.contribution_var99(s, d, b) = scale(to_var * static_cast<double>(sums.around[b]) / around);
      r.contribution_var99_standard_error(s, d, b) = scale(tail.standard_deviation() / std::sqrt(around));
    }
  }
}

}  // namespace delcredere::summary
