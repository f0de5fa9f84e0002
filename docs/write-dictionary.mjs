// Writes docs/dictionary.md from the templates, their English words and the crosswalk: `npm run dictionary`.
import { writeFileSync } from 'node:fs';
import { dictionaryText } from '../dist/dumps/dictionary.js';

writeFileSync(new URL('dictionary.md', import.meta.url), dictionaryText());
