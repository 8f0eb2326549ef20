// ISO 4217 codes in use and the decimal digits of their minor units (list one, as of 2025; funds codes, metals and
// codes without minor unit left out).

#include <algorithm>
#include <array>
#include <string_view>

#include "scenarios/portfolio_source.h"

namespace delcredere {
namespace {

constexpr std::string_view kNone = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ";
constexpr std::string_view kThree = "BHD IQD JOD KWD LYD OMR TND ";
constexpr std::string_view kTwo =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG ";

bool listed(std::string_view codes, std::string_view code) {
  for (std::size_t at = 0; at + 4 <= codes.size(); at += 4) {
    if (codes.substr(at, 3) == code) return true;
  }
  return false;
}

}  // namespace

std::optional<Currency> find_currency(const std::string& code) {
  if (code.size() != 3) return std::nullopt;
  if (listed(kTwo, code)) return Currency{code, 2};
  if (listed(kNone, code)) return Currency{code, 0};
  if (listed(kThree, code)) return Currency{code, 3};
  return std::nullopt;
}

}  // namespace delcredere
