#pragma once
// 24 bytes after the end of the HDF5 file, which HDF5 does not look at: "DELCREDR", the length of what comes before,
// and its CRC-64/XZ, both little-endian. HDF5 1.10 can crash on a damaged file, so this is checked before HDF5 opens
// it. A file that another program rewrote has lost the trailer; then HDF5's own checks and the groups' checksums
// remain.

#include <cstddef>
#include <vector>

namespace delcredere::hdf5 {

void append_trailer(std::vector<std::byte>& image);

enum class TrailerState { absent, fits, damaged };

/// Reads the whole file once.
TrailerState check_trailer(int descriptor);

}  // namespace delcredere::hdf5
