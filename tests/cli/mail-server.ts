import { createServer, type Socket } from 'node:net';

/** A mail that arrived, as it came over the wire. */
interface Mail {
  from: string;
  to: string[];
  text: string;
}

/** A mail server of the test's own, on loopback. `login`: what was given as user and password, decoded. */
export interface OwnMailServer {
  url(user?: string): string;
  mails: Mail[];
  logins: string[];
  close(): Promise<void>;
}

/** Starts a mail server (RFC 5321, as much as a client needs). `replies`: to the first recipients in turn, then 250. */
export async function startMailServer({ password = '', replies = [] as string[] } = {}): Promise<OwnMailServer> {
  const mails: Mail[] = [];
  const logins: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let mail: Mail = { from: '', to: [], text: '' };
    let isText = false;
    let rest = '';
    const answer = (line: string): void => {
      const [verb = ''] = line.split(' ');
      const reply = (text: string): void => void socket.write(`${text}\r\n`);
      if (isText) {
        if (line !== '.') return void (mail.text += `${line}\n`);
        isText = false;
        mails.push(mail);
        mail = { from: '', to: [], text: '' };
        return reply('250 taken');
      }
      if (verb === 'EHLO') return reply(password === '' ? '250 test' : '250-test\r\n250 AUTH PLAIN');
      if (verb === 'AUTH') {
        const [, user = '', given = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString('utf8')
          .split('\0');
        logins.push(`${user}:${given}`);
        return reply(given === password ? '235 come in' : '535 5.7.8 wrong user or password');
      }
      if (verb === 'MAIL') mail.from = line;
      if (verb === 'RCPT') {
        const said = replies.shift() ?? '250 ok';
        if (said.startsWith('2')) mail.to.push(line);
        return reply(said);
      }
      if (verb === 'DATA') {
        isText = true;
        return reply('354 go on');
      }
      reply(verb === 'QUIT' ? '221 bye' : '250 ok');
    };
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answer(line);
    });
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server of the test has no port');
  return {
    url: (user = '') => `smtp://${user === '' ? '' : `${user}@`}127.0.0.1:${address.port}`,
    mails,
    logins,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
