#pragma once
// Numbers of the kernels in kernels.h. Polynomials are listed from the constant term upwards.
//
// kExp, kLog and kMills are Chebyshev interpolants of their functions, computed with 60 digits and rounded once;
// kQuantile* are Wichura's.

namespace delcredere::math {

/// round(x log2 e) appears in the low bits of x log2 e + kRoundToInteger.
inline constexpr double kRoundToInteger = 0x1.8p52;
inline constexpr double kLog2E = 0x1.71547652b82fep+0;
/// ln 2 in two parts; the first has 21 trailing zero bits, so its product with an exponent is exact.
inline constexpr double kLn2High = 0x1.62e42feep-1;
inline constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
inline constexpr double kInverseSqrt2Pi = 0x1.9884533d43651p-2;

/// (e^r - 1 - r) / r^2 on |r| <= ln(2) / 2. Truncation below 1e-18 of e^r.
inline constexpr double kExp[] = {0.49999999999999999998,     0.16666666666666670991,   0.041666666666666676775,
                                  0.0083333333333261345642,   0.0013888888888879073409, 0.00019841269874822308109,
                                  0.000024801587336443601163, 2.7557255398338710948e-6, 2.755726327779158185e-7,
                                  2.5105217695684517665e-8,   2.091813816945801018e-9};

/// (log((1 + s) / (1 - s)) - 2 s) / s^3 in z = s^2, for m = (1 + s) / (1 - s) in [sqrt(1/2), sqrt(2)].
/// Truncation below 5e-18 of the logarithm.
inline constexpr double kLog[] = {0.66666666666666697086, 0.39999999999898945097, 0.28571428626200962186,
                                  0.222222111015772054,   0.18182891336237831105, 0.15331653799225820867,
                                  0.14617229114009046826};

/// g(t) = (x + 4) P(N(0,1) > x) exp(x^2 / 2) in t = (x - 4) / (x + 4), for 0 <= x <= 40: Mills' ratio over sqrt(2 pi),
/// freed of its decay. Truncation below 5e-17 of g.
inline constexpr double kMills[] = {
    0.75528513041575147911,   -0.60789664197189177561,    0.3871374007422191405,     -0.18652185795969243105,
    0.060396574890685522521,  -0.0075401889656480781415,  -0.003479692361962685638,  0.0016308184427207910796,
    0.0001333442512398438637, -0.00023109482540061887539, -1.9078511505373101825e-6, 0.000035144218144089209749,
    7.1495605340996244058e-7, -5.919015209412097986e-6,   -6.2504163854276607465e-7, 1.0200624522721699999e-6,
    2.636049859619469216e-7,  -1.5459605612679509356e-7,  -7.6387800710992565992e-8, 1.4819187205366758304e-8,
    1.3986583157423724149e-8, -1.6904895990737817886e-12, -9.980506307421181153e-10};
inline constexpr double kMillsScale = 4.0;
inline constexpr double kMillsEnd = 40.0;

// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988),
// 477-484, routine PPND16. Numerators and denominators of the centre (in 0.425^2 - (p - 1/2)^2), of the tail
// (in r - 1.6) and of the far tail (in r - 5), r = sqrt(-log min(p, 1 - p)).
inline constexpr double kQuantileCentre = 0.425;
inline constexpr double kQuantileCentreSquare = 0.180625;
inline constexpr double kQuantileTailShift = 1.6;
inline constexpr double kQuantileFarShift = 5.0;
inline constexpr double kQuantileCentreNumerator[] = {
    3.3871328727963666080e+0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
    4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
inline constexpr double kQuantileCentreDenominator[] = {1.0,
                                                        4.2313330701600911252e+1,
                                                        6.8718700749205790830e+2,
                                                        5.3941960214247511077e+3,
                                                        2.1213794301586595867e+4,
                                                        3.9307895800092710610e+4,
                                                        2.8729085735721942674e+4,
                                                        5.2264952788528545610e+3};
inline constexpr double kQuantileTailNumerator[] = {
    1.42343711074968357734e+0, 4.63033784615654529590e+0, 5.76949722146069140550e+0, 3.64784832476320460504e+0,
    1.27045825245236838258e+0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
inline constexpr double kQuantileTailDenominator[] = {1.0,
                                                      2.05319162663775882187e+0,
                                                      1.67638483018380384940e+0,
                                                      6.89767334985100004550e-1,
                                                      1.48103976427480074590e-1,
                                                      1.51986665636164571966e-2,
                                                      5.47593808499534494600e-4,
                                                      1.05075007164441684324e-9};
inline constexpr double kQuantileFarNumerator[] = {
    6.65790464350110377720e+0, 5.46378491116411436990e+0, 1.78482653991729133580e+0, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
inline constexpr double kQuantileFarDenominator[] = {1.0,
                                                     5.99832206555887937690e-1,
                                                     1.36929880922735805310e-1,
                                                     1.48753612908506148525e-2,
                                                     7.86869131145613259100e-4,
                                                     1.84631831751005468180e-5,
                                                     1.42151175831644588870e-7,
                                                     2.04426310338993978564e-15};

}  // namespace delcredere::math
