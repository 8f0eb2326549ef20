#pragma once
// The plain baselines: what one would write first with Boost.Random, one draw per buyer or invoice and trial. Flat
// arrays, no allocation in the loop: slow for what they do, not for how they are written.

#include <boost/random/mersenne_twister.hpp>
#include <cstdint>
#include <vector>

#include "sim/plan/plan.h"

namespace delcredere::bench {

/// One normal per buyer and trial, compared with the buyer's threshold.
class PlainDefaults {
 public:
  explicit PlainDefaults(const Plan& plan);
  Money run();  ///< gross exposure of the buyers that fail

 private:
  std::vector<double> loading_, own_, threshold_;
  std::vector<Money> exposure_;
  boost::random::mt19937 bits_{20260105};
};

/// One lognormal per invoice and trial, and its amount added to the bucket of the day.
class PlainPayments {
 public:
  explicit PlainPayments(const Plan& plan);
  Money run();

 private:
  std::vector<Day> due_;
  std::vector<Money> amount_, receipts_;
  boost::random::mt19937 bits_{20260105};
};

}  // namespace delcredere::bench
