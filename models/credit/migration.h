#pragma once
// Re-rating: at each review a buyer that has not failed moves between grades by ordered probit (Gupton, Finger &
// Bhatia 1997, "CreditMetrics Technical Document", chapter 8; J.P. Morgan 1996).
//
//   x = a'Z + b y                     y ~ N(0, 1) the buyer's own at that review, Z the horizon's or the review's own
//   new grade = the worst j with x < c_j        c_j = Phi^-1( P(new grade is j or worse) ), row of the present grade
//
// t copula: c_j = G^-1(..) sqrt(W / nu). Gamma sectors and independence have no latent factors: a' Z = 0, b = 1.
// Rows are conditional on no default: the default column is dropped and the rest scaled up to 1; defaults follow the
// hazard of the grade in force, H's increments of its days. The matrix of one review is that of transition_root.h.
// Each review's law is exact; with one Z for the horizon the reviews of one buyer depend on each other, so the law of
// several reviews is wider than the matrix's power. A unit row never moves.

#include <cstdint>
#include <vector>

#include "models/credit/migration_parameters.h"
#include "models/credit/student_map.h"
#include "models/credit/transition_root.h"

namespace delcredere {

class GradeTransitions {
 public:
  /// student: of the t copula, or nullptr.
  GradeTransitions(const MigrationParameters& parameters, const StudentMap* student);

  std::size_t grades() const { return size_; }
  const TransitionRoot& root() const { return root_; }
  /// Probability of one review.
  double probability(std::size_t from, std::size_t to) const { return root_.matrix[from * size_ + to]; }
  /// c_j of the row `from`, j >= 1: who has x below it (times the mixing root) becomes j or worse.
  double threshold(std::size_t from, std::size_t j) const { return thresholds_[from * (size_ - 1) + j - 1]; }
  /// Does a grade ever change?
  bool stays(std::size_t from) const { return stays_[from]; }
  /// May a buyer come from one grade to another, in any number of reviews?
  bool reaches(std::size_t from, std::size_t to) const { return reaches_[from * size_ + to]; }

  /// Grade after a review; mixing_root: sqrt(W / nu) of the t copula, else 1.
  std::uint16_t next(std::uint16_t from, double x, double mixing_root) const {
    const double* thresholds = &thresholds_[from * (size_ - 1)];
    std::uint16_t grade = 0;
    while (grade + 1u < size_ && x < thresholds[grade] * mixing_root) ++grade;
    return grade;
  }

 private:
  std::size_t size_;
  TransitionRoot root_;
  std::vector<double> thresholds_;  ///< by present grade: c_1 .. c_(n-1), falling; infinite where certain
  std::vector<bool> stays_, reaches_;
};

}  // namespace delcredere
