#pragma once
// Where the result goes.

#include <optional>
#include <string>
#include <vector>

namespace delcredere {

/// The path that -o names, or NAME.h5 here. Throws Error (2) for an empty path or a name that is no file name.
std::string output_path(const std::optional<std::string>& given, const std::string& study_name);

/// Throws Error (4) when the path is one of the files that the run reads: --force must not cost anybody a config.
void refuse_to_overwrite_inputs(const std::string& path, const std::vector<std::string>& inputs);

}  // namespace delcredere
