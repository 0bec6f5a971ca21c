#include <doctest/doctest.h>

#include "model/accounting.hpp"
#include "trace/samples.hpp"

using namespace cadis;
using namespace cadis::test;

TEST_CASE("an import leaves its provenance beside the trace, and it reads back") {
  const TextFile out("out.csv", "");
  const auto sidecar = provenance_file(out.path());
  {
    TraceOutput target(out.path(), true);
    write_imported(import_sample("neso_flat.csv", {{"column", "actual"}}, Repair::linear), target);
  }
  const auto found = read_provenance(out.path(), sha256(read_text(out.path())));
  REQUIRE(found);
  CHECK(found->source == "neso_flat.csv");
  CHECK(found->source_sha256 == sha256(read_text(sample("neso_flat.csv"))));
  CHECK(found->accounting == "average");
  CHECK(found->emissions == "direct");
  CHECK(found->repair == "linear");
  CHECK(found->repaired_steps == 3);
  CHECK(found->findings.size() == 3);
  CHECK_THROWS_WITH_AS(read_provenance(out.path(), sha256("edited")),
                       doctest::Contains("was changed since it was imported"), ConfigError);
  write_whole(sidecar, "{}");
  CHECK_THROWS_WITH_AS(read_provenance(out.path(), ""),
                       doctest::Contains("is not a trace's provenance"), ConfigError);
  std::filesystem::remove(sidecar);
  CHECK_FALSE(read_provenance(out.path(), ""));
}

TEST_CASE(
    "average and marginal clash, direct and life-cycle clash, the unknown clashes with none") {
  const auto trace = [](const char* accounting, const char* emissions) {
    TraceProvenance provenance;
    provenance.source = accounting;
    provenance.accounting = accounting;
    provenance.emissions = emissions;
    return provenance;
  };
  Accounting accounting;
  accounting.add(trace("average", "direct"));
  accounting.add(trace("unknown", "unknown"));
  accounting.add(trace("", ""));
  CHECK(accounting.clashes().empty());
  accounting.add(trace("marginal", "lifecycle"));
  CHECK(accounting.clashes().size() == 2);
  CHECK(accounting.clashes().front().find("mixes average (average) with marginal (marginal)") == 0);
}
