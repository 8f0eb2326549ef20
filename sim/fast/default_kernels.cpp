#include "sim/fast/default_kernels.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <limits>

#include "models/credit/default_uniform.h"
#include "sim/fast/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/fast/default_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/fast/default_lane-inl.h"

HWY_BEFORE_NAMESPACE();

namespace delcredere::fast::HWY_NAMESPACE {

/// (bits + 1/2) 2^-52 for bits < 2^52: open_uniform() of two words.
HWY_INLINE Real uniform_of_52(Word64 bits) {
  const Real shifted = VectorLane::from_bits({hn::Or(bits, hn::Set(WordTag(), 0x4330000000000000u))});
  return ((shifted - VectorLane::real(0x1p52)) + VectorLane::real(0.5)) * VectorLane::real(0x1p-52);
}

/// Mean waits and places of one arrival per lane: arrival_of() of the words low, high.
struct LaneArrivals {
  Word64 place;
  Real wait;
};
HWY_INLINE LaneArrivals lane_arrivals(Word64 low, Word64 high, Word64 size, Real mean_wait) {
  const Word64 below = multiply_low(low, size);
  const Word64 above = hn::Add(multiply_low(high, size), hn::ShiftRight<32>(below));
  // Upper 52 of the 64 bits (low half of above, low half of below).
  const Word64 bits = hn::Or(hn::ShiftLeft<20>(low_half(above)), hn::ShiftRight<12>(low_half(below)));
  return {hn::ShiftRight<32>(above), kernels::log<VectorLane>(uniform_of_52(bits)) * mean_wait};
}

std::size_t FindArrivals(ArrivalWalk& walk, std::size_t room, std::uint32_t* places, double* times) {
  const WordTag d;
  const DoubleTag dd;
  constexpr std::size_t most = HWY_MAX_BYTES / 8;
  static_assert(2 * most <= kArrivalRoom);
  const std::size_t lanes = hn::Lanes(d);
  const Word64 size = hn::Set(d, std::uint64_t{walk.size});
  const Real mean_wait = VectorLane::real(-1.0 / walk.size);
  const std::uint64_t purpose = std::uint64_t{static_cast<std::uint32_t>(Purpose::default_arrival)} << 24;
  HWY_ALIGN std::uint64_t place[2 * most];
  HWY_ALIGN double wait[2 * most];
  std::size_t found = 0;
  double time = walk.time;
  while (time < walk.end && found + kArrivalRoom <= room) {
    PhiloxState states[1] = {{hn::Set(d, std::uint64_t{walk.band}),
                              hn::Add(hn::Set(d, purpose + walk.block), hn::Iota(d, 0)),
                              hn::Set(d, walk.trial & 0xFFFFFFFFu), hn::Set(d, walk.trial >> 32)}};
    philox_rounds(states, walk.seed);
    const PhiloxState& s = states[0];
    const LaneArrivals even = lane_arrivals(s.c0, s.c1, size, mean_wait);
    const LaneArrivals odd = lane_arrivals(s.c2, s.c3, size, mean_wait);
    hn::StoreInterleaved2(even.place, odd.place, d, place);
    hn::StoreInterleaved2(even.wait.v, odd.wait.v, dd, wait);
    for (std::size_t i = 0; i < 2 * lanes; ++i) {
      time += wait[i];
      places[found] = static_cast<std::uint32_t>(place[i]);
      times[found] = time;
      found += time < walk.limit[walk.class_of[place[i]]] ? 1 : 0;
    }
    walk.block += static_cast<std::uint32_t>(lanes);
  }
  walk.time = time;
  return found;
}

void ArrivalLimits(const double* z, std::size_t count, double* limits, double* uniforms) {
  for_groups(count, [&](std::size_t k, std::size_t n) {
    const Real p = kernels::normal_cdf<VectorLane>(load_some(z + k, n));
    // The series of -ln(1 - p) with what follows p^4 / 4 bounded by its geometric series for p <= 1/8.
    const Real rest = VectorLane::real(1.0 / 3.0) + p * VectorLane::real(0.25 / (1.0 - kEarlyUniform));
    const Real limit = p * (VectorLane::real(1.0) + p * (VectorLane::real(0.5) + p * rest));
    store_some({hn::Min(limit.v, hn::Set(DoubleTag(), kArrivalEnd))}, limits + k, n);
    store_some(p * VectorLane::real(1.0 + 1e-9), uniforms + k, n);
  });
}

void HazardScores(const double* hazards, std::size_t count, double* z) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for_groups(count, [&](std::size_t k, std::size_t n) {
    const Real h = load_some(hazards + k, n);
    store_some(VectorLane::select(h < VectorLane::real(30.0), hazard_score(h), VectorLane::real(infinity)), z + k, n);
  });
}

