#include "scenarios/config/nearest.h"

#include <algorithm>

namespace delcredere::config {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kLongest = 200;  // longer words are no typing errors; keeps the work small
  if (word.size() > kLongest) return "";
  const std::string* best = nullptr;
  std::size_t distance = 0;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongest) continue;
    const std::size_t found = edit_distance(word, candidate);
    if (best == nullptr || found < distance) {
      best = &candidate;
      distance = found;
    }
  }
  if (best == nullptr || distance > std::max<std::size_t>(1, std::max(word.size(), best->size()) / 3)) return "";
  return *best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string best = nearest(word, candidates);
  return best.empty() ? "" : " Did you mean '" + best + "'?";
}

}  // namespace delcredere::config
