#pragma once
// Our columns in a file's header: by our own name, or by the header that the config's `columns` gives for it.

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/csv/table.h"
#include "scenarios/portfolio_source.h"

namespace delcredere::csv {

/// A column that a kind of file may have.
struct ColumnRule {
  std::string_view name;
  bool required = false;
};

class Columns {
 public:
  /// Reports missing required columns, mapped headers that are not there, names in the map that are not ours; columns
  /// of the file that nothing uses give one warning. `also_used` are headers that something else reads.
  Columns(const FileSource& source, const Table& table, const std::vector<ColumnRule>& rules,
          const std::vector<std::string>& also_used, Report& report);

  bool complete() const { return complete_; }
  /// Position of our column in the table, -1 where the file has none.
  int operator[](std::string_view name) const;
  /// The file's own header for our column, for messages.
  const std::string& header(std::string_view name) const;

 private:
  struct Bound {
    std::string name, header;
    int at;
  };
  std::vector<Bound> bound_;
  bool complete_ = true;
};

/// Position of a header, -1 where there is none.
int find_header(const Table& table, std::string_view header);

}  // namespace delcredere::csv
