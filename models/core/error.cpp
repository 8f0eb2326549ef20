#include "models/core/error.h"

namespace delcredere {
namespace {

std::string join(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += diagnostic.text();
  }
  return text;
}

}  // namespace

std::string Diagnostic::text() const {
  std::string text;
  if (!where.file.empty()) {
    text += where.file;
    if (where.line > 0) text += ':' + std::to_string(where.line);
    if (where.line > 0 && where.column > 0) text += ':' + std::to_string(where.column);
    text += ": ";
  }
  if (!path.empty()) text += path + ": ";
  return text + message;
}

Error::Error(ExitCode code, std::string message) : Error(code, std::vector<Diagnostic>{{{}, "", std::move(message)}}) {}

Error::Error(ExitCode code, std::vector<Diagnostic> diagnostics)
    : std::runtime_error(join(diagnostics)), code_(code), diagnostics_(std::move(diagnostics)) {}

}  // namespace delcredere
