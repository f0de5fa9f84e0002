import type { Template } from '../template.ts';
import { E3_2019 } from './e3-2019.ts';
import { E4_2021 } from './e4-2021.ts';

/** Every official form that is read cell by cell, oldest first. */
export const TEMPLATES: readonly Template[] = [E3_2019, E4_2021];
