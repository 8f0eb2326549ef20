#pragma once
// Re-rating: how grades move between the reviews of a horizon (migration.h has the model).

#include <map>
#include <string>
#include <vector>

#include "models/core/days.h"

namespace delcredere {

struct MigrationParameters {
  std::vector<std::string> grades;  ///< from best to worst; empty: no re-rating
  std::vector<double> matrix;       ///< one year, given no default: row-major, rows add up to 1
  double years = 0.25;              ///< between two reviews
  std::vector<Day> reviews;         ///< in 1..H, ascending: from that day on the new grade rules
  bool per_review = false;          ///< factors of their own for every review, else the horizon's
  /// By grade: payment segment of what a buyer is sold while it has that grade; in others it keeps its own.
  std::map<std::string, std::string> segments{};

  bool active() const { return !grades.empty() && !reviews.empty(); }
  friend bool operator==(const MigrationParameters&, const MigrationParameters&) = default;
};

}  // namespace delcredere
