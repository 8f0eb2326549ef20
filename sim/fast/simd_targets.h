#pragma once
// Instruction sets that the vector kernels are compiled for: scalar, AVX2, AVX-512. Include before any of Highway.

#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