void EarlyScores(const double* times, std::size_t count, double* z) {
  for_groups(count, [&](std::size_t k, std::size_t n) {
    const Real t = load_some(times + k, n);
    Real sum = VectorLane::real(0.0);
    for (std::size_t c = std::size(kEarlyCoefficients); c-- > 0;)
      sum = sum * t + VectorLane::real(kEarlyCoefficients[c]);
    const Real v = sum * t;
    // Mostly far from normal_quantile()'s centre: what it gives there, without computing the centre.
    const bool near = VectorLane::any(VectorLane::real(0.07) < v);
    const Real tail = VectorLane::real(0.0) - kernels::quantile_tail<VectorLane>(v);
    store_some(near ? kernels::normal_quantile<VectorLane>(v) : tail, z + k, n);
  });
}

std::size_t RestScores(std::uint64_t seed, std::uint64_t trial, const double* limits, std::size_t count,
                       std::uint32_t* buyers, double* z) {
  const WordTag d;
  const std::uint32_t purpose_index = static_cast<std::uint32_t>(Purpose::default_rest) << 24;
  HWY_ALIGN std::uint64_t entity[HWY_MAX_BYTES / 8] = {};
  HWY_ALIGN double uniforms[HWY_MAX_BYTES / 8];
  std::size_t kept = 0;  // most are above their limit, and spared the quantile
  for_groups(count, [&](std::size_t k, std::size_t n) {
    std::copy_n(buyers + k, n, entity);
    const PhiloxState s = philox_at(hn::Load(d, entity), purpose_index, trial, seed);
    const Real u = uniform_of_52(hn::Or(hn::ShiftLeft<20>(low_half(s.c0)), hn::ShiftRight<12>(low_half(s.c1))));
    const Real v = VectorLane::real(kEarlyUniform) + VectorLane::real(1.0 - kEarlyUniform) * u;
    hn::Store(v.v, DoubleTag(), uniforms);
    for (std::size_t i = 0; i < n; ++i) {
      buyers[kept] = static_cast<std::uint32_t>(entity[i]);
      z[kept] = uniforms[i];
      kept += uniforms[i] < limits[k + i] ? 1 : 0;
    }
  });
  for_groups(kept, [&](std::size_t k, std::size_t n) {
    store_some(kernels::normal_quantile<VectorLane>(load_some(z + k, n)), z + k, n);
  });
  return kept;
}

void EntityWords(std::uint64_t seed, Purpose purpose, std::uint64_t trial, const std::uint32_t* entities,
                 std::size_t count, std::uint32_t* words) {
  const WordTag d;
  HWY_ALIGN std::uint64_t lane[HWY_MAX_BYTES / 8] = {};
  for_groups(count, [&](std::size_t k, std::size_t n) {
    std::copy_n(entities + k, n, lane);
    hn::Store(philox_at(hn::Load(d, lane), static_cast<std::uint32_t>(purpose) << 24, trial, seed).c0, d, lane);
    for (std::size_t i = 0; i < n; ++i) words[k + i] = static_cast<std::uint32_t>(lane[i]);
  });
}

