#pragma once
// A dense row-major array of any rank: the shape of every table of results.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <vector>

namespace delcredere {

template <class T>
class NdArray {
 public:
  NdArray() = default;
  explicit NdArray(std::vector<std::size_t> shape, T fill = T{})
      : shape_(std::move(shape)),
        values_(std::accumulate(shape_.begin(), shape_.end(), std::size_t{1}, std::multiplies<>{}), fill) {}

  const std::vector<std::size_t>& shape() const { return shape_; }
  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  const std::vector<T>& values() const { return values_; }
  std::vector<T>& values() { return values_; }

  /// Element by its indices, one per axis: a(scenario, policy, probability).
  template <class... Index>
  T& operator()(Index... index) {
    return values_[offset({static_cast<std::size_t>(index)...})];
  }
  template <class... Index>
  const T& operator()(Index... index) const {
    return values_[offset({static_cast<std::size_t>(index)...})];
  }

 private:
  std::size_t offset(std::initializer_list<std::size_t> index) const {
    std::size_t position = 0;
    std::size_t axis = 0;
    for (std::size_t i : index) position = position * shape_[axis++] + i;
    return position;
  }

  std::vector<std::size_t> shape_;
  std::vector<T> values_;
};

}  // namespace delcredere
