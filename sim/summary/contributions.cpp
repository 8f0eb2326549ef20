// Euler contributions of buyers, sectors and countries to VaR99 and ES99 of the
// retained loss (Tasche 1999; Kalkbrener 2005):
//   VaR_i = E[L_i | L = VaR],   ES_i = (sum over L > VaR of L_i + a sum over L
//   = VaR of L_i) / (N (1 - p)),
// a shares out the atom at VaR so that the contributions add up to ES; with
// weights w every sum is of w L_i. No loss of a buyer is stored for every
// trial: of the trials that matter most were kept as they ran
// (sim/blocks/worst_trials.h), the others are run again by number.

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "models/core/statistics/designed.h"
#include "models/core/statistics/scan.h"
#include "sim/blocks/threads.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr std::uint64_t kEnoughAtVar = 100;  ///< as many trials with L = VaR give its contributions directly
constexpr std::uint64_t kMostAtVar = 2000;   ///< of an atom larger than this, the first ones stand for all
constexpr std::uint64_t kWindow = std::uint64_t{1}
                                  << 20;  ///< trials looked through at a time, so that memory is bounded

/// What one scenario and policy asks of a trial.
struct Wish {
  std::uint32_t cell = 0;
  std::int64_t loss = 0, weight = 1;
  bool above = false, equal = false, around = false;
};

using Wishes = std::map<std::uint64_t, std::vector<Wish>>;  ///< by trial

/// Buyers, then sectors, then countries.
struct Parts {
  explicit Parts(const TallyShape& shape)
      : buyers(shape.buyers), sectors(shape.groups[kBySector]), countries(shape.groups[kByCountry]) {}
  std::size_t size() const { return buyers + sectors + countries; }
  std::size_t buyers, sectors, countries;
};

/// Sums of one scenario and policy, of w and of w L_i.
struct CellSums {
  std::vector<ExactSums> tail;  ///< by part, trials above or at VaR
  std::vector<Int128> above, equal, around;
  std::uint64_t tail_trials = 0, around_trials = 0, equal_trials = 0, equal_replayed = 0;
  Int128 above_weight = 0, equal_weight = 0, around_weight = 0, around_total = 0;
  std::int64_t var = 0;
};

/// What the trials of a cell are compared with.
struct Levels {
  std::int64_t var = 0, low = 0, high = 0;  ///< low..high: ranked around VaR
  bool enough = false;                      ///< trials with L = VaR
};

/// VaR and the two ends of the trials around it.
std::vector<std::int64_t> ranked(const RunTotals& totals, std::size_t column) {
  if (totals.designed) {
    constexpr Probability around[] = {kTailLevel, {9875, 10000}, {9925, 10000}};  // half of kAroundTail on either side
    std::vector<std::int64_t> values;
    for (const QuantileEstimate& quantile : column_quantiles(totals, column, around))
      values.push_back(static_cast<std::int64_t>(quantile.value));
    return values;
  }
  const std::uint64_t n = totals.trials;
  const std::uint64_t rank = quantile_rank(kTailLevel, n);
  const auto half = static_cast<std::uint64_t>(std::ceil(static_cast<double>(n) * kAroundTail / 2.0));
  const std::vector<std::uint64_t> ranks{rank, rank > half ? rank - half : 1, std::min(n, rank + half)};
  return select_ranks(totals.columns.scan(column), ranks);
}

Levels levels_of(const RunTotals& totals, std::size_t column, CellSums& sums) {
  const std::vector<std::int64_t> values = ranked(totals, column);
  sums.var = values[0];
  totals.columns.scan(column).for_each([&](std::span<const std::int64_t> piece) {
    sums.equal_trials += static_cast<std::uint64_t>(std::count(piece.begin(), piece.end(), sums.var));
  });
  if (sums.equal_trials >= kEnoughAtVar) return {values[0], values[0], values[0], true};
  return {values[0], values[1], values[2], false};
}

