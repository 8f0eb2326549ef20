#pragma once
// The two streams: stdout is for data, stderr for people. A reader that went away is no error; a full disk is.

#include <string>
#include <string_view>
#include <vector>

#include "models/core/error.h"

namespace delcredere {

/// What a stream shows its text on.
struct Terminal {
  bool bar = false;     ///< a terminal that can redraw a line
  bool colour = false;  ///< a terminal, and NO_COLOR is not set
  int columns = 80;
};

/// From the facts: is it a terminal, NO_COLOR (null or empty: not set), TERM, its width (0: not known).
Terminal terminal_from(bool is_terminal, const char* no_color, const char* term, int columns);

/// stderr and stdout, as they are now.
Terminal people_terminal();
Terminal data_terminal();

/// Opens /dev/null on 0, 1 and 2 where the caller closed them. Else the result file could become "stdout".
void open_missing_descriptors();

/// Writes data to stdout. Quiet when nobody reads it (EPIPE, a terminal that hung up); throws Error (4) when it cannot
/// be written for another reason.
void print_data(std::string_view text);

/// Writes bytes to stderr as they are; failures are ignored, for there is nobody left to tell.
void write_people(std::string_view bytes);

/// A line for people, cleaned of whatever could steer a terminal.
void tell(std::string_view line);

void report_warnings(const std::vector<Diagnostic>& warnings);

/// One diagnostic a line, cleaned likewise.
void report_error(const Error& error);

}  // namespace delcredere
