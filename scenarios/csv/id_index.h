#pragma once
// Ids to positions: an open-addressing table of views, for the duplicate check and the buyer look-up of a large ledger.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "models/core/money.h"

namespace delcredere::csv {

/// Keys are kept in the order of insertion; their bytes must outlive the index.
class IdIndex {
 public:
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFFu;

  explicit IdIndex(std::size_t expected = 0) {
    keys_.reserve(expected);
    slots_.resize(std::bit_ceil(2 * expected + 16));
  }

  /// Position of the id; inserted at the end when new. `inserted` tells which.
  std::uint32_t insert(std::string_view id, bool& inserted) {
    if (2 * (keys_.size() + 1) > slots_.size()) grow();
    const std::uint64_t h = hash(id);
    std::size_t at = h & (slots_.size() - 1);
    const auto tag = static_cast<std::uint32_t>(h >> 32);
    for (;; at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.index == kAbsent) {
        slot = {tag, static_cast<std::uint32_t>(keys_.size())};
        keys_.push_back(id);
        inserted = true;
        return slot.index;
      }
      if (slot.tag == tag && keys_[slot.index] == id) {
        inserted = false;
        return slot.index;
      }
    }
  }

  std::uint32_t find(std::string_view id) const {
    const std::uint64_t h = hash(id);
    const auto tag = static_cast<std::uint32_t>(h >> 32);
    for (std::size_t at = h & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (slot.index == kAbsent) return kAbsent;
      if (slot.tag == tag && keys_[slot.index] == id) return slot.index;
    }
  }

  const std::vector<std::string_view>& keys() const { return keys_; }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t index = kAbsent;
  };

  static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    const UInt128 product = static_cast<UInt128>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }

  static std::uint64_t hash(std::string_view id) {
    std::uint64_t h = 0x9E3779B97F4A7C15u ^ id.size();
    const char* p = id.data();
    std::size_t left = id.size();
    for (; left >= 8; p += 8, left -= 8) {
      std::uint64_t word;
      std::memcpy(&word, p, 8);
      h = mix(h ^ word, 0xD6E8FEB86659FD93u);
    }
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < left; ++i) word |= std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
    return mix(mix(h ^ word, 0xA0761D6478BD642Fu) ^ 0x8EBC6AF09C88C6E3u, 0x589965CC75374CC3u);
  }

  void grow() {
    std::vector<Slot> larger(2 * slots_.size());
    for (const Slot& slot : slots_) {
      if (slot.index == kAbsent) continue;
      const std::uint64_t h = hash(keys_[slot.index]);
      std::size_t at = h & (larger.size() - 1);
      while (larger[at].index != kAbsent) at = (at + 1) & (larger.size() - 1);
      larger[at] = slot;
    }
    slots_.swap(larger);
  }

  std::vector<Slot> slots_;
  std::vector<std::string_view> keys_;
};

}  // namespace delcredere::csv
