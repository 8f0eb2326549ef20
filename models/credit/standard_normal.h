#pragma once
// The N(0, 1) variable of one (purpose, entity) in a trial.

#include <cstdint>

#include "models/core/math/elementary.h"
#include "models/core/random/draw.h"

namespace delcredere {

inline double standard_normal(std::uint64_t seed, Purpose purpose, std::uint32_t entity, std::uint64_t trial,
                              std::uint32_t index = 0) {
  const PhiloxBlock words = draw(seed, purpose, index, entity, trial);
  return normal_quantile(open_uniform(words[0], words[1]));
}

}  // namespace delcredere