/// Phi^-1(G(x)), as StudentMap::to_normal().
HWY_INLINE Real student_score(const StudentMap& map, Real x) {
  const DoubleTag d;
  const auto zero = VectorLane::real(0.0), one = VectorLane::real(1.0);
  const Real a = kernels::absolute<VectorLane>(x) / VectorLane::real(map.root());
  const Real r = VectorLane::real(map.root()) * kernels::log<VectorLane>(a + VectorLane::sqrt(a * a + one));
  const SmoothTable& table = map.score();
  const Real place = (r - VectorLane::real(table.low())) * VectorLane::real(table.cells_per_unit());
  const Real beyond = VectorLane::real(table.last_cell() + 1.0);
  Real y = r;
  if (VectorLane::any(place <= zero) || !hn::AllTrue(d, (place < beyond).mask)) {  // straight lines; never, mostly
    HWY_ALIGN double score[HWY_MAX_BYTES / 8];
    hn::Store(r.v, d, score);
    for (std::size_t i = 0; i < hn::Lanes(d); ++i) score[i] = table(score[i]);
    y = {hn::Load(d, score)};
  } else {
    const hn::RebindToSigned<DoubleTag> di;
    const auto cell = hn::ConvertTo(di, place.v);
    const Real t{hn::Sub(place.v, hn::ConvertTo(d, cell))};
    const auto first = hn::ShiftLeft<2>(cell);
    const auto read = [&](int k) { return Real{hn::GatherIndex(d, table.coefficients() + k, first)}; };
    y = read(0) + t * (read(1) + t * (read(2) + t * read(3)));
  }
  return VectorLane::select(x < zero, zero - y, y);
}

/// Days from exact times: the whole day, or 0 where rounding might decide or the time is not sure.
template <class Sure>
HWY_INLINE void store_days(Double exact, Sure sure, Day horizon, std::size_t n, Failure* failures) {
  const DoubleTag d;
  HWY_ALIGN double days[HWY_MAX_BYTES / 8];
  const Double whole = hn::Floor(exact);
  const Double part = hn::Sub(exact, whole);
  const auto clear = hn::And(hn::And(hn::Gt(part, hn::Set(d, 1e-4)), hn::Lt(part, hn::Set(d, 1.0 - 1e-4))),
                             hn::And(sure, hn::Lt(exact, hn::Set(d, 1e5))));
  const Double day = hn::Min(hn::Add(whole, hn::Set(d, 1.0)), hn::Set(d, static_cast<double>(horizon)));
  hn::Store(hn::IfThenElseZero(clear, day), d, days);
  for (std::size_t i = 0; i < n; ++i) failures[i].day = static_cast<Day>(days[i]);
}

std::size_t DefaultDays(const BucketColumns& columns, Day horizon, const std::uint32_t* bucket, const double* e,
                        std::size_t count, double* scratch, Failure* failures) {
  double *x = scratch, *log_survival = scratch + count;
  // Who fails: x = a'Z + b e below the threshold.
  std::size_t failed = 0;
  const DoubleTag d;
  const hn::RebindToSigned<DoubleTag> di;
  const hn::Rebind<std::uint32_t, DoubleTag> du;
  const std::size_t lanes = hn::Lanes(d);
  const auto decide = [&](std::size_t k, double value, double threshold) {
    x[failed] = value;
    log_survival[failed] = columns.log_survival[bucket[k]];
    failures[failed].candidate = static_cast<std::uint32_t>(k);
    failed += threshold > value ? 1 : 0;
  };
  std::size_t k = 0;
  HWY_ALIGN double values[HWY_MAX_BYTES / 8], thresholds[HWY_MAX_BYTES / 8];
  for (; k + lanes <= count; k += lanes) {
    const auto b = hn::BitCast(di, hn::PromoteTo(WordTag(), hn::LoadU(du, bucket + k)));
    const auto gather = [&](const double* column) { return Real{hn::GatherIndex(d, column, b)}; };
    const Real value = gather(columns.score) + gather(columns.idiosyncratic) * Real{hn::LoadU(d, e + k)};
    const Real threshold = gather(columns.threshold);
    if (!VectorLane::any(value < threshold)) continue;
    hn::Store(value.v, d, values);
    hn::Store(threshold.v, d, thresholds);
    for (std::size_t i = 0; i < lanes; ++i) decide(k + i, values[i], thresholds[i]);
  }
  for (; k < count; ++k) {
    const std::uint32_t b = bucket[k];
    decide(k, columns.score[b] + columns.idiosyncratic[b] * e[k], columns.threshold[b]);
  }
  // When: on the day after ln(1 - Phi(x)) / ln(1 - PD) 365. Closer to a whole day than the rounding errors of this
  // quotient and of F(t) can reach, and where they could be large, the scalar code decides.
  for_groups(failed, [&](std::size_t at, std::size_t n) {
    Real y = load_some(x + at, n);
    if (columns.student != nullptr) y = student_score(*columns.student, y / VectorLane::real(columns.mixing_root));
    const Real p = kernels::normal_cdf<VectorLane>(y);
    const Double exact = ((VectorLane::real(0.0) - hazard_of(p)) / load_some(log_survival + at, n)).v;
    store_days(exact, hn::And(hn::Gt(p.v, hn::Set(d, 1e-250)), hn::Lt(p.v, hn::Set(d, 0.999))), horizon, n,
               failures + at);
  });
  return failed;
}

