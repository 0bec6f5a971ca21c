#include "study/result_store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <new>
#include <span>
#include <string_view>

namespace cadis {
namespace {

namespace fs = std::filesystem;

constexpr const char* schema =
    "CREATE TABLE texts(name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE results(key BLOB PRIMARY KEY, summary BLOB NOT NULL, wall_s REAL NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE TABLE days(key BLOB PRIMARY KEY, days BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE failures(key BLOB PRIMARY KEY, reason TEXT NOT NULL, log TEXT NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE TABLE plan(place INTEGER PRIMARY KEY, key BLOB NOT NULL, info BLOB NOT NULL);";
constexpr int application_id = 0xCAD15;  // PRAGMA application_id: a file of ours
constexpr int layout = 3;                // PRAGMA user_version: raised whenever the tables change

ConfigError damaged_store(const std::string& file, const std::string& what) {
  return ConfigError(
      fmt::format("{}: is damaged: {}; bring back a copy of it, or run the study anew with --force",
                  file, what));
}

}  // namespace

/// One prepared statement, used again and again.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    // Preparing reads the file, and so may already find it locked.
    const int code =
        sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) throw_error(code);
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(int at, std::span<const std::uint8_t> bytes) {
    if (bytes.empty())
      sqlite3_bind_zeroblob(statement_, at, 0);  // a null pointer would be NULL
    else
      sqlite3_bind_blob64(statement_, at, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(int at, std::string_view text) {
    sqlite3_bind_text64(statement_, at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
  }
  Statement& bind(int at, double number) {
    sqlite3_bind_double(statement_, at, number);
    return *this;
  }
  Statement& bind(int at, std::int64_t number) {
    sqlite3_bind_int64(statement_, at, number);
    return *this;
  }
  /// The next row; false where there is none, and the statement may be used anew.
  bool step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    sqlite3_reset(statement_);
    if (code != SQLITE_DONE) throw_error(code);
    return false;
  }
  void run() {
    while (step()) {
    }
  }
  void reset() { sqlite3_reset(statement_); }

  [[nodiscard]] ResultStore::Bytes bytes(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {data, data + sqlite3_column_bytes(statement_, column)};
  }
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::string text(int column) const {
    const ResultStore::Bytes content = bytes(column);
    return {content.begin(), content.end()};
  }
  [[nodiscard]] double number(int column) const {
    return sqlite3_column_double(statement_, column);
  }
  [[nodiscard]] std::int64_t whole(int column) const {
    return sqlite3_column_int64(statement_, column);
  }

 private:
  [[noreturn]] void throw_error(int code) const {
    const std::string file = sqlite3_db_filename(database_, "main");
    if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_READONLY) {
      throw StorageError(fmt::format("{}: {}", file, sqlite3_errmsg(database_)));
    }
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
      throw BusyError(fmt::format(
          "{}: another process is at work in this folder; wait for it, then say this again", file));
    }
    if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM) {
      throw StorageError(
          fmt::format("{}: cannot be written; check the permissions of it and its folder", file));
    }
    if (code == SQLITE_NOMEM) throw std::bad_alloc();
    if (code == SQLITE_NOTADB) throw ConfigError(file + ": is no store of a study");
    throw damaged_store(file, "what stands in it is not as it was written");
  }

  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
};

struct ResultStore::Internals {
  explicit Internals(const fs::path& file, Mode mode) {
    const int flags = SQLITE_OPEN_READWRITE | (mode == Mode::create ? SQLITE_OPEN_CREATE : 0);
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
    database.reset(opened);
    if (code != SQLITE_OK) {
      if (opened == nullptr) throw std::bad_alloc();
      throw StorageError(fmt::format(
          "{}: cannot be opened; check that it is a file, and its permissions", file.string()));
    }
    // One process writes at a time; a rollback journal, not a write-ahead log, works on network
    // file systems, too.
    execute("PRAGMA locking_mode=EXCLUSIVE");
    execute("PRAGMA journal_mode=DELETE");
    if (mode == Mode::create) {
      execute("BEGIN EXCLUSIVE");
      execute(schema);
      execute(fmt::format("PRAGMA application_id={}", application_id).c_str());
      execute(fmt::format("PRAGMA user_version={}", layout).c_str());
      execute("COMMIT");
    } else if (whole("PRAGMA application_id") != application_id) {
      throw ConfigError(fmt::format("{}: is no store of a study", file.string()));
    } else if (whole("PRAGMA user_version") != layout) {
      throw ConfigError(
          fmt::format("{}: is the store of another version of Cadis; run the study into another "
                      "folder, or anew with --force",
                      file.string()));
    } else {
      check_tables(file);
    }
  }

