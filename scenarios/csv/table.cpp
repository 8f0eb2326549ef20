#include "scenarios/csv/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace delcredere::csv {
namespace {

// Bytes at which the scan of an unquoted field stops.
constexpr std::array<bool, 256> kStops = [] {
  std::array<bool, 256> stops{};
  stops[','] = stops['\n'] = stops['\r'] = stops['"'] = true;
  return stops;
}();

}  // namespace

std::string foreign_separator(std::string_view line) {
  const auto count = [&](char c) { return std::count(line.begin(), line.end(), c); };
  const auto commas = count(',');
  if (count(';') > commas) return "semicolon";
  if (count('\t') > commas) return "tab";
  if (count('|') > commas) return "vertical bar";
  return "";
}

Table::Table(std::shared_ptr<TextFile> text, Report& report) : text_(std::move(text)), report_(&report) {
  const std::string_view bytes = text_->bytes();
  if (const auto fault = find_encoding_fault(bytes)) {
    report_->error(fault->line, "", fault->message);
    return;
  }
  at_ = bytes.data();
  end_ = at_ + bytes.size();
  if (bytes.starts_with("\xEF\xBB\xBF")) at_ += 3;
  if (at_ == end_) {
    report_->error(0, "", "the file is empty; a header row is needed");
    return;
  }
  const auto* line_end = static_cast<const char*>(std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_)));
  const std::string_view first_line(at_, static_cast<std::size_t>((line_end ? line_end : end_) - at_));
  if (const std::string separator = foreign_separator(first_line); !separator.empty()) {
    report_->error(1, "",
                   fmt::format("the columns are separated by the {}, a comma is needed. Save the file as "
                               "comma-separated CSV with decimal points",
                               separator));
    return;
  }
  const Row row = read_row();
  if (row == Row::malformed) return;
  if (row == Row::blank) {
    report_->error(row_line_, "", "the first line is empty; a header row is needed");
    return;
  }
  columns_ = fields_.size();
  header_.assign(fields_.begin(), fields_.end());
  readable_ = check_header();
}

bool Table::check_header() {
  bool good = true;
  for (std::size_t i = 0; i < header_.size(); ++i) {
    const auto same = std::find(header_.begin(), header_.begin() + static_cast<std::ptrdiff_t>(i), header_[i]);
    if (header_[i].empty() || same == header_.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    report_->error(row_line_, "",
                   fmt::format("column {} is there twice (columns {} and {})", shown(header_[i]),
                               same - header_.begin() + 1, i + 1));
    good = false;
  }
  return good;
}

std::size_t Table::rows_at_most() const { return static_cast<std::size_t>(std::count(at_, end_, '\n')) + 1; }

bool Table::next() {
  if (!readable_) return false;
  while (true) {
    switch (read_row()) {
      case Row::end:
        return false;
      case Row::malformed:
        continue;
      case Row::blank: {
        const bool only_blanks_follow = std::all_of(at_, end_, [](char c) { return c == '\n' || c == '\r'; });
        if (only_blanks_follow) return false;
        report_->error(row_line_, "", "an empty line inside the table");
        continue;
      }
      case Row::good:
        if (fields_.size() == columns_) return true;
        report_width();
    }
  }
}

void Table::report_width() {
  const bool longer = fields_.size() > columns_;
  report_->error(row_line_, "",
                 fmt::format("the row has {}, the header has {}. {}", counted(fields_.size(), "field"), columns_,
                             longer ? "A field with a comma in it (also a decimal comma or a thousands separator) "
                                      "must stand in quotes; amounts need a decimal point"
                                    : "Every row needs every column; a value that is not known is an empty field"));
}

// Reads one record into fields_. The buffer ends with a line break beyond end_, so the inner scan needs no bound.
Table::Row Table::read_row() {
  fields_.clear();
  row_line_ = line_;
  if (at_ >= end_) return Row::end;
  while (true) {
    if (*at_ == '"' && at_ < end_) {
      if (!read_quoted_field()) return Row::malformed;
    } else {
      const char* start = at_;
      while (!kStops[static_cast<unsigned char>(*at_)]) ++at_;
      fields_.emplace_back(start, static_cast<std::size_t>(at_ - start));
    }
    if (at_ >= end_) {
      at_ = end_;
      break;
    }
    if (*at_ == ',') {
      ++at_;
      if (at_ >= end_) {  // the file ends with a comma: one more, empty field
        fields_.emplace_back();
        break;
      }
      continue;
    }
    if (*at_ == '\n') {
      ++at_;
      ++line_;
      break;
    }
    if (*at_ == '\r' && at_ + 1 <= end_ && at_[1] == '\n') {
      at_ += 2;
      ++line_;
      break;
    }
    report_->error(row_line_, "",
                   *at_ == '\r' ? "a carriage return without line feed (old Mac line ends?); "
                                  "lines end with LF or CRLF"
                                : "a quote inside a field that does not start with one. A field with "
                                  "quotes stands in quotes, its own quotes doubled");
    const auto* line_end = static_cast<const char*>(std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_)));
    at_ = line_end ? line_end + 1 : end_;
    ++line_;
    return Row::malformed;
  }
  if (at_ > end_) at_ = end_;
  const bool blank = fields_.size() == 1 && fields_[0].empty() && columns_ != 1;
  return blank ? Row::blank : Row::good;
}

// at_ is on the opening quote; leaves it behind the closing one. Line breaks inside count for the lines that follow.
bool Table::read_quoted_field() {
  const int opening_line = line_;
  const char* start = ++at_;
  bool doubled = false;
  while (true) {
    const auto* quote = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
    if (quote == nullptr) {
      report_->error(opening_line, "", "a quote opens here and never closes");
      at_ = end_;
      return false;
    }
    line_ += static_cast<int>(std::count(at_, quote, '\n'));
    at_ = quote + 1;
    if (at_ >= end_ || *at_ != '"') break;
    doubled = true;
    ++at_;
  }
  const std::string_view raw(start, static_cast<std::size_t>(at_ - 1 - start));
  if (at_ < end_ && *at_ != ',' && *at_ != '\n' && *at_ != '\r') {
    report_->error(opening_line, "",
                   fmt::format("text after the closing quote of {}. A quote inside a quoted field "
                               "is doubled",
                               shown(raw)));
    const auto* line_end = static_cast<const char*>(std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_)));
    at_ = line_end ? line_end + 1 : end_;
    ++line_;
    return false;
  }
  if (!doubled) {
    fields_.push_back(raw);
    return true;
  }
  std::string clean;
  clean.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    clean += raw[i];
    if (raw[i] == '"') ++i;
  }
  fields_.push_back(text_->keep(std::move(clean)));
  return true;
}

}  // namespace delcredere::csv
