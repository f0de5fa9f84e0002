import type { PortalVerdict, Run } from '../model/run.ts';
import { isRunning, type Operations } from '../queue/operations.ts';
import { stoppedLines, verdictOf } from '../queue/summary.ts';
import { html, type Html } from './html.ts';

/** What a page needs beside how the harvester stands. */
interface Surround {
  software: string;
  /** Whether the queues can be looked at, under /queues. */
  hasQueues: boolean;
}

/** The page `/status`: runs, verdicts, hosts and queues in tables, readable without JavaScript. */
export function statusPage(operations: Operations, { software, hasQueues }: Surround): string {
  const { at, place, runs } = operations;
  const [newest] = runs;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>ogi-harvest: status</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <h1>ogi-harvest</h1>
          <p>${software} · store <code>${place}</code> · as of <time datetime="${at}">${moment(at)}</time></p>
          <nav>
            <a href="/status">Status</a> <a href="/metrics">Metrics</a>
            <a href="/health">Health</a>${hasQueues ? html` <a href="/queues/">Queues</a>` : ''}
          </nav>
        </header>
        <main>
          ${newest === undefined ? html`<p>No run yet. <code>ogi demo</code> shows one on the bundled sample portal.</p>` : newestSection(newest, operations)}
          ${operations.queues === null ? '' : queueSection(operations)}
          ${runs.length === 0 ? '' : runsSection(operations)}
        </main>
      </body>
    </html> `;
  return page.markup;
}

function newestSection(run: Run, operations: Operations): Html {
  const { verdict, failedShare, documentsPerMinute, hosts } = operations;
  const { read, unchanged, rejected, odd, unreadable, declined, failed, bugs } = run.counts;
  const share = failedShare === null ? '–' : `${(failedShare * 100).toFixed(1)} %`;
  const rate = documentsPerMinute === null ? '–' : documentsPerMinute.toFixed(1);
  const numbers: [string, number | string][] = [
    ['found', run.counts.found],
    ['read new or changed', read],
    ['unchanged', unchanged],
    ['no reports', rejected],
    ['odd', odd],
    ['unreadable', unreadable],
    ['declined', declined],
    ['failed', failed],
    ['bugs', bugs],
    ['lost', share],
    ['documents a minute', rate],
  ];
  return html`<section>
    <h2>Newest run <span class="verdict ${verdict ?? ''}">${verdict ?? ''}</span></h2>
    <p>
      <code>ogi ${run.command}</code>, begun
      ${moment(run.startedAt)}${run.finishedAt === null ? '' : `, ended ${moment(run.finishedAt)}`}.
      ${stoppedLines(run).join(' ')}
    </p>
    <dl>
      ${numbers.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${portalsTable(run.portals)} ${hostsTable(hosts, operations.at)}
  </section>`;
}

function portalsTable(portals: readonly PortalVerdict[]): Html {
  if (portals.length === 0) return html``;
  const worst = [...portals].sort((a, b) => Number(a.verdict === 'ok') - Number(b.verdict === 'ok'));
  return html`<h3>Portals</h3>
    <table>
      <thead>
        <tr>
          <th>Portal</th>
          <th>Verdict</th>
          <th class="n">Reports</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        ${worst.map(
          ({ portalId, name, home, verdict, records, why }) =>
            html`<tr>
              <td>${name ?? portalId}<br /><small>${home}</small></td>
              <td><span class="verdict ${verdict}">${verdict.replaceAll('_', ' ')}</span></td>
              <td class="n">${records}</td>
              <td>${why}</td>
            </tr> `,
        )}
      </tbody>
    </table>`;
}

function hostsTable(hosts: Operations['hosts'], at: string): Html {
  if (hosts.length === 0) return html``;
  return html`<h3>Hosts</h3>
    <table>
      <thead>
        <tr>
          <th>Host</th>
          <th class="n">Requests</th>
          <th class="n">kB</th>
          <th class="n">Not modified</th>
          <th class="n">Refusals</th>
          <th class="n">Least gap, ms</th>
          <th>Left alone until</th>
        </tr>
      </thead>
      <tbody>
        ${hosts.map(
          ({ host, requests, bytes, notModified, refusals, smallestGapMs, declinedUntil, declinedReason }) =>
            html`<tr>
              <td>${host}</td>
              <td class="n">${requests}</td>
              <td class="n">${Math.ceil(bytes / 1000)}</td>
              <td class="n">${notModified}</td>
              <td class="n">${refusals}</td>
              <td class="n">${smallestGapMs === null ? '–' : Math.round(smallestGapMs)}</td>
              <td>
                ${declinedUntil !== null && declinedUntil > at ? `${moment(declinedUntil)} (${declinedReason ?? 'refused'})` : ''}
              </td>
            </tr> `,
        )}
      </tbody>
    </table>`;
}

function queueSection({ queues, oldest, at }: Operations): Html {
  const minutes = oldest === null ? 0 : Math.round((Date.parse(at) - Date.parse(oldest.since)) / 60_000);
  const old = oldest === null ? 'No job waits.' : `The oldest job (${oldest.step}) has been there for ${minutes} min.`;
  return html`<section>
    <h2>Queues</h2>
    <p>${old}</p>
    <table>
      <thead>
        <tr>
          <th>Step</th>
          <th class="n">Waiting</th>
          <th class="n">Running</th>
          <th class="n">Delayed</th>
          <th class="n">Given up</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(queues ?? {}).map(
          ([step, { waiting, running, delayed, dead }]) =>
            html`<tr>
              <td>${step}</td>
              <td class="n">${waiting}</td>
              <td class="n">${running}</td>
              <td class="n">${delayed}</td>
              <td class="n">${dead}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </section>`;
}

function runsSection({ runs, at }: Operations): Html {
  return html`<section>
    <h2>Runs</h2>
    <table>
      <thead>
        <tr>
          <th>Begun</th>
          <th>Command</th>
          <th>Verdict</th>
          <th class="n">Portals not well</th>
          <th class="n">Read</th>
          <th class="n">Unchanged</th>
          <th class="n">Lost</th>
        </tr>
      </thead>
      <tbody>
        ${runs.map((run) => {
          const { read, unchanged, failed, unreadable, declined } = run.counts;
          const word = isRunning(run, new Date(at)) ? 'running' : verdictOf(run);
          const ill = run.portals.filter(({ verdict }) => verdict !== 'ok').length;
          return html`<tr>
            <td>${moment(run.startedAt)}</td>
            <td>${run.command}</td>
            <td><span class="verdict ${word}">${word}</span></td>
            <td class="n">${ill}</td>
            <td class="n">${read}</td>
            <td class="n">${unchanged}</td>
            <td class="n">${failed + unreadable + declined}</td>
          </tr> `;
        })}
      </tbody>
    </table>
  </section>`;
}

/** A moment in UTC for people: 2024-02-01 14:00 UTC. */
function moment(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

/** The style of the pages, served as /style.css. */
export const STYLE = `:root { color-scheme: light dark; --line: #8884; --muted: #6b7280; --good: #15803d; --fair: #b45309; --bad: #b91c1c; }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
header p { color: var(--muted); margin: .25rem 0; }
nav { margin: .5rem 0 .75rem; display: flex; gap: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .9rem .35rem 0; text-align: left; vertical-align: top; }
th { color: var(--muted); font-weight: 600; }
th.n, td.n { padding-left: .9rem; text-align: right; font-variant-numeric: tabular-nums; }
td small { color: var(--muted); overflow-wrap: anywhere; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 1.75rem; margin: .5rem 0; }
dt { color: var(--muted); font-size: .85rem; }
dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.verdict { border: 1px solid currentColor; border-radius: 1rem; color: var(--fair); font-size: .85rem; font-weight: 600; padding: .05rem .6rem; white-space: nowrap; }
.verdict.ok, .verdict.running { color: var(--good); }
.verdict.failed, .verdict.declined, .verdict.unreachable, .verdict.changed, .verdict.below_floor { color: var(--bad); }
@media (max-width: 45rem) { body { padding: .75rem; } table { display: block; overflow-x: auto; } }
`;
