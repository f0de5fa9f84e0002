import type { TrailStep } from '../model/record.ts';

/** A page on the way, as the trail names it, and the visited pages it links to. */
export interface TrailPage {
  url: string;
  role: TrailStep['role'];
  sha256: string;
  fetchedAt: string;
  to: ReadonlySet<string>;
}

/**
 * The shortest way from the home page (the first of `pages`) to each page, that page included; of ways of equal length the
 * one over the smallest addresses. The result depends on the links alone, not on the order in which pages were visited.
 */
export function shortestTrails(pages: readonly TrailPage[]): Map<string, TrailStep[]> {
  const byUrl = new Map(pages.map((page) => [page.url, page]));
  const trails = new Map<string, TrailStep[]>();
  let level = pages.slice(0, 1);
  for (const page of level) trails.set(page.url, [stepOf(page)]);
  while (level.length > 0) {
    const following: TrailPage[] = [];
    for (const page of level) {
      const before = trails.get(page.url) ?? [];
      for (const url of [...page.to].sort()) {
        const target = byUrl.get(url);
        if (target === undefined || trails.has(url)) continue;
        trails.set(url, [...before, stepOf(target)]);
        following.push(target);
      }
    }
    level = following; // stays in the order of the ways, so that the smaller way is extended first
  }
  return trails;
}

function stepOf(page: TrailPage): TrailStep {
  return { role: page.role, url: page.url, sha256: page.sha256, fetchedAt: page.fetchedAt };
}
