// A reading process that misbehaves as the document asks, for the tests of the pool; its watchdog is the real one.
import workerpool from 'workerpool';
import { watchMemory } from '../../dist/extractors/watchdog.js';

const limitMb = Number(process.argv[2]);
const hoard = [];

async function read(bytes, hint) {
  const wish = Buffer.from(bytes).toString();
  workerpool.workerEmit('begun');
  if (wish === 'hang') for (;;);
  if (wish === 'recognise') {
    workerpool.workerEmit('recognising');
    await new Promise((resolve) => setTimeout(resolve, hint.deadlineMs - 1_000));
  }
  if (wish === 'recognise for ever') {
    workerpool.workerEmit('recognising');
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (;;);
  }
  if (wish === 'eat') for (;;) hoard.push(Buffer.alloc(16 * 1024 * 1024, 1));
  if (wish === 'die') process.exit(9);
  if (wish === 'bug') throw new TypeError('a bug in a reader');
  if (wish === 'chatter') for (let line = 0; line < 20_000; line += 1) console.log('Warning: something to say');
  if (wish === 'grown' && hoard.length === 0 && hint.name !== 'again') process.exit(process.ppid > 0 ? 75 : 1);
  if (wish === 'slow') await new Promise((resolve) => setTimeout(resolve, 400));
  const value = {
    sha256: wish === 'pid' ? String(process.pid) : wish,
    format: 'text',
    extractor: 'test/1',
    meta: {},
    blocks: [],
    attachments: [],
  };
  return { kind: 'read', reading: { value, notices: [] } };
}

await watchMemory(limitMb);
workerpool.worker({ read, start: () => true });
