#pragma once
// Collects what is wrong with a file: at most 50 errors, then a count; likewise warnings of one kind.

#include <cstddef>
#include <string>
#include <string_view>

#include "scenarios/portfolio_source.h"

namespace delcredere::csv {

inline constexpr std::size_t kMaxErrors = 50;

/// A field as messages show it: in quotes, control characters escaped, at most 60 bytes.
std::string shown(std::string_view field);

class Report {
 public:
  Report(ReadLog& log, std::string file) : log_(&log), file_(std::move(file)) {}

  void error(int line, std::string_view column, std::string message);
  void error_at(const Position& where, std::string path, std::string message);
  void warning(int line, std::string_view column, std::string message);
  void note(std::string text) { log_->notes.push_back(file_ + ": " + text); }

  /// Errors found in all files so far, collected or only counted.
  std::size_t errors() const { return log_->errors.size() + log_->errors_left_out; }
  const std::string& file() const { return file_; }
  ReadLog& log() const { return *log_; }

 private:
  ReadLog* log_;
  std::string file_;
};

/// "1 row", "2 rows".
std::string counted(std::size_t n, std::string_view noun);

/// The candidate nearest to `word` (case ignored, at most two edits), or "".
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace delcredere::csv
