#include "base/compressed.hpp"

#include <array>

namespace cadis {
namespace {

using namespace std::string_view_literals;

struct Packing {
  std::string_view beginning;
  const char* text;
};

// The first bytes that each format's specification gives; none of them is text.
constexpr std::array<Packing, 9> packings{
    {{"\x1F\x8B"sv, "is compressed (gzip); unpack it first (gunzip)"},
     {"\x28\xB5\x2F\xFD"sv, "is compressed (zstd); unpack it first (unzstd)"},
     {"\xFD"
      "7zXZ\0"sv,
      "is compressed (xz); unpack it first (unxz)"},
     {"BZh91AY&SY"sv, "is compressed (bzip2); unpack it first (bunzip2)"},
     {"7z\xBC\xAF\x27\x1C"sv, "is a 7z archive; unpack it first"},
     {"PK\x03\x04"sv,
      "is a ZIP archive or an Excel workbook (.xlsx); unpack it, or save the sheet as CSV"},
     {"\xD0\xCF\x11\xE0"sv, "is an old Excel workbook (.xls); save the sheet as CSV"},
     {"PAR1\x15"sv, "is a Parquet file; write it as CSV first"},
     {"SQLite format 3\0"sv, "is an SQLite database; write the table as CSV first"}}};

}  // namespace

const char* packing_of(std::string_view beginning) {
  if (beginning.starts_with("\xFF\xFE"sv) || beginning.starts_with("\xFE\xFF"sv))
    return "is UTF-16 text; save it as UTF-8";
  for (const Packing& packing : packings) {
    if (beginning.starts_with(packing.beginning)) return packing.text;
  }
  return nullptr;
}

}  // namespace cadis
