#pragma once
// Everything that is wrong with the input, gathered in one pass.

#include <string>
#include <vector>

#include "models/core/error.h"

namespace delcredere::config {

class Problems {
 public:
  static constexpr std::size_t kShown = 50;
  static constexpr std::size_t kKept = 500;  ///< a flood is cut here: nobody reads it

  void error(Position where, std::string path, std::string message) {
    if (errors_.size() >= kKept) return;
    errors_.push_back({std::move(where), std::move(path), std::move(message)});
  }
  /// A file that cannot be read: code 4 where nothing else is wrong.
  void io_error(Position where, std::string path, std::string message) {
    if (io_errors_.size() >= kKept) return;
    io_errors_.push_back({std::move(where), std::move(path), std::move(message)});
  }
  /// Said once for one place, although a grid makes many policies of it.
  void warning(Position where, std::string path, std::string message);
  bool full() const { return errors_.size() >= kKept; }
  bool clean() const { return errors_.empty() && io_errors_.empty(); }
  const std::vector<Diagnostic>& errors() const { return errors_; }
  const std::vector<Diagnostic>& io_errors() const { return io_errors_; }
  const std::vector<Diagnostic>& warnings() const { return warnings_; }

  /// Takes over what another pass found, but for what is known already (the same thing at the same place); what is new
  /// gets `prefix` in front of its path.
  void merge(const Problems& other, const std::string& prefix);

  /// Throws Error with at most kShown diagnostics in the order of their lines, if there are any. `data` are what was
  /// wrong with the input files (code 3); errors of the config (2) and of reading files (4) go before them.
  void throw_if_any(const std::vector<Diagnostic>& data) const;

 private:
  std::vector<Diagnostic> errors_, io_errors_, warnings_;
};

/// At most Problems::kShown, by file and line; the last one counts the rest.
std::vector<Diagnostic> in_order(std::vector<Diagnostic> diagnostics);

}  // namespace delcredere::config
