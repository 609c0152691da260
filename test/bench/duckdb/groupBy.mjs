// node groupBy.mjs FILE THREADS: the rows of a chat file whose last message's text stands in another row as well, by DuckDB.
import { DuckDBInstance } from '@duckdb/node-api';

const [file, threads] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads: threads ?? '1' });
const connection = await instance.connect();
const query = `
  SELECT sum(n - 1)::DOUBLE AS duplicates, sum(n)::DOUBLE AS rows FROM (
    SELECT messages[-1].content AS text, count(*) AS n
    FROM read_json('${(file ?? '').replaceAll("'", "''")}', format = 'newline_delimited', records = true,
      columns = {messages: 'STRUCT(role VARCHAR, content VARCHAR)[]'})
    GROUP BY text)`;
const start = performance.now();
const reader = await connection.runAndReadAll(query);
const ms = performance.now() - start;
const [found] = reader.getRowObjects();
process.stdout.write(JSON.stringify({ ms, ...found, peakBytes: process.resourceUsage().maxRSS * 1024 }));
