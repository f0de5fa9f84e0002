import type { ReportFacts } from './facts.ts';
import { reports2019 } from './fy2019.ts';
import { reports2020 } from './fy2020.ts';
import { reports2021 } from './fy2021.ts';
import { reports2022 } from './fy2022.ts';
import { reports2023 } from './fy2023.ts';
import { reports2024 } from './fy2024.ts';

/** All reports of the sample portal, by year. */
export const reports: ReportFacts[] = [
  ...reports2019,
  ...reports2020,
  ...reports2021,
  ...reports2022,
  ...reports2023,
  ...reports2024,
];
