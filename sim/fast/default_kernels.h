#pragma once
// Vector kernels of default sampling (default_kernels.cpp): scalar, AVX2 and AVX-512 with the same bits, as kernels.h.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/core/days.h"
#include "models/core/random/draw.h"
#include "models/credit/student_map.h"

namespace delcredere::fast {

/// A walk through the arrivals of one band in one trial (models/credit/default_uniform.h), resumable.
struct ArrivalWalk {
  std::uint64_t seed = 0, trial = 0;
  std::uint32_t band = 0;
  std::uint32_t size = 0;                   ///< of the band
  double end = 0;                           ///< arrivals from here on do not matter
  const std::uint32_t* class_of = nullptr;  ///< by place in the band
  const double* limit = nullptr;            ///< by class, at most `end`: arrivals from here on do not matter to it
  std::uint32_t block = 0;
  double time = 0;
};
/// No walk needs less room than this.
inline constexpr std::size_t kArrivalRoom = 64;
/// Places and times of the arrivals before their class's limit, in order of time; returns their number. Stops when less
/// than kArrivalRoom of `room` is left: go on while walk.time < walk.end.
std::size_t find_arrivals(ArrivalWalk& walk, std::size_t room, std::uint32_t* places, double* times);

/// Time limits for bounds in z: -ln(1 - Phi(z)) or a little more (1e-4 of it), at most kArrivalEnd; and Phi(z) or a
/// little more (1e-9 of it), the limits of V.
void arrival_limits(const double* z, std::size_t count, double* limits, double* uniforms);

/// Phi^-1(1 - e^-h), error below 1e-10 of 1 + |z|; infinity where rounding of the probability could matter.
void hazard_scores(const double* hazards, std::size_t count, double* z);

/// Phi^-1 of early_uniform(t).
void early_scores(const double* times, std::size_t count, double* z);
/// Keeps the buyers with default_uniform_rest(buyer) below their limit, with its Phi^-1; returns how many.
std::size_t rest_scores(std::uint64_t seed, std::uint64_t trial, const double* limits, std::size_t count,
                        std::uint32_t* buyers, double* z);

/// First words of one draw per entity: draw(seed, purpose, 0, entities[k], trial)[0].
void entity_words(std::uint64_t seed, Purpose purpose, std::uint64_t trial, const std::uint32_t* entities,
                  std::size_t count, std::uint32_t* words);

/// Brings `count` found buyers, the bits set in `marked`, and their z into ascending order, by the number of bits below
/// each (a kernel for its popcount). rank: scratch, one per word.
void sort_by_bit(const std::uint64_t* marked, std::size_t words, std::uint32_t* rank, const std::uint32_t* found,
                 const double* found_z, std::size_t count, std::uint32_t* buyers, double* z);

/// What decides a default without shocks, by bucket.
struct BucketColumns {
  const double* threshold = nullptr;      ///< G^-1(F(H)) sqrt(W / nu), infinity: always decided apart
  const double* score = nullptr;          ///< a'Z
  const double* idiosyncratic = nullptr;  ///< b
  const double* log_survival = nullptr;   ///< ln(1 - PD) / 365, NaN: always decided apart
  const StudentMap* student = nullptr;    ///< of the t copula
  double mixing_root = 1;                 ///< sqrt(W / nu)
};
/// The same under gamma sectors (models/credit/gamma_mixture.h).
struct MixtureColumns {
  const double* hazard = nullptr;                      ///< h(H) M, infinity: always decided apart
  const double* multiplier = nullptr;                  ///< M
  const double* own_weight = nullptr;                  ///< w_0
  std::vector<const double*> scale, inverse_variance;  ///< by part: v_k w_k and 1 / v_k
  const double* log_survival = nullptr;                ///< ln(1 - PD) / 365, NaN: always decided apart
};
/// A candidate that fails. day = 0 where rounding might decide: ask default_day().
struct Failure {
  std::uint32_t candidate = 0;
  Day day = 0;
};
/// Default days as default_day() without segments has them, of candidates with bucket[k] and idiosyncratic variable
/// e[k]; those that do not fail are left out. `failures` has room for all, `scratch` for twice as many.
std::size_t default_days(const BucketColumns& columns, Day horizon, const std::uint32_t* bucket, const double* e,
                         std::size_t count, double* scratch, Failure* failures);
/// The same under gamma sectors. A candidate that only seems to fail by rounding has day = 0 too.
std::size_t gamma_default_days(const MixtureColumns& columns, Day horizon, const std::uint32_t* bucket, const double* e,
                               std::size_t count, double* scratch, Failure* failures);

}  // namespace delcredere::fast
