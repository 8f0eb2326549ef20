#include "models/core/math/elementary.h"

#include "models/core/math/scalar_lane.h"

namespace delcredere {

double portable_exp(double x) { return inlined::portable_exp(x); }
double portable_log(double x) { return inlined::portable_log(x); }
double normal_cdf(double x) { return inlined::normal_cdf(x); }
double normal_survival(double x) { return inlined::normal_survival(x); }
double normal_quantile(double p) { return inlined::normal_quantile(p); }
double normal_density(double x) { return inlined::normal_density(x); }

}  // namespace delcredere
