#include "models/credit/migration.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"

namespace delcredere {

GradeTransitions::GradeTransitions(const MigrationParameters& parameters, const StudentMap* student)
    : size_(parameters.grades.size()),
      root_(transition_root(parameters.matrix, size_, parameters.years)),
      stays_(size_),
      reaches_(size_ * size_) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < size_; ++i) {
    stays_[i] = probability(i, i) == 1.0;
    for (std::size_t j = 0; j < size_; ++j) reaches_[i * size_ + j] = i == j || probability(i, j) > 0.0;
    for (std::size_t j = 1; j < size_; ++j) {
      double better = 0.0, worse = 0.0;
      for (std::size_t k = 0; k < size_; ++k) (k < j ? better : worse) += probability(i, k);
      const double normal = worse <= 0.0    ? -infinity
                            : better <= 0.0 ? infinity
                            : worse < 0.5   ? normal_quantile(worse)
                                            : -normal_quantile(better);
      thresholds_.push_back(student == nullptr || std::isinf(normal) ? normal : student->from_normal(normal));
    }
  }
  for (std::size_t k = 0; k < size_; ++k)
    for (std::size_t i = 0; i < size_; ++i)
      for (std::size_t j = 0; j < size_; ++j)
        if (reaches_[i * size_ + k] && reaches_[k * size_ + j]) reaches_[i * size_ + j] = true;
}

}  // namespace delcredere
