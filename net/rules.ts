import commonJsParser from 'robots-parser';

/** A line longer than this is no path of any portal, and slow to match. */
const LONGEST_LINE = 2000;

/** The rules of one robots.txt. A user agent is matched by its product name, the part before the slash. */
export interface ReadRules {
  /** False where the address is closed; undefined where the rules are another host's. */
  isAllowed(address: string, userAgent: string): boolean | undefined;
  /** Seconds; undefined where none is asked for. */
  getCrawlDelay(userAgent: string): number | undefined;
}

type ParseRobots = (address: string, text: string) => ReadRules;

/** Where the rules for an address stand: each scheme, name and port has its own (RFC 9309 2.3). */
export function robotsAddress(url: URL): URL {
  return new URL('/robots.txt', url);
}

/** The rules for the host of `url`, whatever address the text came from in the end. */
export function readRules(url: URL, text: string): ReadRules {
  if (!isParser(commonJsParser)) throw new TypeError('robots-parser no longer exports a function');
  const lines = text.split(/\r\n|\r|\n/u).filter((line) => line.length <= LONGEST_LINE);
  return commonJsParser(robotsAddress(url).href, lines.join('\n'));
}

/** The package is CommonJS while its types describe an ES module: what is imported is the function itself. */
function isParser(imported: unknown): imported is ParseRobots {
  return typeof imported === 'function';
}
