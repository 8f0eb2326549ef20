#pragma once
// From a config file to a study. Everything that is wrong is reported at once; nothing is written.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/core/error.h"
#include "models/study.h"

namespace delcredere {

/// What the command line changes on top of the file.
struct LoadOptions {
  std::vector<std::string> sets;       ///< "path.to.key=value", applied to base before the scenarios
  std::vector<std::string> scenarios;  ///< run only these; empty = all
  std::optional<std::string> trials;   ///< text as typed
  std::optional<std::string> seed;
};

struct InputFile {
  std::string name;    ///< as written in the config
  std::string sha256;  ///< lower-case hex
  std::uint64_t bytes = 0;
};

struct LoadedStudy {
  Study study;
  std::vector<Diagnostic> warnings;
  std::vector<std::string> notes;  ///< facts that explain prints: clean-up rules applied, rows left out, counts
  std::string config_given;        ///< the file as it is
  std::string config_effective;    ///< every key with its value in force, YAML
  std::vector<InputFile> inputs;   ///< config first, then every file it names
  /// Where correlations between factors and between currencies were written, by path: for the error of a matrix that is
  /// not positive semidefinite, which models/credit finds.
  std::map<std::string, Position> positions;
};

/// Throws Error (code 2, 3, 4, 5) with every diagnostic found, at most 50.
LoadedStudy load_study(const std::string& config_path, const LoadOptions& options);

/// A full commented config, valid as it stands but for the files it names.
std::string default_config();

/// JSON Schema (draft-07) of the config.
std::string config_schema();

}  // namespace delcredere
