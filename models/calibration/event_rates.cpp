#include "models/calibration/event_rates.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace delcredere::calibration {
namespace {

constexpr double kTail = 0.025;

}  // namespace

RateEstimate poisson_rate(std::uint64_t events, double years) {
  const auto k = static_cast<double>(events);
  const double lower = events == 0 ? 0.0 : boost::math::gamma_p_inv(k, kTail);
  return {k / years, lower / years, boost::math::gamma_q_inv(k + 1.0, kTail) / years};
}

RateEstimate annual_probability(std::uint64_t events, double years) {
  const RateEstimate rate = poisson_rate(events, years);
  return {-std::expm1(-rate.value), -std::expm1(-rate.lower), -std::expm1(-rate.upper)};
}

RateEstimate binomial_share(std::uint64_t events, std::uint64_t n) {
  const auto k = static_cast<double>(events), rest = static_cast<double>(n - events);
  const double lower = events == 0 ? 0.0 : boost::math::ibeta_inv(k, rest + 1.0, kTail);
  const double upper = events == n ? 1.0 : boost::math::ibetac_inv(k + 1.0, rest, kTail);
  return {k / static_cast<double>(n), lower, upper};
}

}  // namespace delcredere::calibration
