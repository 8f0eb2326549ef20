#include "scenarios/csv/id_index.h"

#include <algorithm>

namespace delcredere::csv {

std::vector<std::pair<std::uint32_t, std::uint32_t>> IdRegister::duplicates() const {
  constexpr int kPartBits = 8;
  constexpr std::size_t kParts = std::size_t{1} << kPartBits;
  constexpr std::uint32_t kFree = 0xFFFFFFFFu;
  const auto part_of = [](std::uint64_t hash) { return static_cast<std::size_t>(hash >> (64 - kPartBits)); };

  // Positions grouped by the top bits of their hash, in their order inside each part.
  struct Entry {
    std::uint64_t hash;
    std::uint32_t position;
  };
  std::vector<std::size_t> start(kParts + 1, 0);
  for (const std::uint64_t hash : hashes_) ++start[part_of(hash) + 1];
  std::size_t largest = 0;
  for (std::size_t i = 1; i <= kParts; ++i) {
    largest = std::max(largest, start[i]);
    start[i] += start[i - 1];
  }
  std::vector<Entry> entries;
  reserve_large(entries, hashes_.size());
  entries.resize(hashes_.size());
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  for (std::uint32_t i = 0; i < hashes_.size(); ++i) entries[next[part_of(hashes_[i])]++] = {hashes_[i], i};

  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  std::vector<std::uint32_t> table(std::bit_ceil(2 * largest + 1));
  const std::size_t mask = table.size() - 1;
  for (std::size_t part = 0; part < kParts; ++part) {
    std::fill(table.begin(), table.end(), kFree);
    for (std::size_t e = start[part]; e < start[part + 1]; ++e) {
      std::size_t at = entries[e].hash & mask;
      for (; table[at] != kFree; at = (at + 1) & mask) {
        const Entry& other = entries[table[at]];
        if (other.hash == entries[e].hash && ids_[other.position] == ids_[entries[e].position]) break;
      }
      if (table[at] == kFree) {
        table[at] = static_cast<std::uint32_t>(e);
      } else {
        found.emplace_back(entries[table[at]].position, entries[e].position);
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return found;
}

}  // namespace delcredere::csv
