#pragma once
// The HDF5 library: its start, its identifiers as owned values, its error messages as ours. Private to outputs/hdf5.

#include <hdf5.h>

#include <string>
#include <utility>

#include "models/core/error.h"

namespace delcredere::hdf5 {

/// Starts the library once, without its atexit handler (which crashes when the disk was full), and keeps it from
/// printing in this thread. Every entry into this folder calls it first.
void start_library();

/// The messages of HDF5's error stack, innermost first, in one line; empties the stack.
std::string take_error_text();

/// Error(io), or Error(resources) where memory ran out, saying what failed and what HDF5 says about it.
[[noreturn]] void fail(const std::string& what);

/// Passes a result through, or fails when it is negative.
template <class Result>
Result check(Result result, const std::string& what) {
  if (result < 0) fail(what);
  return result;
}

/// An identifier and the function that closes it.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);

  Handle(hid_t id, Close close, const std::string& what) : id_(check(id, what)), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }

  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  Close close_;
};

/// The type of every text: variable length, UTF-8.
Handle text_type();

/// Names that belong to HDF5's dimension scales and netCDF's bookkeeping, not to the variable.
bool is_bookkeeping(const std::string& attribute);

}  // namespace delcredere::hdf5
