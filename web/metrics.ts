import { Gauge, Registry } from 'prom-client';
import { VERDICTS } from '../model/run.ts';
import type { Operations } from '../queue/operations.ts';

/** What the metrics say, in the text format of Prometheus 0.0.4; `type` is its content type. */
export interface MetricsText {
  type: string;
  text: string;
}

/** How a harvester stands as metrics. All are gauges, since they are read from the store and start anew with each run. */
export async function metricsOf(operations: Operations, software: string): Promise<MetricsText> {
  const registry = new Registry();
  const gauge = (name: string, help: string, values: readonly Value[]): void => {
    const labelNames = [...new Set(values.flatMap(({ labels }) => Object.keys(labels)))];
    const one = new Gauge({ name, help, labelNames, registers: [registry] });
    for (const { labels, value } of values) one.set(labels, value);
  };
  gauge('ogi_build_info', 'Name and version of the program', [{ labels: { software }, value: 1 }]);
  addRun(operations, gauge);
  addHosts(operations, gauge);
  addQueues(operations, gauge);
  return { type: registry.contentType, text: await registry.metrics() };
}

interface Value {
  labels: Record<string, string>;
  value: number;
}
type AddGauge = (name: string, help: string, values: readonly Value[]) => void;

const RUN_VERDICTS = ['ok', 'incomplete', 'failed', 'interrupted', 'running'];

function addRun({ runs, verdict, failedShare }: Operations, gauge: AddGauge): void {
  const [run] = runs;
  if (run === undefined) return;
  const labels = { command: run.command };
  gauge('ogi_run_started_seconds', 'When the newest run began (Unix time)', [
    { labels, value: seconds(run.startedAt) },
  ]);
  const ended = runs.filter(({ finishedAt }) => finishedAt !== null);
  gauge(
    'ogi_run_finished_seconds',
    'When the newest run of each command that came to its end did so (Unix time)',
    ended
      .filter((one, at) => ended.findIndex(({ command }) => command === one.command) === at)
      .map((one) => ({ labels: { command: one.command }, value: seconds(one.finishedAt ?? one.startedAt) })),
  );
  gauge(
    'ogi_run_verdict',
    'How the newest run came out: 1 for its verdict',
    RUN_VERDICTS.map((one) => ({ labels: { verdict: one }, value: one === verdict ? 1 : 0 })),
  );
  gauge(
    'ogi_run_documents',
    'Documents of the newest run by what became of them',
    Object.entries(run.counts).map(([outcome, value]) => ({ labels: { outcome }, value })),
  );
  gauge(
    'ogi_run_portals',
    'Portals of the newest run by their verdict',
    VERDICTS.map((one) => ({
      labels: { verdict: one },
      value: run.portals.filter((portal) => portal.verdict === one).length,
    })),
  );
  if (failedShare === null) return;
  gauge('ogi_run_failed_share', 'Share of the newest run that could not be had or read, 0 to 1', [
    { labels: {}, value: failedShare },
  ]);
}

/** Unix time of a moment (ISO 8601), s. */
function seconds(time: string): number {
  return Date.parse(time) / 1000;
}

function addHosts({ hosts, at }: Operations, gauge: AddGauge): void {
  const each = (value: (host: Operations['hosts'][number]) => number): Value[] =>
    hosts.map((host) => ({ labels: { host: host.host }, value: value(host) }));
  gauge(
    'ogi_host_requests',
    'Requests of the newest run by host',
    each(({ requests }) => requests),
  );
  gauge(
    'ogi_host_bytes',
    'Bytes that the newest run received, by host',
    each(({ bytes }) => bytes),
  );
  gauge(
    'ogi_host_not_modified',
    'Answers "not modified" of the newest run by host',
    each((host) => host.notModified),
  );
  gauge(
    'ogi_host_refusals',
    'Refusals of the newest run by host',
    each(({ refusals }) => refusals),
  );
  gauge(
    'ogi_host_declined',
    'Hosts that refused and are left alone now: 1',
    each(({ declinedUntil }) => (declinedUntil !== null && declinedUntil > at ? 1 : 0)),
  );
}

function addQueues({ queues, oldest, at }: Operations, gauge: AddGauge): void {
  if (queues === null) return;
  const values = Object.entries(queues).flatMap(([step, counts]) =>
    Object.entries(counts).map(([state, value]) => ({ labels: { step, state }, value: Number(value) })),
  );
  gauge('ogi_queue_jobs', 'Jobs in Redis by step and state', values);
  const age = oldest === null ? 0 : (Date.parse(at) - Date.parse(oldest.since)) / 1000;
  gauge('ogi_queue_oldest_job_seconds', 'Age of the job that waits or runs longest', [{ labels: {}, value: age }]);
}
