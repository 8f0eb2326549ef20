#pragma once
// What a fault must look like from outside: the exit code, words on stderr that name it, no data, nothing written.

#include <string>
#include <vector>

#include "tests/support/program.h"

namespace delcredere::faults {

using cli::Outcome;
using cli::StudyFolder;

/// `run study.yaml` and more arguments in the folder, quietly.
Outcome run_study(const StudyFolder& study, std::vector<std::string> more = {});

/// Runs and checks that it is refused with `code`, every one of `words` on stderr, an empty stdout, and the folder as
/// it was.
void refused(const StudyFolder& study, int code, const std::vector<std::string>& words,
             std::vector<std::string> more = {});

/// Runs and checks that it succeeds; gives what it said.
Outcome accepted(const StudyFolder& study, std::vector<std::string> more = {});

/// The small study with one piece of a file replaced.
class Changed : public StudyFolder {
 public:
  Changed(const std::string& file, const std::string& from, const std::string& to) { replace(file, from, to); }
};

/// The small study with lines added to its config.
class Extended : public StudyFolder {
 public:
  explicit Extended(const std::string& lines) { write("study.yaml", read("study.yaml") + lines); }
};

/// The small study with another invoices file.
class Invoices : public StudyFolder {
 public:
  explicit Invoices(const std::string& rows,
                    const std::string& header = "invoice_id,buyer_id,issue_date,due_date,amount\n") {
    write("invoices.csv", header + rows);
  }
};

/// The small study with another buyers file.
class Buyers : public StudyFolder {
 public:
  explicit Buyers(const std::string& text) { write("buyers.csv", text); }
};

}  // namespace delcredere::faults
