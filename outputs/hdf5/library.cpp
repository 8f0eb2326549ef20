#include "outputs/hdf5/library.h"

#include <algorithm>
#include <array>
#include <mutex>

namespace delcredere::hdf5 {
namespace {

herr_t collect(unsigned /*depth*/, const H5E_error2_t* error, void* text) {
  auto& joined = *static_cast<std::string*>(text);
  const std::string message = error->desc == nullptr ? "" : error->desc;
  if (message.empty() || joined.find(message) != std::string::npos) return 0;
  joined += (joined.empty() ? "" : "; ") + message;
  return 0;
}

/// Whether memory, and not the file, was what failed.
herr_t find_exhaustion(unsigned /*depth*/, const H5E_error2_t* error, void* found) {
  // Files are made in memory and only then written, so no space is no memory.
  if (error->min_num == H5E_NOSPACE || error->min_num == H5E_CANTALLOC) *static_cast<bool*>(found) = true;
  return 0;
}

}  // namespace

void start_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    H5dont_atexit();
    H5open();
  });
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // per thread in a thread-safe library
}

std::string take_error_text() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &text);
  H5Eclear2(H5E_DEFAULT);
  return text;
}

void fail(const std::string& what) {
  bool exhausted = false;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, find_exhaustion, &exhausted);
  const std::string reason = take_error_text();
  throw Error(exhausted ? ExitCode::resources : ExitCode::io, reason.empty() ? what : what + " (HDF5: " + reason + ")");
}

Handle text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "cannot make the text type");
  check(H5Tset_size(type, H5T_VARIABLE), "cannot make the text type");
  check(H5Tset_cset(type, H5T_CSET_UTF8), "cannot make the text type");
  return type;
}

bool is_bookkeeping(const std::string& attribute) {
  constexpr std::array kNames{"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "DIMENSION_LABELS"};
  return attribute.starts_with("_Netcdf4") || attribute.starts_with("_NC") ||
         std::find(kNames.begin(), kNames.end(), attribute) != kNames.end();
}

}  // namespace delcredere::hdf5
