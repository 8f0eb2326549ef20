// The kernels that are a loop each, against that loop: random inputs, every length around a vector's, the edges, on
// every instruction set in this one binary.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "models/core/math/elementary.h"
#include "models/credit/default_curve.h"
#include "models/credit/default_uniform.h"
#include "sim/fast/default_kernels.h"
#include "sim/fast/fast_dunning.h"
#include "sim/fast/kernels.h"
#include "sim/fast/shocked_book.h"
#include "sim/trial/buyer_trial.h"
#include "tests/fast/targets.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr std::uint64_t kSeed = 0xFEDCBA9876543210u;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double uniform(std::mt19937_64& bits) { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }

}  // namespace

TEST_CASE("spread: every value over its range, empty ranges too") {
  std::mt19937_64 bits(1);
  for (const std::size_t count : {0, 1, 2, 17, 300}) {
    std::vector<std::int32_t> values;
    std::vector<std::uint32_t> first{0};
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(static_cast<std::int32_t>(bits() % 60'001) - 30'000);
      first.push_back(first.back() + static_cast<std::uint32_t>(i % 5 == 0 ? 0 : bits() % 200));
    }
    std::vector<std::int16_t> wanted;
    for (std::size_t i = 0; i < count; ++i)
      wanted.insert(wanted.end(), first[i + 1] - first[i], static_cast<std::int16_t>(values[i]));
    for_each_target([&] {
      std::vector<std::int16_t> got(wanted.size() + fast::kSpreadPadding + 1, 12345);
      fast::spread(values.data(), first.data(), count, got.data());
      CHECK(got.back() == 12345);  // never beyond the padding
      got.resize(wanted.size());
      CHECK(got == wanted);
    });
  }
}

