#pragma once
// Default probability by year: the table of one grade.
//
//   q_y   probability of a default in year y, given survival to its start        y = 1, 2, ...; a year is 365 days
//   F(t) = 1 - prod_(years over) (1 - q_y) (1 - q_now)^(part of the running year)
//
// After the last year of the table its hazard goes on. One year is the plain annual PD.

#include <span>
#include <vector>

namespace delcredere {

class PdTerm {
 public:
  /// The same PD every year, in [0, 1].
  PdTerm(double annual = 0.0) : first_(annual) {}
  /// q_1, q_2, ...: at least one, each in [0, 1].
  static PdTerm conditional(std::span<const double> by_year);
  /// F at the end of year 1, 2, ...: at least one, in [0, 1], never falling. What follows a certain default is certain.
  static PdTerm cumulative(std::span<const double> by_year);

  double first() const { return first_; }
  bool flat() const { return later_.empty(); }
  /// q_1 .. q_n without repetitions of the last.
  std::vector<double> years() const;

  friend bool operator==(const PdTerm&, const PdTerm&) = default;
  friend auto operator<=>(const PdTerm&, const PdTerm&) = default;

 private:
  double first_;
  std::vector<double> later_;
};

}  // namespace delcredere
