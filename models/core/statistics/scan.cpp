#include "models/core/statistics/scan.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace delcredere {
namespace {

constexpr int kBinBits = 12;

/// Values of low..high (both inclusive), `below` of the column being less than low, and the wanted ranks among them.
struct Bracket {
  std::int64_t low = 0, high = 0;
  std::uint64_t below = 0, count = 0;
  std::vector<std::uint64_t> ranks;  ///< ascending, without repeats

  bool single() const { return low == high; }
  std::uint64_t span() const { return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low); }
  /// Bins are 2^shift values wide.
  int shift() const { return std::max(0, static_cast<int>(std::bit_width(span())) - kBinBits); }
  std::uint64_t bin(std::int64_t x) const {
    return (static_cast<std::uint64_t>(x) - static_cast<std::uint64_t>(low)) >> shift();
  }
};

/// Brackets in ascending order; the one that holds x, or none.
template <class Brackets>
auto holder(Brackets& brackets, std::int64_t x) {
  auto at = std::partition_point(brackets.begin(), brackets.end(), [x](const Bracket& b) { return b.high < x; });
  return at != brackets.end() && at->low <= x ? at : brackets.end();
}

Bracket whole(const ColumnScan& column, std::vector<std::uint64_t> ranks) {
  Bracket all{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), 0, column.size,
              std::move(ranks)};
  column.for_each([&](std::span<const std::int64_t> piece) {
    for (const std::int64_t x : piece) {
      all.low = std::min(all.low, x);
      all.high = std::max(all.high, x);
    }
  });
  return all;
}

/// One pass: every bracket that is no single value becomes the bins that hold its ranks.
std::vector<Bracket> narrowed(const ColumnScan& column, const std::vector<Bracket>& brackets) {
  std::vector<std::vector<std::uint64_t>> counts(brackets.size(),
                                                 std::vector<std::uint64_t>(std::size_t{1} << kBinBits, 0));
  column.for_each([&](std::span<const std::int64_t> piece) {
    for (const std::int64_t x : piece)
      if (const auto at = holder(brackets, x); at != brackets.end())
        ++counts[static_cast<std::size_t>(at - brackets.begin())][at->bin(x)];
  });
  std::vector<Bracket> narrow;
  for (std::size_t i = 0; i < brackets.size(); ++i) {
    const Bracket& from = brackets[i];
    if (from.single()) {
      narrow.push_back(from);
      continue;
    }
    std::uint64_t below = from.below;
    auto rank = from.ranks.begin();
    for (std::uint64_t bin = 0; bin < counts[i].size() && rank != from.ranks.end(); ++bin) {
      const std::uint64_t count = counts[i][bin];
      const auto end = std::upper_bound(rank, from.ranks.end(), below + count);
      if (end != rank) {
        const std::uint64_t first = static_cast<std::uint64_t>(from.low) + (bin << from.shift());
        const std::uint64_t width = (std::uint64_t{1} << from.shift()) - 1;
        const std::uint64_t room = static_cast<std::uint64_t>(from.high) - first;
        narrow.push_back({static_cast<std::int64_t>(first),
                          static_cast<std::int64_t>(first + std::min(width, room)),
                          below,
                          count,
                          {rank, end}});
        rank = end;
      }
      below += count;
    }
  }
  return narrow;
}

/// Values that have to be held to look inside.
std::uint64_t to_hold(const std::vector<Bracket>& brackets) {
  std::uint64_t values = 0;
  for (const Bracket& b : brackets) values += b.single() ? 0 : b.count;
  return values;
}

}  // namespace

std::vector<std::int64_t> select_ranks(const ColumnScan& column, std::span<const std::uint64_t> ranks,
                                       std::size_t in_memory) {
  std::vector<std::uint64_t> wanted(ranks.begin(), ranks.end());
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  if (wanted.empty()) return {};

  std::vector<Bracket> brackets;
  if (column.size <= in_memory)
    brackets.push_back(
        {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(), 0, column.size, wanted});
  else
    brackets.push_back(whole(column, wanted));
  while (to_hold(brackets) > in_memory) brackets = narrowed(column, brackets);

  std::vector<std::vector<std::int64_t>> held(brackets.size());
  if (to_hold(brackets) > 0) {
    for (std::size_t i = 0; i < brackets.size(); ++i)
      if (!brackets[i].single()) held[i].reserve(brackets[i].count);
    column.for_each([&](std::span<const std::int64_t> piece) {
      if (column.size <= in_memory) {
        held.front().insert(held.front().end(), piece.begin(), piece.end());
        return;
      }
      for (const std::int64_t x : piece)
        if (const auto at = holder(brackets, x); at != brackets.end() && !at->single())
          held[static_cast<std::size_t>(at - brackets.begin())].push_back(x);
    });
  }
  std::vector<std::int64_t> found;  // by wanted
  for (std::size_t i = 0; i < brackets.size(); ++i) {
    if (brackets[i].single()) {
      found.insert(found.end(), brackets[i].ranks.size(), brackets[i].low);
      continue;
    }
    std::vector<std::uint64_t> local = brackets[i].ranks;
    for (std::uint64_t& rank : local) rank -= brackets[i].below;
    const std::vector<std::int64_t> values = select_ranks(std::span<std::int64_t>(held[i]), local);
    found.insert(found.end(), values.begin(), values.end());
  }
  std::vector<std::int64_t> values;
  values.reserve(ranks.size());
  for (const std::uint64_t rank : ranks)
    values.push_back(
        found[static_cast<std::size_t>(std::lower_bound(wanted.begin(), wanted.end(), rank) - wanted.begin())]);
  return values;
}

std::vector<QuantileEstimate> select_quantiles(const ColumnScan& column, std::span<const QuantileRanks> ranks) {
  std::vector<std::uint64_t> wanted;
  for (const QuantileRanks& r : ranks)
    for (const std::uint64_t rank : {r.rank, r.lower, r.upper})
      if (rank != 0) wanted.push_back(rank);
  const std::vector<std::int64_t> values = select_ranks(column, wanted);
  auto next = values.begin();
  const auto take = [&](std::uint64_t rank) {
    return rank == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(*next++);
  };
  std::vector<QuantileEstimate> estimates;
  estimates.reserve(ranks.size());
  for (const QuantileRanks& r : ranks) {
    QuantileEstimate& estimate = estimates.emplace_back();
    estimate.value = take(r.rank);
    estimate.lower = take(r.lower);
    estimate.upper = take(r.upper);
  }
  return estimates;
}

ColumnMoments moments(const ColumnScan& column) {
  ColumnMoments result;
  column.for_each([&](std::span<const std::int64_t> piece) {
    result.sums.add(piece);
    result.positive +=
        static_cast<std::uint64_t>(std::count_if(piece.begin(), piece.end(), [](std::int64_t x) { return x > 0; }));
  });
  return result;
}

std::vector<ExpectedShortfall> expected_shortfalls(const ColumnScan& column,
                                                   std::span<const std::int64_t> values_at_risk,
                                                   std::span<const Probability> probabilities) {
  std::vector<ExactSums> excess(values_at_risk.size());
  column.for_each([&](std::span<const std::int64_t> piece) {
    for (std::size_t q = 0; q < excess.size(); ++q) excess[q].merge(excess_sums(piece, values_at_risk[q]));
  });
  std::vector<ExpectedShortfall> estimates;
  for (std::size_t q = 0; q < excess.size(); ++q)
    estimates.push_back(expected_shortfall(excess[q], values_at_risk[q], probabilities[q]));
  return estimates;
}

}  // namespace delcredere
