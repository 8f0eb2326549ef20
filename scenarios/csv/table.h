#pragma once
// A CSV file row by row, RFC 4180: comma, quotes with doubled quotes and line breaks inside, LF or CRLF, UTF-8 with or
// without BOM, with or without a final line break, one header row. Strict: what is not of this form is reported with
// its line, never repaired.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/csv/report.h"
#include "scenarios/csv/text_file.h"

namespace delcredere::csv {

class Table {
 public:
  /// Checks the encoding and reads the header row; what is wrong goes to `report` and leaves the table without rows.
  Table(std::shared_ptr<TextFile> text, Report& report);

  /// False when the encoding or the header row is unusable.
  bool readable() const { return readable_; }
  const std::vector<std::string>& header() const { return header_; }

  /// Moves to the next row with as many fields as the header; other rows are reported and passed over.
  bool next();
  /// Field of the current row; the view lives as long as the file.
  std::string_view operator[](int column) const { return fields_[static_cast<std::size_t>(column)]; }
  /// Line on which the current row starts.
  int line() const { return row_line_; }
  /// Upper estimate of the rows still to come, for reserving.
  std::size_t rows_at_most() const;
  const std::shared_ptr<TextFile>& text() const { return text_; }

 private:
  enum class Row { good, blank, malformed, end };
  Row read_row();
  bool read_quoted_field();
  bool check_header();
  void report_width();

  std::shared_ptr<TextFile> text_;
  Report* report_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  int line_ = 1;
  int row_line_ = 1;
  std::size_t columns_ = 0;
  std::vector<std::string_view> fields_;
  std::vector<std::string> header_;
  bool readable_ = false;
};

/// Name of the separator that `line` seems to use instead of the comma ("semicolon", "tab", "vertical bar"), or "".
std::string foreign_separator(std::string_view line);

}  // namespace delcredere::csv
