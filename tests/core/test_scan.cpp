// Statistics of columns read piece by piece equal those of columns in memory.

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <random>

#include "models/core/statistics/scan.h"

using namespace delcredere;

namespace {

/// Shows a column in pieces of uneven length.
ColumnScan in_pieces(const std::vector<std::int64_t>& column) {
  return {column.size(), [&column](const ColumnScan::Visit& visit) {
            std::span<const std::int64_t> rest(column);
            for (std::size_t length = 1; !rest.empty(); length = length * 3 % 101 + 1) {
              const std::size_t now = std::min(length, rest.size());
              visit(rest.first(now));
              rest = rest.subspan(now);
            }
          }};
}

std::vector<std::vector<std::int64_t>> columns() {
  std::mt19937_64 generator(20260105);
  std::vector<std::vector<std::int64_t>> all;
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                         most = std::numeric_limits<std::int64_t>::max();
  all.push_back({7});
  all.push_back(std::vector<std::int64_t>(500, -3));  // one value
  all.push_back({least, most, 0, -1, 1, most, least, least + 1, most - 1});
  std::vector<std::int64_t> wide(3000), losses(3000), narrow(3000);
  for (std::size_t n = 0; n < wide.size(); ++n) {
    wide[n] = static_cast<std::int64_t>(generator());
    losses[n] = generator() % 10 < 8 ? 0 : static_cast<std::int64_t>(generator() % 1'000'000'007);
    narrow[n] = static_cast<std::int64_t>(generator() % 5);
  }
  all.push_back(wide);
  all.push_back(losses);
  all.push_back(narrow);
  return all;
}

}  // namespace

TEST_CASE("every rank is found however few values may be held") {
  for (const std::vector<std::int64_t>& column : columns()) {
    std::vector<std::int64_t> sorted = column;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint64_t> ranks;
    for (std::uint64_t rank = column.size(); rank >= 1; rank -= std::min<std::uint64_t>(rank, 1 + column.size() / 37))
      ranks.push_back(rank);
    ranks.push_back(1);
    ranks.push_back(ranks.front());
    for (const std::size_t held : {std::size_t{0}, std::size_t{1}, std::size_t{64}, std::size_t{1000000}}) {
      const std::vector<std::int64_t> values = select_ranks(in_pieces(column), ranks, held);
      REQUIRE(values.size() == ranks.size());
      for (std::size_t i = 0; i < ranks.size(); ++i) {
        CAPTURE(column.size(), held, ranks[i]);
        CHECK(values[i] == sorted[ranks[i] - 1]);
      }
    }
  }
}

TEST_CASE("estimates of a scan are those of the column") {
  const std::vector<Probability> levels{{1, 2}, {99, 100}, {1, 1000}};
  for (const std::vector<std::int64_t>& column : columns()) {
    const ColumnScan scan = in_pieces(column);
    std::vector<QuantileRanks> ranks;
    for (const Probability& p : levels) ranks.push_back(quantile_ranks(p, column.size()));
    std::vector<std::int64_t> copy = column;
    const std::vector<QuantileEstimate> expected = select_quantiles(copy, ranks);
    const std::vector<QuantileEstimate> found = select_quantiles(scan, ranks);
    const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    std::vector<std::int64_t> at_risk;
    for (std::size_t q = 0; q < ranks.size(); ++q) {
      CHECK(same(found[q].value, expected[q].value));
      CHECK(same(found[q].lower, expected[q].lower));
      CHECK(same(found[q].upper, expected[q].upper));
      at_risk.push_back(copy[ranks[q].rank - 1]);
    }
    const std::vector<ExpectedShortfall> shortfalls = expected_shortfalls(scan, at_risk, levels);
    for (std::size_t q = 0; q < ranks.size(); ++q) {
      const ExpectedShortfall es = expected_shortfall(column, at_risk[q], levels[q]);
      CHECK(same(shortfalls[q].value, es.value));
      CHECK(same(shortfalls[q].standard_error, es.standard_error));
    }
    ExactSums sums;
    sums.add(column);
    CHECK(moments(scan).sums == sums);
    CHECK(moments(scan).positive ==
          static_cast<std::uint64_t>(std::count_if(column.begin(), column.end(), [](auto x) { return x > 0; })));
  }
}
