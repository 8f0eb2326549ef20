#pragma once
// Properties that every object of a result file shares.

#include "outputs/hdf5/library.h"

namespace delcredere::hdf5 {

/// Creation order of attributes tracked (netCDF-4 asks for it), no times (equal runs, equal bytes), and attributes kept
/// in the object's own header up to 64 of them.
inline void keep_order_without_times(hid_t properties) {
  const std::string what = "cannot set up an object";
  check(H5Pset_obj_track_times(properties, false), what);
  check(H5Pset_attr_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), what);
  check(H5Pset_attr_phase_change(properties, 64, 32), what);
}

/// The same for a group or a whole file, and creation order of its links.
inline void keep_links_in_order(hid_t properties) {
  const std::string what = "cannot set up a group";
  keep_order_without_times(properties);
  check(H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), what);
  check(H5Pset_link_phase_change(properties, 128, 64), what);
}

}  // namespace delcredere::hdf5