/// ln(1 + x), x >= 0.
HWY_INLINE Real log_of_one_plus(Real x) {
  const auto one = VectorLane::real(1.0);
  const Real series =
      x * (one - x * (VectorLane::real(0.5) - x * (VectorLane::real(1.0 / 3.0) - x * VectorLane::real(0.25))));
  return VectorLane::select(x < VectorLane::real(1e-4), series, kernels::log<VectorLane>(one + x));
}

std::size_t GammaDefaultDays(const MixtureColumns& columns, Day horizon, const std::uint32_t* bucket, const double* e,
                             std::size_t count, double* scratch, Failure* failures) {
  // Who fails: -ln(1 - Phi(e)) below h(H) M; times close to it are asked for again.
  double* time = scratch;
  for_groups(count, [&](std::size_t k, std::size_t n) {
    const Real p = kernels::normal_cdf<VectorLane>(load_some(e + k, n));
    store_some(hazard_of(p), time + k, n);
  });
  constexpr double room = 1e-9;
  std::size_t failed = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double t = time[k];
    time[failed] = t;
    failures[failed].candidate = static_cast<std::uint32_t>(k);
    failed += t < columns.hazard[bucket[k]] * (1.0 + room) ? 1 : 0;
  }
  // When: on the day after lambda(t / M) / (-ln(1 - PD)) 365.
  const DoubleTag d;
  constexpr std::size_t most = HWY_MAX_BYTES / 8;
  HWY_ALIGN double hazard[most] = {}, inverse[most] = {}, own[most] = {}, rate[most] = {}, scale[most] = {},
                   weight[most] = {};
  for_groups(failed, [&](std::size_t k, std::size_t n) {
    std::uint32_t b[most] = {};
    for (std::size_t i = 0; i < n; ++i) {
      b[i] = bucket[failures[k + i].candidate];
      hazard[i] = columns.hazard[b[i]];
      inverse[i] = columns.multiplier[b[i]];
      own[i] = columns.own_weight[b[i]];
      rate[i] = columns.log_survival[b[i]];
    }
    const Real t = load_some(time + k, n);
    const Real y = t / Real{hn::Load(d, inverse)};
    Real lambda = Real{hn::Load(d, own)} * y;
    for (std::size_t part = 0; part < columns.scale.size(); ++part) {
      for (std::size_t i = 0; i < n; ++i) {
        scale[i] = columns.scale[part][b[i]];
        weight[i] = columns.inverse_variance[part][b[i]];
      }
      lambda = lambda + log_of_one_plus(Real{hn::Load(d, scale)} * y) * Real{hn::Load(d, weight)};
    }
    const Double exact = ((VectorLane::real(0.0) - lambda) / Real{hn::Load(d, rate)}).v;
    const auto inside = hn::Lt(t.v, hn::Mul(hn::Load(d, hazard), hn::Set(d, 1.0 - room)));
    const auto usual = hn::And(hn::Gt(lambda.v, hn::Set(d, 1e-250)), hn::Lt(lambda.v, hn::Set(d, 7.0)));
    store_days(exact, hn::And(inside, usual), horizon, n, failures + k);
  });
  return failed;
}

