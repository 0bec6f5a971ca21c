#include "study/study_manifest.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "engine/simulation.hpp"
#include "report/manifest.hpp"
#include "study/plan.hpp"
#include "study/stored_json.hpp"
#include "study/yaml_text.hpp"

namespace cadis {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson describe_axes(const std::vector<Axis>& axes) {
  OrderedJson list = OrderedJson::array();
  for (const Axis& axis : axes) {
    OrderedJson values = OrderedJson::array();
    for (const AxisValue& value : axis.values) {
      OrderedJson settings = OrderedJson::array();
      for (const Setting& setting : value.settings)
        settings.push_back({{"key", setting.key}, {"value", flow_text(setting.value)}});
      values.push_back({{"titles", value.titles}, {"settings", std::move(settings)}});
    }
    list.push_back({{"columns", axis.columns}, {"values", std::move(values)}});
  }
  return list;
}

StudyHead head_from(const OrderedJson& json) {
  StudyHead head;
  head.study_sha256 = json.at("study_sha256");
  head.version = json.at("version");
  head.simgrid_version = json.at("simgrid_version");
  head.input_sha256 = json.at("inputs_sha256");
  head.description = json.at("description");
  head.is_finished = json.at("is_finished");
  head.wall_s = json.at("wall_s");
  head.cpu_s = json.at("cpu_s");
  return head;
}

}  // namespace

StudyHead head_of(const Grid& grid) {
  StudyHead head{
      grid.study.sha256, cadis_version(), simgrid_version(), grid.input_sha256, "", false, 0, 0};
  OrderedJson description;
  description["study"] = grid.study.name;
  description["seeds"] = grid.study.seeds;
  description["axes"] = describe_axes(grid.study.axes);
  head.description = description.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
  return head;
}

StudyHead read_head(const ResultStore& store) {
  return store.checked("its head", [&store] {
    const auto text = store.text("head");
    if (!text) return StudyHead();
    const OrderedJson json = read_stored_json(*text);
    return decode_stored([&json] { return head_from(json); });
  });
}

void write_head(ResultStore& store, const StudyHead& head) {
  const OrderedJson json{{"study_sha256", head.study_sha256},
                         {"version", head.version},
                         {"simgrid_version", head.simgrid_version},
                         {"inputs_sha256", head.input_sha256},
                         {"description", head.description},
                         {"is_finished", head.is_finished},
                         {"wall_s", head.wall_s},
                         {"cpu_s", head.cpu_s}};
  store.set_text("head", json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace));
}

StudyHead join(std::span<const StudyHead> heads) {
  StudyHead joined = heads.front();
  for (const StudyHead& head : heads.subspan(1)) {
    if (head.study_sha256 != joined.study_sha256) {
      throw ConfigError("the shards are of different versions of the study's file; run all of one");
    }
    if (head.version != joined.version || head.simgrid_version != joined.simgrid_version) {
      throw ConfigError("the shards were run by Cadis " + joined.version + " (SimGrid " +
                        joined.simgrid_version + ") and " + head.version + " (SimGrid " +
                        head.simgrid_version + "); run all by one");
    }
    for (const auto& [path, hash] : head.input_sha256) {
      const auto [known, is_new] = joined.input_sha256.emplace(path, hash);
      if (!is_new && known->second != hash) {
        throw ConfigError(path + ": was not the same file for all shards; run them anew with one");
      }
    }
    joined.wall_s += head.wall_s;
    joined.cpu_s += head.cpu_s;
  }
  return joined;
}

std::size_t write_study_manifest(const std::filesystem::path& folder, const ResultStore& store) {
  const StudyHead head = read_head(store);
  const StudyTitle title = read_title(store);
  const OrderedJson description = store.checked("its description", [&head] {
    const OrderedJson json = read_stored_json(head.description);
    for (const char* key : {"study", "seeds", "axes"}) {
      if (!json.is_object() || !json.contains(key))
        throw DamagedError(std::string("has no ") + key);
    }
    return json;
  });
  std::size_t cells = 0, references = 0;
  OrderedJson failed = OrderedJson::array();
  store.for_each_planned(
      0, std::numeric_limits<std::int64_t>::max(), [&](const ResultStore::Planned& run) {
        ++(run.order < first_reference ? cells : references);
        if (run.summary) return;
        const auto failure = store.failure(run.key);
        failed.push_back({{"run", describe(title, decode_planned(run.info, title))},
                          {"reason", failure ? failure->reason : "not run"}});
      });
  OrderedJson manifest;
  manifest["cadis"] = 1;
  manifest["version"] = head.version;
  manifest["simgrid_version"] = head.simgrid_version;
  manifest["study"] = description.at("study");
  manifest["study_sha256"] = head.study_sha256;
  manifest["inputs_sha256"] = head.input_sha256;
  manifest["seeds"] = description.at("seeds");
  manifest["cells"] = cells;
  manifest["references"] = references;
  manifest["axes"] = description.at("axes");
  const std::size_t failures = failed.size();
  manifest["failed"] = std::move(failed);
  manifest["wall_seconds"] = head.wall_s;
  manifest["cpu_seconds"] = head.cpu_s;
  write_whole(folder / "manifest.json",
              manifest.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n");
  return failures;
}

}  // namespace cadis
