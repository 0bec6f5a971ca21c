#include "trace/eia_labels.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "trace/source.hpp"

namespace cadis {
namespace {

/// The balancing authorities of EIA-930, now and before, in lower case.
constexpr std::array<std::string_view, 82> authorities{
    "aec",  "aeci",  "ava",  "avrn", "azps",  "banc", "bpat", "chpd",  "ciso", "caiso", "cple",
    "cplw", "deaa",  "dopd", "duk",  "eei",   "epe",  "erco", "ercot", "fmpp", "fpc",   "fpl",
    "gcpd", "glhb",  "grid", "grif", "grma",  "gvl",  "gwa",  "hgma",  "hst",  "iid",   "ipco",
    "isne", "isone", "jea",  "ldwp", "lgee",  "miso", "nevp", "nsb",   "nwmt", "nyis",  "nyiso",
    "ovec", "pace",  "pacw", "pge",  "pjm",   "pnm",  "psco", "psei",  "sc",   "sceg",  "scl",
    "sec",  "sepa",  "soco", "spa",  "srp",   "swpp", "spp",  "tal",   "tec",  "tepc",  "tidc",
    "tpwr", "tva",   "wacm", "walc", "waldc", "wauw", "wwa",  "yad",   "cen",  "cent",  "flor",
    "midw", "ne",    "nw",   "us48", "tex"};

/// Midnight of 16 June 2022 in California.
constexpr std::int64_t ciso_change_s = 1655362800;

}  // namespace

EiaLabels::EiaLabels(const std::string& zone)
    : is_pjm_(plain_title(zone) == "pjm"),
      is_ciso_(plain_title(zone) == "ciso" || plain_title(zone) == "caiso") {}

UtcTime EiaLabels::start_of(UtcTime label) const {
  const UtcTime change{std::chrono::seconds{ciso_change_s}};
  if (is_pjm_ || (is_ciso_ && label < change)) return label;
  return label - std::chrono::hours{1};
}

std::string EiaLabels::describe() const {
  if (is_pjm_) return "UTC, start of hour (PJM's labels are); as in the file";
  if (is_ciso_) {
    return "UTC, start of hour before 2022-06-16T07:00Z, end of hour from then on, moved to the "
           "start";
  }
  return "UTC, end of hour, moved to the start";
}

bool is_eia_zone(const std::string& zone) {
  return std::find(authorities.begin(), authorities.end(), plain_title(zone)) != authorities.end();
}

}  // namespace cadis
