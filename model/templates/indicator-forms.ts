import type { IndicatorForm } from '../indicator-form.ts';
import { E2_2014 } from './e2-2014.ts';
import { L1_SHANGHAI, L2_DINGXI, L3_FUJIAN } from './local-tables.ts';

/** Every statistical table that is read line by line: the national one, then the local ones. */
export const INDICATOR_FORMS: readonly IndicatorForm[] = [E2_2014, L1_SHANGHAI, L2_DINGXI, L3_FUJIAN];
