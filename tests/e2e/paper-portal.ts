import { createServer } from 'node:http';
import { z } from 'zod';

/** One answer of a made-up portal. `type`: its Content-Type, whatever the bytes are. */
export interface PaperFile {
  body: Uint8Array | string;
  type?: string;
}

/** A made-up portal behind a forward proxy on loopback; `asked`: the paths asked for, oldest first. */
export interface PaperPortal {
  proxyUrl: string;
  asked: string[];
  close(): Promise<void>;
}

/** The folder of the column of annual reports, and its address, where a harvest begins. */
export const COLUMN = '/zwgk/zfxxgknb/';
/** See above. */
export const LIST = `http://www.yunhe.gov.test${COLUMN}`;

/** Serves `files` by path, and under `LIST` a list of the reports `listed` (path → title). */
export async function servePaper(
  files: Readonly<Record<string, PaperFile>>,
  listed: Readonly<Record<string, string>>,
): Promise<PaperPortal> {
  const items = Object.entries(listed).map(
    ([path, title]) => `<li><a href="${path}">${title}</a><span>2024-01-15</span></li>`,
  );
  const list =
    '<html><head><meta charset="utf-8"><title>政府信息公开年报</title><meta name="ColumnName" content="政府信息公开年报">' +
    `</head><body><h1>政府信息公开年报</h1><ul class="list">${items.join('')}</ul></body></html>`;
  const all = new Map<string, PaperFile>(Object.entries({ ...files, [COLUMN]: { body: list } }));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', LIST);
    asked.push(pathname + search);
    const file = all.get(pathname + search);
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/html; charset=utf-8' });
    response.end(file?.body ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.int() }).parse(server.address());
  return {
    proxyUrl: `http://127.0.0.1:${port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