/// Adds what a cell wishes of the trials from `first` on, whose losses are given.
void wish_for(std::span<const std::int64_t> losses, std::uint64_t first, const SampleDesign& design,
              const Levels& levels, std::uint32_t cell, Wishes& wishes, CellSums& sums) {
  for (std::uint64_t n = 0; n < losses.size(); ++n) {
    Wish wish{cell, losses[n], design.weight(first + n), losses[n] > levels.var, false, false};
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

void add_part(const Wish& wish, std::size_t part, Money retained, bool weighted, CellSums& sums) {
  const Int128 value = static_cast<Int128>(wish.weight) * retained;
  if (wish.above || wish.equal) {
    if (weighted)
      sums.tail[part].add_unit(value);
    else
      sums.tail[part].add(retained);
  }
  if (wish.above) sums.above[part] += value;
  if (wish.equal) sums.equal[part] += value;
  if (wish.around) sums.around[part] += value;
}

void add(const Plan& plan, const Parts& parts, const Wish& wish, std::span<const RetainedLoss> losses, bool weighted,
         CellSums& sums) {
  sums.tail_trials += wish.above || wish.equal;
  sums.around_trials += wish.around;
  if (wish.above) sums.above_weight += wish.weight;
  if (wish.equal) sums.equal_weight += wish.weight;
  if (wish.around) sums.around_weight += wish.weight;
  if (wish.around) sums.around_total += static_cast<Int128>(wish.weight) * wish.loss;
  std::map<std::size_t, Money> groups;
  for (const auto& [buyer, retained] : losses) {
    add_part(wish, buyer, retained, weighted, sums);
    groups[parts.buyers + plan.sectors.of_buyer[buyer]] += retained;
    if (parts.countries > 0) groups[parts.buyers + parts.sectors + plan.countries.of_buyer[buyer]] += retained;
  }
  for (const auto& [part, retained] : groups) add_part(wish, part, retained, weighted, sums);
}

/// Fulfils the wishes whose trials were kept; what is left must be replayed.
void take_kept(const Plan& plan, const RunTotals& totals, Wishes& wishes, std::vector<CellSums>& cells) {
  const Parts parts(totals.shape);
  for (auto& [trial, of_trial] : wishes)
    std::erase_if(of_trial, [&, number = trial](const Wish& wish) {
      const WorstTrials::Found found = totals.worst.find(wish.cell, number);
      if (found.kept) add(plan, parts, wish, found.losses, totals.shape.weighted, cells[wish.cell]);
      return found.kept;
    });
  std::erase_if(wishes, [](const auto& of_trial) { return of_trial.second.empty(); });
}

void replay_wishes(const Plan& plan, const RunSettings& settings, const EngineMaker& make_engine,
                   const TallyShape& shape, const Wishes& wishes, std::vector<CellSums>& cells) {
  std::vector<std::uint64_t> numbers;
  for (const auto& [trial, wish] : wishes) numbers.push_back(trial);
  const Parts parts(shape);
  std::mutex adding;
  replay(plan, settings, make_engine, shape, numbers,
         [&](std::size_t index, const std::vector<ScenarioFlows>& flows, Settlement& settlement) {
           std::vector<RetainedLoss> losses;
           for (const Wish& wish : wishes.at(numbers[index])) {
             const std::size_t s = wish.cell / shape.details(), p = shape.detailed[wish.cell % shape.details()];
             losses.clear();
             for (const Settlement::BuyerLoss& loss : settlement.buyer_losses(s, p, flows[s], numbers[index]))
               losses.push_back({loss.buyer, loss.retained()});
             const std::lock_guard lock(adding);
             add(plan, parts, wish, losses, shape.weighted, cells[wish.cell]);
           }
         });
}

/// Where the contributions of one kind of part go.
struct Target {
  std::size_t first = 0, count = 0;
  NdArray<double>&es, &es_error, &var, &var_error;
};

void fill(const CellSums& sums, const RunTotals& totals, const Scale& scale, std::size_t s, std::size_t d,
          const Target& target) {
  const double one = totals.shape.weighted ? static_cast<double>(kWeightOne) : 1.0;
  const auto n = static_cast<double>(totals.trials);
  const double tail_mass = n * one * kTailLevel.complement();
  // Each replayed trial of the atom stands for `equal_trials / equal_replayed` trials, and the atom for its share.
  const double atom = (tail_mass - static_cast<double>(sums.above_weight)) / static_cast<double>(sums.equal_weight);
  const double around = static_cast<double>(sums.around_weight);
  const double to_var =
      sums.around_total != 0 ? static_cast<double>(sums.var) * around / static_cast<double>(sums.around_total) : 1.0;
  for (std::size_t k = 0; k < target.count; ++k) {
    const std::size_t part = target.first + k;
    target.es(s, d, k) =
        scale((static_cast<double>(sums.above[part]) + atom * static_cast<double>(sums.equal[part])) / tail_mass);
    target.var(s, d, k) = scale(to_var * static_cast<double>(sums.around[part]) / around);
    ExactSums tail = sums.tail[part];
    if (totals.shape.weighted) {
      // Of the mean over all trials of w L_i in the tail: also the weight that
      // lies there is uncertain.
      tail.add_zeros(totals.trials - tail.count);
      target.es_error(s, d, k) = scale(tail.standard_error() / one / kTailLevel.complement());
      target.var_error(s, d, k) =
          scale(std::sqrt(sums.tail[part].squares.to_double() *
                          (static_cast<double>(sums.around_trials) / static_cast<double>(sums.tail_trials))) /
                around);
    } else {
      tail.add_zeros(sums.tail_trials - tail.count);
      target.es_error(s, d, k) = scale(tail.standard_error());
      target.var_error(s, d, k) = scale(tail.standard_deviation() / std::sqrt(around));
    }
  }
}

}  // namespace

void tail_contributions(const Study& study, const Plan& plan, const RunSettings& settings,
                        const EngineMaker& make_engine, const RunTotals& totals, RunResults& results) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const Parts parts(shape);
  std::vector<CellSums> cells(shape.scenarios * shape.details());
  std::vector<Levels> levels(cells.size());
  const auto column_of = [&](std::size_t cell) {
    return shape.layout.of(cell / shape.details(), shape.detailed[cell % shape.details()], PolicyValue::retained);
  };
  for_each_index(settings.threads, cells.size(), [&](std::uint64_t cell) {
    cells[cell].tail.resize(parts.size());
    for (std::vector<Int128>* sums : {&cells[cell].above, &cells[cell].equal, &cells[cell].around})
      sums->assign(parts.size(), 0);
    levels[cell] = levels_of(totals, column_of(cell), cells[cell]);
  });
  for (std::uint64_t first = 0; first < totals.trials; first += kWindow) {
    Wishes wishes;
    std::vector<std::int64_t> losses(std::min(kWindow, totals.trials - first));
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
      totals.columns.read(column_of(cell), first, losses);
      wish_for(losses, first, totals.design(column_of(cell)), levels[cell], cell, wishes, cells[cell]);
    }
    take_kept(plan, totals, wishes, cells);
    replay_wishes(plan, settings, make_engine, shape, wishes, cells);
  }

  BuyerResults& b = results.buyers;
  SectorResults &k = results.sectors, &c = results.countries;
  const Target targets[] = {
      {0, parts.buyers, b.contribution_es99, b.contribution_es99_standard_error, b.contribution_var99,
       b.contribution_var99_standard_error},
      {parts.buyers, parts.sectors, k.contribution_es99, k.contribution_es99_standard_error, k.contribution_var99,
       k.contribution_var99_standard_error},
      {parts.buyers + parts.sectors, parts.countries, c.contribution_es99, c.contribution_es99_standard_error,
       c.contribution_var99, c.contribution_var99_standard_error}};
  for (const Target& target : targets) {
    if (target.count == 0) continue;
    for (NdArray<double>* a : {&target.es, &target.es_error, &target.var, &target.var_error})
      *a = NdArray<double>({shape.scenarios, shape.details(), target.count});
    for (std::size_t cell = 0; cell < cells.size(); ++cell)
      fill(cells[cell], totals, scale, cell / shape.details(), cell % shape.details(), target);
  }
}

}  // namespace delcredere::summary