  /// Views and triggers of somebody else's would be run like our own tables.
  void check_tables(const fs::path& file) const {
    std::string there;
    Statement tables(database.get(), "SELECT sql FROM sqlite_master ORDER BY rowid");
    while (tables.step()) there += tables.text(0) + ";";
    if (there != schema)
      throw damaged_store(file.string(), "its tables are not those that Cadis makes");
  }

  void execute(const char* sql) const {
    // Several statements in one text, each by the wrapper, for its messages.
    std::string_view rest = sql;
    while (!rest.empty()) {
      const std::size_t end = rest.find(';');
      const std::string one(rest.substr(0, end));
      Statement(database.get(), one.c_str()).run();
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
  }
  [[nodiscard]] std::int64_t whole(const char* sql) const {
    Statement statement(database.get(), sql);
    return statement.step() ? statement.whole(0) : 0;
  }
  Statement& statement(const char* sql) {
    auto& kept = statements[sql];
    if (!kept) kept = std::make_unique<Statement>(database.get(), sql);
    return *kept;
  }
  void begin() {
    if (is_in_transaction) return;
    statement("BEGIN IMMEDIATE").run();
    is_in_transaction = true;
  }

  struct Close {
    void operator()(sqlite3* opened) const { sqlite3_close_v2(opened); }
  };
  std::unique_ptr<sqlite3, Close> database;
  std::map<const char*, std::unique_ptr<Statement>> statements;  ///< by their text's address
  bool is_in_transaction = false;
};

ResultStore::ResultStore(const fs::path& file, Mode mode)
    : internals_(std::make_unique<Internals>(file, mode)) {}

ConfigError ResultStore::damaged(const std::string& what) const {
  return damaged_store(sqlite3_db_filename(internals_->database.get(), "main"), what);
}

ResultStore::~ResultStore() { internals_->statements.clear(); }

std::optional<ResultStore::Result> ResultStore::find(const RunKey& key) const {
  auto& found = internals_->statement("SELECT summary, wall_s FROM results WHERE key = ?");
  if (!found.bind(1, key).step()) return {};
  Result result{found.bytes(0), found.number(1)};
  found.reset();
  return result;
}

std::optional<ResultStore::Failure> ResultStore::failure(const RunKey& key) const {
  auto& found = internals_->statement("SELECT reason, log FROM failures WHERE key = ?");
  if (!found.bind(1, key).step()) return {};
  Failure failure{found.text(0), found.text(1)};
  found.reset();
  return failure;
}

void ResultStore::put(const RunKey& key, const Result& result) {
  internals_->begin();
  internals_->statement("INSERT OR REPLACE INTO results VALUES(?, ?, ?)")
      .bind(1, key)
      .bind(2, result.summary)
      .bind(3, result.wall_s)
      .run();
  internals_->statement("DELETE FROM failures WHERE key = ?").bind(1, key).run();
}

std::optional<ResultStore::Bytes> ResultStore::days(const RunKey& key) const {
  auto& found = internals_->statement("SELECT days FROM days WHERE key = ?");
  if (!found.bind(1, key).step()) return {};
  Bytes days = found.bytes(0);
  found.reset();
  return days;
}

void ResultStore::put_days(const RunKey& key, const Bytes& days) {
  internals_->begin();
  internals_->statement("INSERT OR REPLACE INTO days VALUES(?, ?)")
      .bind(1, key)
      .bind(2, days)
      .run();
}

void ResultStore::put_failure(const RunKey& key, const Failure& failure) {
  internals_->begin();
  internals_->statement("INSERT OR REPLACE INTO failures VALUES(?, ?, ?)")
      .bind(1, key)
      .bind(2, std::string_view(failure.reason))
      .bind(3, std::string_view(failure.log))
      .run();
}

std::optional<std::string> ResultStore::text(const std::string& name) const {
  auto& found = internals_->statement("SELECT text FROM texts WHERE name = ?");
  if (!found.bind(1, std::string_view(name)).step()) return {};
  std::string text = found.text(0);
  found.reset();
  return text;
}

void ResultStore::set_text(const std::string& name, const std::string& text) {
  internals_->begin();
  internals_->statement("INSERT OR REPLACE INTO texts VALUES(?, ?)")
      .bind(1, std::string_view(name))
      .bind(2, std::string_view(text))
      .run();
}

void ResultStore::clear_plan() {
  internals_->begin();
  internals_->statement("DELETE FROM plan").run();
}

void ResultStore::plan(std::int64_t order, const RunKey& key, const Bytes& info) {
  internals_->begin();
  internals_->statement("INSERT OR REPLACE INTO plan VALUES(?, ?, ?)")
      .bind(1, order)
      .bind(2, key)
      .bind(3, info)
      .run();
}

namespace {

RunKey to_key(const ResultStore::Bytes& bytes) {
  RunKey key;
  if (bytes.size() != key.size()) throw DamagedError("has a key of another length");
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

std::string plan_place(std::int64_t order) { return fmt::format("run {} of its plan", order); }

}  // namespace

void ResultStore::for_each_planned(std::int64_t from, std::int64_t to,
                                   const std::function<void(const Planned&)>& call) const {
  Statement rows(internals_->database.get(),
                 "SELECT place, plan.key, info, summary FROM plan LEFT JOIN results USING(key) "
                 "WHERE place >= ? AND place < ? ORDER BY place");
  rows.bind(1, from).bind(2, to);
  while (rows.step()) {
    Planned planned{rows.whole(0), {}, rows.bytes(2), {}};
    if (!rows.is_null(3)) planned.summary = rows.bytes(3);
    checked(plan_place(planned.order), [&] {
      planned.key = to_key(rows.bytes(1));
      call(planned);
    });
  }
}

std::optional<ResultStore::Planned> ResultStore::planned(std::int64_t order) const {
  std::optional<Planned> found;
  auto& row = internals_->statement(
      "SELECT plan.key, info, summary FROM plan LEFT JOIN results USING(key) WHERE place = ?");
  if (!row.bind(1, order).step()) return {};
  const RunKey key = checked(plan_place(order), [&row] { return to_key(row.bytes(0)); });
  found = Planned{order, key, row.bytes(1), {}};
  if (!row.is_null(2)) found->summary = row.bytes(2);
  row.reset();
  return found;
}

void ResultStore::take_over(const fs::path& other) {
  commit();
  Statement attach(internals_->database.get(), "ATTACH ? AS other");
  attach.bind(1, std::string_view(other.string())).run();
  try {
    take_over_attached();
  } catch (const ConfigError&) {  // would name this store, which is new
    throw damaged_store(other.string(), "its tables cannot be read to their ends");
  }
}

void ResultStore::take_over_attached() {
  internals_->execute(
      "BEGIN IMMEDIATE;"
      "INSERT OR REPLACE INTO results SELECT * FROM other.results;"
      "INSERT OR REPLACE INTO days SELECT * FROM other.days;"
      "INSERT OR REPLACE INTO failures SELECT * FROM other.failures;"
      "INSERT OR REPLACE INTO plan SELECT * FROM other.plan;"
      "COMMIT;"
      "DETACH other");
}

void ResultStore::commit() {
  if (!internals_->is_in_transaction) return;
  internals_->statement("COMMIT").run();
  internals_->is_in_transaction = false;
}

}  // namespace cadis
