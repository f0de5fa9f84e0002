import { sha256 } from '../../text/hash.ts';
import type { ReleaseFacts } from './facts.ts';

/** The release in one word: first twelve hex digits of the SHA-256 of its data files' names and digests. */
export function releaseVersion({ files }: ReleaseFacts): string {
  return sha256(files.map((file) => `${file.sha256}  ${file.name}\n`).join('')).slice(0, 12);
}

/** Title of the release in English. */
export const TITLE = 'Open government information reports of Chinese government bodies, figure by figure';

/** Title of the release in Chinese. */
export const TITLE_ZH = '中国政府信息公开工作年度报告逐项数据';

/** What the release is, in one sentence. */
export function describeRelease({ coverage, software }: ReleaseFacts): string {
  const { records, firstYear, lastYear } = coverage.summary();
  const years = firstYear === null ? 'no year' : firstYear === lastYear ? firstYear : `${firstYear}–${lastYear}`;
  return `${records} annual reports (政府信息公开工作年度报告) for ${years}, every figure as printed, with its status and its place in the source, read by ${software}.`;
}

/** Day of the newest fetch, by which the release is dated: a date of today would give other bytes every day. Null: none. */
export function releaseDay({ coverage }: ReleaseFacts): string | null {
  return coverage.summary().newestFetch?.slice(0, 10) ?? null;
}
