#pragma once
// Checksum of what a group says. fletcher32 covers filtered chunks and HDF5 its own structures, but texts lie in a heap
// without any; this covers everything, down to the reader.

#include <string>

#include "outputs/result_file.h"

namespace delcredere::hdf5 {

inline constexpr const char* kChecksumName = "content_crc64";

/// CRC-64/XZ over the names, dimensions, shapes, values and attributes of the group (the checksum itself left out).
std::string content_checksum(const Group& group);
/// The same over the attributes of the file.
std::string content_checksum(const Attributes& attributes);

}  // namespace delcredere::hdf5