void SortByBit(const std::uint64_t* marked, std::size_t words, std::uint32_t* rank, const std::uint32_t* found,
               const double* found_z, std::size_t count, std::uint32_t* buyers, double* z) {
  std::uint32_t before = 0;
  for (std::size_t w = 0; w < words; ++w) {
    rank[w] = before;
    before += static_cast<std::uint32_t>(std::popcount(marked[w]));
  }
  for (std::size_t k = 0; k < count; ++k) {
    const std::uint32_t buyer = found[k];
    const std::uint64_t lower = marked[buyer / 64] & ((std::uint64_t{1} << buyer % 64) - 1);
    const std::size_t place = rank[buyer / 64] + static_cast<std::size_t>(std::popcount(lower));
    buyers[place] = buyer;
    z[place] = found_z[k];
  }
}

}  // namespace delcredere::fast::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace delcredere::fast {

HWY_EXPORT(FindArrivals);
HWY_EXPORT(ArrivalLimits);
HWY_EXPORT(HazardScores);
HWY_EXPORT(EarlyScores);
HWY_EXPORT(RestScores);
HWY_EXPORT(EntityWords);
HWY_EXPORT(DefaultDays);
HWY_EXPORT(GammaDefaultDays);
HWY_EXPORT(SortByBit);

std::size_t find_arrivals(ArrivalWalk& walk, std::size_t room, std::uint32_t* places, double* times) {
  return HWY_DYNAMIC_DISPATCH(FindArrivals)(walk, room, places, times);
}

void arrival_limits(const double* z, std::size_t count, double* limits, double* uniforms) {
  HWY_DYNAMIC_DISPATCH(ArrivalLimits)(z, count, limits, uniforms);
}

void hazard_scores(const double* hazards, std::size_t count, double* z) {
  HWY_DYNAMIC_DISPATCH(HazardScores)(hazards, count, z);
}

void early_scores(const double* times, std::size_t count, double* z) {
  HWY_DYNAMIC_DISPATCH(EarlyScores)(times, count, z);
}

std::size_t rest_scores(std::uint64_t seed, std::uint64_t trial, const double* limits, std::size_t count,
                        std::uint32_t* buyers, double* z) {
  return HWY_DYNAMIC_DISPATCH(RestScores)(seed, trial, limits, count, buyers, z);
}

void entity_words(std::uint64_t seed, Purpose purpose, std::uint64_t trial, const std::uint32_t* entities,
                  std::size_t count, std::uint32_t* words) {
  HWY_DYNAMIC_DISPATCH(EntityWords)(seed, purpose, trial, entities, count, words);
}

std::size_t default_days(const BucketColumns& columns, Day horizon, const std::uint32_t* bucket, const double* e,
                         std::size_t count, double* scratch, Failure* failures) {
  return HWY_DYNAMIC_DISPATCH(DefaultDays)(columns, horizon, bucket, e, count, scratch, failures);
}

std::size_t gamma_default_days(const MixtureColumns& columns, Day horizon, const std::uint32_t* bucket, const double* e,
                               std::size_t count, double* scratch, Failure* failures) {
  return HWY_DYNAMIC_DISPATCH(GammaDefaultDays)(columns, horizon, bucket, e, count, scratch, failures);
}

void sort_by_bit(const std::uint64_t* marked, std::size_t words, std::uint32_t* rank, const std::uint32_t* found,
                 const double* found_z, std::size_t count, std::uint32_t* buyers, double* z) {
  HWY_DYNAMIC_DISPATCH(SortByBit)(marked, words, rank, found, found_z, count, buyers, z);
}

}  // namespace delcredere::fast

#endif
