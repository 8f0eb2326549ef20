#include "outputs/hdf5/chunking.h"

#include <algorithm>

#include "outputs/hdf5/properties.h"

namespace delcredere::hdf5 {
namespace {

constexpr hsize_t kChunkElements = (hsize_t{1} << 20) / 8;
constexpr std::size_t kCompactElements = 4096 / 8;  // well below the 64 KiB that a header can hold
constexpr unsigned kCompressionLevel = 3;

}  // namespace

std::vector<hsize_t> chunk_shape(const std::vector<std::size_t>& shape) {
  std::vector<hsize_t> chunk(shape.size(), 1);
  hsize_t room = kChunkElements;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    chunk[axis] = std::clamp<hsize_t>(shape[axis], 1, room);
    room /= chunk[axis];
  }
  return chunk;
}

Handle dataset_properties(const std::vector<std::size_t>& shape, bool filtered) {
  const std::string what = "cannot set up a dataset";
  Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, what);
  keep_order_without_times(properties);
  std::size_t size = 1;
  for (std::size_t length : shape) size *= length;
  if (shape.empty() || !filtered) return properties;
  if (size <= kCompactElements) {
    check(H5Pset_layout(properties, H5D_COMPACT), what);
    return properties;
  }
  const std::vector<hsize_t> chunk = chunk_shape(shape);
  check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), what);
  check(H5Pset_shuffle(properties), what);
  check(H5Pset_deflate(properties, kCompressionLevel), what);
  check(H5Pset_fletcher32(properties), what);
  return properties;
}

}  // namespace delcredere::hdf5