TEST_CASE("pay_days: day of payment, at most beyond; who is late, ascending") {
  std::mt19937_64 bits(2);
  const std::int16_t limits[] = {-1, 0, 60, kMaxDelay, 32'767};
  for (const int same : {0, 1, 2, 3, 4, -1})  // one limit for all, or each its own
    for (const std::size_t count : {0, 1, 7, 8, 15, 16, 17, 31, 33, 1000}) {
      std::vector<std::int16_t> delays, late_after;
      std::vector<std::int32_t> due, days;
      std::vector<std::uint32_t> late;
      const std::int32_t beyond = 365;
      for (std::uint32_t k = 0; k < count; ++k) {
        const std::int16_t special[] = {0, 60, 61, 30'000, kOlderThanLaw, 32'767};
        delays.push_back(k % 3 == 0 ? special[bits() % 6] : static_cast<std::int16_t>(bits() % 200));
        due.push_back(static_cast<std::int32_t>(bits() % 800) - 200);
        days.push_back(std::min(due[k] + delays[k], beyond));
        late_after.push_back(limits[same < 0 ? bits() % 5 : static_cast<std::size_t>(same)]);
        if (delays[k] > late_after[k]) late.push_back(5000 + k);
      }
      for_each_target([&] {
        std::vector<std::int32_t> got(count + 1, -77);
        std::vector<std::uint32_t> got_late(late.size() + 16);
        const std::size_t found = fast::pay_days(delays.data(), due.data(), late_after.data(), count, beyond,
                                                 got.data(), 5000, got_late.data());
        CHECK(got.back() == -77);
        got.pop_back();
        CHECK(got == days);
        REQUIRE(found == late.size());
        CHECK(std::equal(late.begin(), late.end(), got_late.begin()));
      });
    }
}

TEST_CASE("dunning many delays at once is dunning each") {
  for (const PartsPerBillion residual :
       {0L, 1L, 333'333'333L, 500'000'000L, 800'000'000L, 999'999'999L, 1'000'000'000L, 1'250'000'000L})
    for (const Day overdue : {0, 15, 45, 8'999, 29'000, 40'000}) {
      const DunningPlan rule{true, overdue, residual};
      const fast::FastDunning dunning(rule);
      if (residual == 800'000'000 && overdue < 100) CHECK(dunning.longest() > 10'000);
      std::vector<LawDelay> delays, wanted;
      for (Day delay = kMinDelay; delay <= kMaxDelay; ++delay) delays.push_back(static_cast<LawDelay>(delay));
      for (int k = 0; k < 40; ++k) delays.push_back(kOlderThanLaw);
      for (const LawDelay delay : delays)
        wanted.push_back(delay == kOlderThanLaw ? delay : static_cast<LawDelay>(rule.apply(delay, -1)));
      for_each_target([&] {
        for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{33}, delays.size()}) {
          std::vector<LawDelay> got(count + 1, -7);
          dunning.apply(delays.data(), count, got.data());
          CHECK(got.back() == -7);
          CHECK(std::equal(got.begin(), got.end() - 1, wanted.begin()));
        }
      });
    }
}

TEST_CASE("shocks on many delays at once are shocked_delay of each, but for those left to the caller") {
  std::vector<fast::DelayProduct> products;
  for (const PartsPerBillion multiplier :
       {0L, 1L, 300'000'000L, 500'000'000L, 999'999'999L, kOnePart, 1'000'000'001L, 1'300'000'000L, 1'600'000'000L,
        2'000'000'000L, 2'080'000'000L, 12'345'678'901L, 70'000'000'000'000L})
    for (const Day days : {0, 1, 30, 29'000, 40'000}) products.emplace_back(DelayShock{multiplier, days});
  const auto reach = [&](PartsPerBillion multiplier, Day days) { return fast::DelayProduct({multiplier, days}).exact; };
  CHECK(reach(kOnePart, 0) == kMaxDelay);  // an invoice outside every window is never the caller's
  CHECK(reach(1'600'000'000, 0) > 5'000);
  CHECK(reach(2'000'000'000, 14) > 5'000);
  std::mt19937_64 bits(8);
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{33}, std::size_t{200'000}}) {
    fast::ShockColumns columns;
    std::vector<LawDelay> delays, wanted;
    for (std::size_t k = 0; k < count; ++k) {
      const fast::DelayProduct& product = products[bits() % products.size()];
      columns.whole.push_back(product.whole);
      columns.part.push_back(product.part);
      columns.extra.push_back(product.extra);
      columns.exact.push_back(product.exact);
      const Day most = k % 4 == 0 ? kOlderThanLaw : 400;
      delays.push_back(static_cast<LawDelay>(
          kMinDelay + static_cast<Day>(bits() % static_cast<std::uint64_t>(most - kMinDelay + 1))));
      wanted.push_back(static_cast<LawDelay>(shocked_delay(delays.back(), product.shock)));
    }
    for_each_target([&] {
      std::vector<LawDelay> got(count + 1, -7);
      std::vector<std::uint32_t> beyond(count);
      const std::size_t found = fast::shock_delays(delays.data(), columns, count, got.data(), beyond.data());
      CHECK(got.back() == -7);
      got.pop_back();
      std::size_t not_needed = 0;
      for (std::size_t i = 0; i < found; ++i) {
        got[beyond[i]] = wanted[beyond[i]];
        not_needed += delays[beyond[i]] <= columns.exact[beyond[i]];
      }
      CHECK(got == wanted);
      CHECK(not_needed < 32);
    });
  }
}

TEST_CASE("find_arrivals: those of visit_arrivals before their class's limit, in one walk or many") {
  for (const std::uint32_t size : {1u, 3u, 100u, 5000u})
    for (const std::uint64_t trial : {std::uint64_t{0}, std::uint64_t{99}, (std::uint64_t{5} << 32) + 1}) {
      std::vector<std::uint32_t> class_of, wanted_places;
      std::vector<double> wanted_times;
      for (std::uint32_t place = 0; place < size; ++place) class_of.push_back(place * 7 % 3);
      const double limit[] = {kArrivalEnd, 0.02, 0.0};
      DefaultBands::visit_arrivals(kSeed, trial, 4, size, [&](std::uint32_t place, double time) {
        if (!(time < limit[class_of[place]])) return;
        wanted_places.push_back(place);
        wanted_times.push_back(time);
      });
      for_each_target([&] {
        for (const std::size_t room : {fast::kArrivalRoom, fast::kArrivalRoom + 3, std::size_t{5000}}) {
          fast::ArrivalWalk walk;
          walk.seed = kSeed;
          walk.trial = trial;
          walk.band = 4;
          walk.size = size;
          walk.end = kArrivalEnd;
          walk.class_of = class_of.data();
          walk.limit = limit;
          std::vector<std::uint32_t> places, piece(room);
          std::vector<double> times, piece_times(room);
          while (walk.time < walk.end) {
            const std::size_t found = fast::find_arrivals(walk, room, piece.data(), piece_times.data());
            REQUIRE(found <= room);
            places.insert(places.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(found));
            times.insert(times.end(), piece_times.begin(), piece_times.begin() + static_cast<std::ptrdiff_t>(found));
          }
          CHECK(places == wanted_places);
          CHECK(times == wanted_times);
        }
      });
    }
}

TEST_CASE("arrival_limits: never below -ln(1 - Phi(z)) and Phi(z), at most 1e-4 and 1e-9 of it above") {
  std::vector<double> z{-kInfinity, -40, -38.4, -10, -8, -5, -1.2, -1.1503493803760079, -1.15, 0, 8, kInfinity};
  std::mt19937_64 bits(4);
  while (z.size() < 1003) z.push_back(-9 + 9 * uniform(bits));
  std::vector<double> scalar;
  for_each_target([&] {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{9}, z.size()}) {
      std::vector<double> got(count + 1, -7);
      std::vector<double> uniforms(count + 1, -7);
      fast::arrival_limits(z.data(), count, got.data(), uniforms.data());
      CHECK(got.back() == -7);
      CHECK(uniforms.back() == -7);
      got.pop_back();
      for (std::size_t k = 0; k < count; ++k) {
        const double exact = std::min(-std::log1p(-0.5 * std::erfc(-z[k] / std::sqrt(2.0))), kArrivalEnd);
        CAPTURE(z[k], got[k], exact);
        CHECK(got[k] >= exact * (1 - 1e-12) - 1e-300);  // its own rounding; our Phi has no subnormal values
        CHECK(got[k] <= exact * (1 + 1.0001e-4) + 1e-300);
        CHECK(got[k] <= kArrivalEnd);
        const double below = 0.5 * std::erfc(-z[k] / std::sqrt(2.0));
        CHECK(uniforms[k] >= below * (1 - 1e-12) - 1e-300);
        CHECK(uniforms[k] <= below * (1 + 1.001e-9) + 1e-300);
      }
      if (count == z.size() && scalar.empty()) scalar = got;
      if (count == z.size()) CHECK(got == scalar);
    }
  });
}

TEST_CASE("early_scores and rest_scores: the normal quantile of the default uniform") {
  std::mt19937_64 bits(6);
  std::vector<double> times{1e-300, 1e-20, 1e-9, 0.0725706928348355, 0.07257, 0.0726, std::nextafter(kArrivalEnd, 0.0)};
  while (times.size() < 1005) times.push_back(kArrivalEnd * uniform(bits) * (times.size() % 4 == 0 ? 1e-3 : 1.0));
  std::vector<double> early;
  std::vector<std::uint32_t> buyers{0, 1, 0xFFFFFFFFu};
  while (buyers.size() < 1005) buyers.push_back(static_cast<std::uint32_t>(bits()));
  for (const double time : times) early.push_back(normal_quantile(early_uniform(time)));
  for_each_target([&] {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{8}, times.size()}) {
      const auto end = static_cast<std::ptrdiff_t>(count);
      std::vector<double> z(count + 1, 3);
      fast::early_scores(times.data(), count, z.data());
      CHECK(z.back() == 3);
      CHECK(std::equal(z.begin(), z.begin() + end, early.begin()));
      for (const double limit : {kEarlyUniform, 0.4, 1.0}) {
        std::vector<std::uint32_t> kept(buyers.begin(), buyers.begin() + end), wanted;
        std::vector<double> scores;
        for (std::size_t k = 0; k < count; ++k) {
          if (!(default_uniform_rest(kSeed, 321, buyers[k]) < limit)) continue;
          wanted.push_back(buyers[k]);
          scores.push_back(normal_quantile(default_uniform_rest(kSeed, 321, buyers[k])));
        }
        const std::vector<double> limits(count, limit);
        z.assign(count + 1, 3);
        kept.resize(fast::rest_scores(kSeed, 321, limits.data(), count, kept.data(), z.data()));
        CHECK(z.back() == 3);
        CHECK(kept == wanted);
        CHECK(std::equal(scores.begin(), scores.end(), z.begin()));
      }
    }
  });
}

TEST_CASE("default_days: who fails and when, as default_day() without segments; 0 only where it is asked") {
  constexpr Day horizon = 364;
  const double pds[] = {1e-9, 1e-4, 0.003, 0.02, 0.12, 0.5, 0.9};
  std::vector<DefaultCurve> curves;
  std::vector<ConditionalState> states;
  std::vector<double> threshold, score, own, log_survival;
  std::mt19937_64 bits(8);
  for (const double pd : pds)
    for (const double z : {-2.0, 0.0, 1.5}) {
      curves.emplace_back(pd);
      states.push_back({0.4 * z, 0.9});
      threshold.push_back(curves.back().threshold(horizon));
      score.push_back(states.back().score);
      own.push_back(states.back().idiosyncratic);
      log_survival.push_back(std::log1p(-pd) / 365);
    }
  // Always decided apart: they fail, and the day is asked for.
  threshold.push_back(kInfinity);
  score.push_back(0);
  own.push_back(1);
  log_survival.push_back(std::numeric_limits<double>::quiet_NaN());
  const fast::BucketColumns columns{threshold.data(), score.data(), own.data(), log_survival.data()};
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{9}, std::size_t{20'003}}) {
    std::vector<std::uint32_t> bucket;
    std::vector<double> e;
    for (std::size_t k = 0; k < count; ++k) {
      bucket.push_back(static_cast<std::uint32_t>(bits() % threshold.size()));
      e.push_back(normal_quantile(uniform(bits)) - (k % 2 == 0 ? 1.5 : 0.0));
      // On the very threshold: not below it, no default.
      if (k % 50 == 0 && bucket[k] < curves.size()) e[k] = (threshold[bucket[k]] - score[bucket[k]]) / own[bucket[k]];
    }
    for_each_target([&] {
      std::vector<double> scratch(2 * count + 1);
      std::vector<fast::Failure> failures(count + 1);
      failures.resize(
          fast::default_days(columns, horizon, bucket.data(), e.data(), count, scratch.data(), failures.data()));
      std::size_t next = 0, asked = 0;
      for (std::uint32_t k = 0; k < count; ++k) {
        const std::uint32_t b = bucket[k];
        const bool apart = b >= curves.size();
        const Day day = apart ? 1 : default_day(curves[b], threshold[b], states[b], horizon, {}, e[k]);
        if (day >= kNever) continue;
        REQUIRE(next < failures.size());
        REQUIRE(failures[next].candidate == k);
        if (apart) CHECK(failures[next].day == 0);
        if (!apart && failures[next].day != 0) CHECK(failures[next].day == day);
        if (!apart) asked += failures[next].day == 0;
        ++next;
      }
      CHECK(next == failures.size());
      CHECK(asked <= 20 + next / 20);  // seldom
      if (count > 1000) CHECK(next > 500);
    });
  }
}

TEST_CASE("sort_by_bit: ascending buyers, each with its own score") {
  std::mt19937_64 bits(9);
  for (const std::size_t words : {1, 2, 50}) {
    std::vector<std::uint64_t> marked(words, 0);
    std::vector<std::uint32_t> found;
    for (std::uint32_t buyer = 0; buyer < 64 * words; ++buyer)
      if (bits() % 3 == 0 || buyer % 64 == 63 || buyer == 0) {
        marked[buyer / 64] |= std::uint64_t{1} << buyer % 64;
        found.push_back(buyer);
      }
    std::shuffle(found.begin(), found.end(), bits);
    std::vector<double> z;
    for (const std::uint32_t buyer : found) z.push_back(0.25 * buyer);
    std::vector<std::uint32_t> wanted = found;
    std::sort(wanted.begin(), wanted.end());
    for_each_target([&] {
      std::vector<std::uint32_t> rank(words), buyers(found.size());
      std::vector<double> sorted(found.size());
      fast::sort_by_bit(marked.data(), words, rank.data(), found.data(), z.data(), found.size(), buyers.data(),
                        sorted.data());
      CHECK(buyers == wanted);
      for (std::size_t k = 0; k < wanted.size(); ++k) REQUIRE(sorted[k] == 0.25 * wanted[k]);
    });
  }
}
