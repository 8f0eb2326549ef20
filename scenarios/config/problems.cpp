#include "scenarios/config/problems.h"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

namespace delcredere::config {
namespace {

/// The words may differ: a scenario knows more keys than base.
bool same(const Diagnostic& a, const Diagnostic& b) {
  return a.where.line == b.where.line && a.where.column == b.where.column && a.where.file == b.where.file &&
         a.path == b.path;
}

void merge_into(std::vector<Diagnostic>& into, const std::vector<Diagnostic>& from, const std::string& prefix) {
  const std::size_t known = prefix.empty() ? 0 : into.size();
  for (const Diagnostic& diagnostic : from) {
    if (into.size() >= Problems::kKept) return;
    const auto end = into.begin() + static_cast<std::ptrdiff_t>(known);
    if (std::any_of(into.begin(), end, [&](const Diagnostic& old) { return same(old, diagnostic); })) continue;
    into.push_back(diagnostic);
    into.back().path = prefix + into.back().path;
  }
}

}  // namespace

void Problems::warning(Position where, std::string path, std::string message) {
  if (warnings_.size() >= kKept) return;
  const bool said = where.line > 0 && std::any_of(warnings_.begin(), warnings_.end(), [&](const Diagnostic& old) {
                      return old.where.line == where.line && old.where.column == where.column &&
                             old.where.file == where.file && old.message == message;
                    });
  if (!said) warnings_.push_back({std::move(where), std::move(path), std::move(message)});
}

void Problems::merge(const Problems& other, const std::string& prefix) {
  merge_into(errors_, other.errors_, prefix);
  merge_into(io_errors_, other.io_errors_, prefix);
  merge_into(warnings_, other.warnings_, prefix);
}

std::vector<Diagnostic> in_order(std::vector<Diagnostic> diagnostics) {
  if (diagnostics.empty()) return diagnostics;
  // The file of the first one is the config; other files follow in the order they came.
  std::vector<std::string> files;
  for (const Diagnostic& d : diagnostics) {
    if (std::find(files.begin(), files.end(), d.where.file) == files.end()) files.push_back(d.where.file);
  }
  const auto rank = [&](const Diagnostic& d) {
    return std::tuple(std::find(files.begin(), files.end(), d.where.file) - files.begin(), d.where.line,
                      d.where.column);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return rank(a) < rank(b); });
  if (diagnostics.size() > Problems::kShown) {
    const std::size_t rest = diagnostics.size() - Problems::kShown + 1;
    diagnostics.resize(Problems::kShown);
    Diagnostic& last = diagnostics.back();
    last.where.line = 0;
    last.path.clear();
    last.message = fmt::format("and {} more errors", rest);
  }
  return diagnostics;
}

void Problems::throw_if_any(const std::vector<Diagnostic>& data) const {
  std::vector<Diagnostic> all = errors_;
  all.insert(all.end(), io_errors_.begin(), io_errors_.end());
  all.insert(all.end(), data.begin(), data.end());
  if (all.empty()) return;
  const ExitCode code = !errors_.empty() ? ExitCode::config : !io_errors_.empty() ? ExitCode::io : ExitCode::data;
  throw Error(code, in_order(std::move(all)));
}

}  // namespace delcredere::config
