// Runs a statement that copies a CSV file into a Parquet file, and compares the two row by row and the
// columns' types. Usage: node parquet.cjs STATEMENT CSV PARQUET
const { DuckDBInstance } = require("@duckdb/node-api");

async function main([statement, csv, parquet]) {
  const duckdb = await (await DuckDBInstance.create(":memory:")).connect();
  const rows = async (query) => (await duckdb.runAndReadAll(query)).getRows();
  await duckdb.run(statement);
  const [from, to] = [`(FROM read_csv('${csv}'))`, `(FROM read_parquet('${parquet}'))`];
  const differing = await rows(`(${from} EXCEPT ALL ${to}) UNION ALL (${to} EXCEPT ALL ${from})`);
  const [[count]] = await rows(`SELECT count(*) FROM ${to}`);
  const types = async (table) => (await rows(`DESCRIBE ${table}`)).map(([name, type]) => `${name}: ${type}`);
  const [before, after] = [await types(from), await types(to)];
  if (differing.length > 0) throw new Error(`${differing.length} rows differ`);
  if (String(before) !== String(after)) throw new Error(`types differ: ${before} and ${after}`);
  console.log(`${count} rows`);
  console.log(after.join("\n"));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
