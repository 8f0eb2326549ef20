#pragma once
// How an array is stored: small ones inside their (checksummed) header, larger ones in compressed chunks.

#include <cstddef>
#include <vector>

#include "outputs/hdf5/library.h"

namespace delcredere::hdf5 {

/// Chunk of at most 1 MiB for 8-byte elements: trailing dimensions whole, leading ones cut first.
std::vector<hsize_t> chunk_shape(const std::vector<std::size_t>& shape);

/// Creation properties of a numeric array of 8-byte elements (`filtered`) or of texts, which cannot be filtered.
Handle dataset_properties(const std::vector<std::size_t>& shape, bool filtered);

}  // namespace delcredere::hdf5
