#pragma once
// The command line as a whole: which command, and which exit code whatever happens.

#include <string>
#include <vector>

namespace delcredere {

/// argv in, exit code out (models/core/error.h). Errors are told on stderr, one a line.
int run_program(const std::vector<std::string>& arguments);

}  // namespace delcredere
