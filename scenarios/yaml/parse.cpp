#include "scenarios/yaml/parse.h"

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/yaml/source_text.h"

namespace delcredere::yaml {
namespace {

constexpr const char* kNoAliases =
    "aliases are not supported (an anchor '&', an alias '*' or a merge key '<<'). Write the "
    "values out, or use scenarios, which overlay base";

constexpr std::size_t kMostProblems = 49;

[[noreturn]] void fail(const Mark& mark, std::string message) {
  raise(ExitCode::config, mark.position(), std::move(message));
}

/// Before yaml-cpp sees the text: its scanner would queue a token for every bracket of "[[[[...". Quotes and comments
/// are followed only roughly; that can at worst count brackets of unquoted text, which no config has so many of.
void check_depth(std::string_view text, const std::shared_ptr<const std::string>& file) {
  int depth = 0;
  Mark mark{file, 1, 0};
  char quote = 0;
  bool comment = false;
  char before = '\n';
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    ++mark.column;
    if (c == '\n') {
      ++mark.line;
      mark.column = 0;
      comment = false;
    } else if (comment) {
      continue;
    } else if (quote == '"' && c == '\\') {
      ++at;
      ++mark.column;
    } else if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '#' && (before == ' ' || before == '\t' || before == '\n')) {
      comment = true;
    } else if ((c == '"' || c == '\'') && std::string_view(" \t\n[{,:").find(before) != std::string_view::npos) {
      quote = c;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaximumDepth) fail(mark, fmt::format("is nested deeper than {} levels", kMaximumDepth));
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
    before = c;
  }
}

/// Builds the tree; throws our Error out of the parser at the first thing that must stop it.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::shared_ptr<const std::string> file) : file_(std::move(file)) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& at, YAML::anchor_t anchor) override { begin(Kind::null, at, anchor, "", ""); }
  void OnAlias(const YAML::Mark& at, YAML::anchor_t) override { fail(mark(at), kNoAliases); }
  void OnScalar(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    begin(Kind::scalar, at, anchor, tag, value);
  }
  void OnSequenceStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open_.push_back(begin(Kind::list, at, anchor, tag, ""));
    keys_.push_back(true);
    names_.emplace_back();
    check_open(at);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& at, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open_.push_back(begin(Kind::map, at, anchor, tag, ""));
    keys_.push_back(false);
    names_.emplace_back();
    check_open(at);
  }
  void OnMapEnd() override { close(); }
  void OnAnchor(const YAML::Mark& at, const std::string&) override { fail(mark(at), kNoAliases); }

  Node root;
  std::vector<Diagnostic> problems;

 private:
  Mark mark(const YAML::Mark& at) const { return {file_, at.line + 1, at.column + 1}; }

  void check_open(const YAML::Mark& at) const {
    if (static_cast<int>(open_.size()) > kMaximumDepth) {
      fail(mark(at), fmt::format("is nested deeper than {} levels", kMaximumDepth));
    }
  }

  void close() {
    open_.pop_back();
    keys_.pop_back();
    names_.pop_back();
  }

  /// Puts a value (or a map's key) where it belongs. The pointers in open_ stay valid: a container only grows while it
  /// is the innermost one.
  Node* begin(Kind kind, const YAML::Mark& at, YAML::anchor_t anchor, const std::string& tag, const std::string& text) {
    const Mark here = mark(at);
    if (anchor != 0) fail(here, kNoAliases);
    // yaml-cpp marks untagged scalars "?" (plain) and "!" (quoted).
    if (!tag.empty() && tag != "?" && tag != "!") fail(here, fmt::format("tags are not supported, got '{}'", tag));
    if (open_.empty()) return fill(root, kind, here, tag, text);
    Node& parent = *open_.back();
    if (parent.kind == Kind::list) return fill(parent.items.emplace_back(), kind, here, tag, text);
    if (keys_.back()) {
      keys_.back() = false;
      return fill(parent.entries.back().value, kind, here, tag, text);
    }
    if (kind == Kind::null) fail(here, "a key is empty or null. Put it in quotes if it is a name");
    if (kind != Kind::scalar) fail(here, "a key must be text, not a list or a map");
    if (text == "<<" && tag == "?") fail(here, kNoAliases);
    if (const auto [twin, fresh] = names_.back().try_emplace(text, here.line); !fresh) {
      problems.push_back(
          {here.position(), "",
           fmt::format("the key '{}' is given twice, in line {} and in line {}", text, twin->second, here.line)});
      if (problems.size() > kMostProblems) throw Error(ExitCode::config, std::move(problems));
    }
    keys_.back() = true;
    parent.entries.push_back({text, here, {}});
    return nullptr;
  }

  static Node* fill(Node& node, Kind kind, const Mark& here, const std::string& tag, const std::string& text) {
    node.kind = kind;
    node.mark = here;
    node.text = text;
    node.quoted = kind == Kind::scalar && tag == "!";
    return &node;
  }

  std::shared_ptr<const std::string> file_;
  std::vector<Node*> open_;
  std::vector<bool> keys_;  ///< per open container: a map's key has been read and its value comes next
  std::vector<std::unordered_map<std::string, int>> names_;  ///< per open map: its keys and their lines
};

/// Refuses every further document.
class NoMoreDocuments : public YAML::EventHandler {
 public:
  explicit NoMoreDocuments(std::shared_ptr<const std::string> file) : file_(std::move(file)) {}
  void OnDocumentStart(const YAML::Mark& at) override {
    fail({file_, at.line + 1, at.column + 1}, "a second document starts here (allowed: one document)");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  std::shared_ptr<const std::string> file_;
};

}  // namespace

Node parse(std::string_view text, const std::string& file) {
  const auto name = std::make_shared<const std::string>(file);
  check_text(text, file);
  check_depth(text, name);
  TreeBuilder builder(name);
  builder.root.mark = {name, 1, 1};
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) {
      NoMoreDocuments rest(name);
      parser.HandleNextDocument(rest);
    }
  } catch (const YAML::ParserException& error) {
    const Mark here{name, error.mark.line + 1, error.mark.column + 1};
    if (error.msg.find("anchor") != std::string::npos) fail(here, kNoAliases);
    fail(here, "is not valid YAML: " + error.msg);
  }
  if (!builder.problems.empty()) throw Error(ExitCode::config, std::move(builder.problems));
  return std::move(builder.root);
}

Node parse_file(const std::string& path, std::string* text) {
  *text = read_source(path);
  Node root = parse(*text, path);
  if (root.kind == Kind::null) fail(root.mark, "the file is empty (allowed: a map of keys)");
  if (root.kind != Kind::map) fail(root.mark, "the top level is " + describe(root) + " (allowed: a map of keys)");
  return root;
}

}  // namespace delcredere::yaml
