import type { HostReceipt } from '../model/host.ts';

/** Counts what each host was asked. Hosts are named as in addresses: lower case, the port only where it is not the usual one. */
export interface Receipts {
  /** A request starts, this many ms after the last one to the host by anybody; null: the first that is known. */
  started(url: URL, sinceLastMs: number | null): void;
  /** `bytes`: length of the body on the wire, before decoding. */
  received(url: URL, bytes: number, notModified: boolean): void;
  refused(url: URL): void;
  /** In the order of the names. */
  all(): HostReceipt[];
}

/** An empty count. */
export function openReceipts(): Receipts {
  const receipts = new Map<string, HostReceipt>();
  const of = (url: URL): HostReceipt => {
    const known = receipts.get(url.host);
    if (known !== undefined) return known;
    const fresh = { host: url.host, requests: 0, bytes: 0, smallestGapMs: null, notModified: 0, refusals: 0 };
    receipts.set(url.host, fresh);
    return fresh;
  };
  return {
    started(url, sinceLastMs) {
      const receipt = of(url);
      if (sinceLastMs !== null) receipt.smallestGapMs = Math.min(receipt.smallestGapMs ?? Infinity, sinceLastMs);
      receipt.requests += 1;
    },
    received(url, bytes, notModified) {
      const receipt = of(url);
      receipt.bytes += bytes;
      if (notModified) receipt.notModified += 1;
    },
    refused(url) {
      of(url).refusals += 1;
    },
    all: () => [...receipts.values()].map((receipt) => ({ ...receipt })).sort((a, b) => (a.host < b.host ? -1 : 1)),
  };
}
