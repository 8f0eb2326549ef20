#pragma once
// Ids to positions, and the search for ids that are there twice, made for ledgers whose tables do not fit the caches:
// a look-up touches one cache line, the duplicate check works on parts that fit.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "models/core/money.h"
#include "scenarios/csv/large_pages.h"

namespace delcredere::csv {

/// Up to eight bytes as a word, the missing ones 0.
inline std::uint64_t short_word(const char* p, std::size_t n) {
  if (n >= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    return word;
  }
  if (n >= 4) {
    std::uint32_t low, high;
    std::memcpy(&low, p, 4);
    std::memcpy(&high, p + n - 4, 4);
    return low | std::uint64_t{high} << (8 * (n - 4));
  }
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < n; ++i) word |= std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
  return word;
}

/// A 64-bit hash of an id's bytes.
inline std::uint64_t hash_id(std::string_view id) {
  const auto mix = [](std::uint64_t a, std::uint64_t b) {
    const UInt128 product = static_cast<UInt128>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  };
  std::uint64_t h = 0x9E3779B97F4A7C15u ^ id.size();
  const char* p = id.data();
  std::size_t left = id.size();
  for (; left > 8; p += 8, left -= 8) h = mix(h ^ short_word(p, 8), 0xD6E8FEB86659FD93u);
  return mix(mix(h ^ short_word(p, left), 0xA0761D6478BD642Fu) ^ 0x8EBC6AF09C88C6E3u, 0x589965CC75374CC3u);
}

/// Open addressing; keys are kept in the order of insertion and their bytes must outlive the index.
class IdIndex {
 public:
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFFu;

  explicit IdIndex(std::size_t expected = 0) {
    keys_.reserve(expected);
    const std::size_t slots = std::bit_ceil(2 * expected + 16);
    reserve_large(slots_, slots);
    slots_.resize(slots);
  }

  /// Position of the id; inserted at the end when new. `inserted` tells which.
  std::uint32_t insert(std::string_view id, bool& inserted) {
    if (2 * (keys_.size() + 1) > slots_.size()) grow();
    Slot probe = make_slot(id, static_cast<std::uint32_t>(keys_.size()));
    Slot& slot = slots_[locate(probe, id)];
    inserted = slot.index == kAbsent;
    if (inserted) {
      slot = probe;
      keys_.push_back(id);
    }
    return slot.index;
  }

  std::uint32_t find(std::string_view id) const { return slots_[locate(make_slot(id, kAbsent), id)].index; }

  /// Starts fetching the line that a look-up of `id` will touch. Inlined by force: g++ 12 takes a function of nothing
  /// but a prefetch for one without effect and drops the call.
  [[gnu::always_inline]] void prefetch(std::string_view id) const {
    __builtin_prefetch(&slots_[hash_id(id) & (slots_.size() - 1)]);
  }

  const std::vector<std::string_view>& keys() const { return keys_; }

 private:
  // The first bytes of the id lie in the slot, so that ids of up to 16 bytes are compared without another look.
  struct alignas(32) Slot {
    std::uint64_t head[2] = {0, 0};
    std::uint64_t hash = 0;
    std::uint32_t length = 0;
    std::uint32_t index = kAbsent;
  };

  static Slot make_slot(std::string_view id, std::uint32_t index) {
    Slot slot;
    slot.head[0] = short_word(id.data(), id.size());
    slot.head[1] = id.size() > 8 ? short_word(id.data() + 8, id.size() - 8) : 0;
    slot.hash = hash_id(id);
    slot.length = static_cast<std::uint32_t>(id.size());
    slot.index = index;
    return slot;
  }

  bool same(const Slot& a, const Slot& b, std::string_view id) const {
    if (a.hash != b.hash || a.length != b.length || a.head[0] != b.head[0] || a.head[1] != b.head[1]) return false;
    return a.length <= sizeof a.head || keys_[a.index] == id;
  }

  // The slot that holds the id, or the free one where it belongs.
  std::size_t locate(const Slot& probe, std::string_view id) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = probe.hash & mask;
    while (slots_[at].index != kAbsent && !same(slots_[at], probe, id)) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Slot> larger(2 * slots_.size());
    for (const Slot& slot : slots_) {
      if (slot.index == kAbsent) continue;
      std::size_t at = slot.hash & (larger.size() - 1);
      while (larger[at].index != kAbsent) at = (at + 1) & (larger.size() - 1);
      larger[at] = slot;
    }
    slots_.swap(larger);
  }

  std::vector<Slot> slots_;
  std::vector<std::string_view> keys_;
};

/// Ids as they come, with the check for duplicates at the end: partitioned by hash, each part in a small table.
class IdRegister {
 public:
  void reserve(std::size_t n) {
    reserve_large(ids_, n);
    reserve_large(hashes_, n);
  }
  void add(std::string_view id) {
    ids_.push_back(id);
    hashes_.push_back(hash_id(id));
  }
  std::size_t size() const { return ids_.size(); }
  std::string_view operator[](std::size_t i) const { return ids_[i]; }

  /// (first, later) positions of every id that was there before, by the later one.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> duplicates() const;

 private:
  std::vector<std::string_view> ids_;
  std::vector<std::uint64_t> hashes_;
};

}  // namespace delcredere::csv
