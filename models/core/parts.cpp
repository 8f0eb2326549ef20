#include "models/core/parts.h"

#include <cmath>

#include "models/core/error.h"

namespace delcredere {

PartsPerBillion to_parts(double multiplier) {
  if (!std::isfinite(multiplier)) throw Error(ExitCode::model, "a multiplier or rate is not a finite number");
  return static_cast<PartsPerBillion>(std::nearbyint(multiplier * static_cast<double>(kOnePart)));
}

}  // namespace delcredere
