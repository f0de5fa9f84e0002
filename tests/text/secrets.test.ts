import { expect, test } from '@jest/globals';
import { withoutSecrets } from '../../text/secrets.ts';

test.each([
  ['redis://:pass@queue.example:6379/0', 'redis://:***@queue.example:6379/0'],
  ['rediss://worker:p%40ss:word@queue.example', 'rediss://worker:***@queue.example'],
  ['http://user:p@ss@proxy.example:3128', 'http://user:***@proxy.example:3128'],
  ['two: smtp://a:b@c.example and s3://k:s@d.example/x', 'two: smtp://a:***@c.example and s3://k:***@d.example/x'],
  ['https://s3.example/b?accessKey=AKIA&secret_key=abc', 'https://s3.example/b?accessKey=***&secret_key=***'],
  ['http://www.example.gov.cn/a?page=2', 'http://www.example.gov.cn/a?page=2'],
  ['mailto:me@university.example', 'mailto:me@university.example'],
  [
    'http://www.example.gov.cn:8443/x and me@university.example',
    'http://www.example.gov.cn:8443/x and me@university.example',
  ],
])('%s is shown as %s', (text, shown) => {
  expect(withoutSecrets(text)).toBe(shown);
});
