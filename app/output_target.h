#pragma once
// Where the result goes, checked before hours of simulation and not after them.

#include <optional>
#include <string>
#include <vector>

namespace delcredere {

/// The path that -o names, or NAME.h5 here. Throws Error (2) for an empty path or a name that is no file name.
std::string output_path(const std::optional<std::string>& given, const std::string& study_name);

/// Throws Error (4) when a file cannot be put there: it exists and `force` is off, it is not a regular file, its folder is
/// missing or read-only, or it is one of the run's own inputs.
void check_output(const std::string& path, bool force, const std::vector<std::string>& inputs);

}  // namespace delcredere
