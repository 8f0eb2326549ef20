#include "models/insurance/claim_delay.h"

#include <cmath>

#include "models/core/random/draw.h"

namespace delcredere {

Day ClaimDelay::draw(std::uint32_t word) const {
  const double u = open_uniform(word);
  double from_days = 0, from_share = 0;
  for (const DelayPoint& point : points) {
    const double share = point.share.to_double(), days = point.days;
    if (u < share)
      return static_cast<Day>(std::ceil(from_days + (days - from_days) * ((u - from_share) / (share - from_share))));
    from_days = days;
    from_share = share;
  }
  return longest();
}

const char* claim_delay_fault(const ClaimDelay& law) {
  if (law.points.empty()) return "names no day";
  for (std::size_t k = 0; k < law.points.size(); ++k) {
    const DelayPoint& point = law.points[k];
    if (point.days < 0 || point.share.mantissa < 0) return "has a negative number";
    if (k == 0) continue;
    if (point.days <= law.points[k - 1].days) return "names a day twice";
    if (!(point.share.to_double() > law.points[k - 1].share.to_double()))
      return "has shares that do not rise with the days";
  }
  return law.points.back().share == Decimal{1, 0} ? "" : "does not reach 100 % on its last day";
}

}  // namespace delcredere
