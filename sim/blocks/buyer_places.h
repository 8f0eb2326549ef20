#pragma once
// Where a buyer is in a list of a trial: looked up, not searched.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace delcredere {

class BuyerPlaces {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  explicit BuyerPlaces(std::size_t buyers) : place_(buyers, 0) {}

  void put(std::uint32_t buyer, std::size_t place) { place_[buyer] = static_cast<std::uint32_t>(place); }
  /// The buyer's place among the first `count` of `list`, all of which were put; kNone if it is not there. Places of
  /// earlier lists do no harm: what lies in the place is looked at.
  template <class List>
  std::uint32_t find(std::uint32_t buyer, const List& list, std::size_t count) const {
    const std::uint32_t place = place_[buyer];
    return place < count && list[place].buyer == buyer ? place : kNone;
  }

 private:
  std::vector<std::uint32_t> place_;  ///< by buyer
};

}  // namespace delcredere
