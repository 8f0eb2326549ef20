#pragma once
// Errors that reach a user: an exit code and, for each thing that is wrong, where it is and what would be right.

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace delcredere {

/// The program's exit codes.
enum class ExitCode : int {
  ok = 0,
  config = 2,     ///< usage or configuration
  data = 3,       ///< input data
  io = 4,         ///< reading or writing files, disk space
  model = 5,      ///< a model or its numerics (a matrix that is not PSD, a NaN)
  mismatch = 6,   ///< checkpoint or merge mismatch
  resources = 7,  ///< refused before starting: not enough memory
  stopped = 75    ///< stopped by a signal; resumable
};

/// A place in an input file. line and column count from 1; 0 = not known.
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
};

/// One thing that is wrong (or, as a warning, odd) with the input.
struct Diagnostic {
  Position where;
  std::string path;     ///< key path ("payment.buyer_effect") or CSV column; may be empty
  std::string message;  ///< what is wrong, what was got, what is allowed, a suggestion

  /// "file:line:col: path: message", leaving out what is not known.
  std::string text() const;
};

/// Everything that was found wrong in one pass. what() joins the diagnostics, one a line.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, std::string message);
  Error(ExitCode code, std::vector<Diagnostic> diagnostics);

  ExitCode code() const { return code_; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  ExitCode code_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace delcredere
