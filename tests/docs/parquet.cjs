// Runs a statement that copies a CSV file into a Parquet file, and compares the two: every cell as the
// column's type has it, texts letter by letter. Usage: node parquet.cjs STATEMENT CSV PARQUET
const { DuckDBInstance } = require("@duckdb/node-api");

async function main([statement, csv, parquet]) {
  const duckdb = await (await DuckDBInstance.create(":memory:")).connect();
  const rows = async (query) => (await duckdb.runAndReadAll(query)).getRows();
  await duckdb.run(statement);
  const columns = await rows(`DESCRIBE FROM read_parquet('${parquet}')`);
  const cells = columns.map(([name, type]) => `CAST("${name}" AS ${type}) AS "${name}"`);
  const from = `(SELECT ${cells} FROM read_csv('${csv}', all_varchar = true))`;
  const to = `(FROM read_parquet('${parquet}'))`;
  const differing = await rows(`(${from} EXCEPT ALL ${to}) UNION ALL (${to} EXCEPT ALL ${from})`);
  if (differing.length > 0) throw new Error(`${differing.length} rows differ`);
  const [[count]] = await rows(`SELECT count(*) FROM ${to}`);
  console.log(`${count} rows`);
  for (const [name, type] of columns) console.log(`${name}: ${type}`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
