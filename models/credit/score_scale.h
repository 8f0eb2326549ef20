#pragma once
// A built-in scale of grades for books that come with credit scores from 1 (best) to 10 (worst).
//
// Illustrative: no insurer's, bureau's or rating agency's table and fitted to no data. PDs grow by a factor of about
// two from score to score, from 0.03 % to 20 % a year; suggested limits fall likewise, in whole units of the base
// currency, and are shown beside what the buyers owe, nothing more. A config replaces any entry or the whole scale.

#include <array>
#include <cstdint>

namespace delcredere {

struct ScoreGrade {
  const char* name;
  double annual_pd;
  std::int64_t suggested_limit;  ///< whole units of the base currency
};

inline constexpr std::array<ScoreGrade, 10> kScoreScale{{{"1", 0.0003, 5'000'000},
                                                         {"2", 0.0007, 2'500'000},
                                                         {"3", 0.0015, 1'500'000},
                                                         {"4", 0.003, 1'000'000},
                                                         {"5", 0.006, 500'000},
                                                         {"6", 0.012, 250'000},
                                                         {"7", 0.025, 100'000},
                                                         {"8", 0.05, 50'000},
                                                         {"9", 0.1, 20'000},
                                                         {"10", 0.2, 0}}};

}  // namespace delcredere
