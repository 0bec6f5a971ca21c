#include "trace/hour_labels.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/errors.hpp"
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

/// Grids of CarbonCast outside the USA, in lower case: European countries, and Queensland.
constexpr std::array<std::string_view, 32> others{"al", "at", "be", "bg", "ch", "cz", "de",  "dk",
                                                  "ee", "es", "fi", "fr", "gb", "gr", "hr",  "hu",
                                                  "ie", "it", "lt", "lv", "nl", "no", "pl",  "pt",
                                                  "ro", "rs", "se", "si", "sk", "uk", "aus", "au"};

template <std::size_t count>
bool holds(const std::array<std::string_view, count>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The balancing authority's code in lower case; empty where it is none.
std::string authority_of(const std::string& zone) {
  const bool has_state = plain_title(zone.substr(0, zone.find('-'))) == "us";
  const std::string code = plain_title(has_state ? zone.substr(zone.rfind('-') + 1) : zone);
  return holds(authorities, code) ? code : "";
}

/// `DE`, and `DK-DK1` and `AUS_QLD` by what stands in front.
bool is_elsewhere(const std::string& zone) {
  return holds(others, plain_title(zone.substr(0, zone.find_first_of("-_"))));
}

}  // namespace

HourLabels HourLabels::of_eia(const std::string& zone) {
  const std::string code = authority_of(zone);
  if (code == "pjm") return {Kind::start, "UTC, start of hour (PJM's labels are); as in the file"};
  if (code == "ciso" || code == "caiso") {
    return {Kind::ciso,
            "UTC, start of hour before 2022-06-16T07:00Z, end of hour from then on, moved to the "
            "start"};
  }
  return {Kind::end, "UTC, end of hour, moved to the start"};
}

HourLabels HourLabels::chosen(const ImportChoices& choices, bool takes_others) {
  const std::string zone = choices.text("zone"), stamp = choices.text("stamp");
  if (stamp == "start") return {Kind::start, "UTC, start of hour (as the user says)"};
  if (stamp == "end") return {Kind::end, "UTC, end of hour (as the user says), moved to the start"};
  if (!authority_of(zone).empty()) return of_eia(zone);
  if (takes_others && is_elsewhere(zone)) return {Kind::start, "UTC, start of hour"};
  throw ConfigError("--zone: nothing is known of the hours of '" + zone +
                    "'; give the code of EIA's balancing authority (CISO, PJM, ERCO, ...)" +
                    (takes_others ? " or a country's (DE, ...)" : "") +
                    ", or say with --stamp what its hours name: start or end");
}

UtcTime HourLabels::start_of(UtcTime label) const {
  const UtcTime change{std::chrono::seconds{ciso_change_s}};
  const bool is_start = kind_ == Kind::start || (kind_ == Kind::ciso && label < change);
  return is_start ? label : label - std::chrono::hours{1};
}

}  // namespace cadis
