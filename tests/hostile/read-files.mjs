// Reads the files named on the command line through the pool, one after the other, and prints what became of each.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { openReaderPool } from '../../dist/extractors/pool.js';

const pool = openReaderPool({ processes: 1, deadlineMs: 60_000, maxResidentMb: 900, maxBytes: 50_000_000 });
for (const file of process.argv.slice(2)) {
  const name = basename(file);
  try {
    const { value } = await pool.read(readFileSync(file), { url: `http://127.0.0.1:9/${name}`, name });
    console.log(`${name}: ${value.blocks.length} blocks ${JSON.stringify(value.blocks).slice(0, 20_000)}`);
  } catch (error) {
    console.log(`${name}: ${error.reason ?? error.stack}`);
  }
}
await pool.close();
