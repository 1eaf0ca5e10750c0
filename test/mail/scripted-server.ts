import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What the server answers at a step: a reply, or `drop` for hanging up without a word. Nothing said, it goes along. */
export type Script = (step: Step, about: { line: string; connection: number }) => string | undefined;
/** A command; `data` is the end of a message, `half` its first bytes. */
export type Step =
  | 'CONNECT'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'RSET'
  | 'QUIT'
  | 'half'
  | 'data';

export interface ScriptedServer {
  url: string;
  /** The commands of each connection, in the order it was opened. */
  heard: Step[][];
  /** Messages that came whole. */
  mails: string[];
  /** Ends every connection, as a server does that has waited long enough. */
  hangUp(words?: string): Promise<void>;
  close(): Promise<void>;
}

const USUAL: Partial<Record<Step, string>> = {
  CONNECT: '220 here',
  EHLO: '250-here\r\n250 8BITMIME',
  DATA: '354 go on',
  QUIT: '221 bye',
};

/** A mail server that says what a test wants it to say, line by line, where one that is well-behaved would not do. */
export async function openScriptedServer(script: Script = () => undefined): Promise<ScriptedServer> {
  const [heard, mails, open]: [Step[][], string[], Set<Socket>] = [[], [], new Set()];
  const server = createServer((socket) => {
    const connection = heard.push([]) - 1;
    let [inMessage, isBegun, text] = [false, false, ''];
    const say = (step: Step, line = '') => {
      heard[connection]?.push(step);
      const reply = script(step, { line, connection }) ?? (step === 'half' ? '' : (USUAL[step] ?? '250 ok'));
      if (reply === 'drop') socket.destroy();
      else if (reply !== '' && socket.writable) socket.write(`${reply}\r\n`);
      if (step === 'QUIT') socket.end();
      return reply;
    };
    const readMessage = () => {
      if (!isBegun) say('half');
      isBegun = true;
      if (!text.endsWith('\r\n.\r\n')) return;
      mails.push(text);
      [inMessage, isBegun, text] = [false, false, ''];
      say('data');
    };
    const readCommands = () => {
      const lines = text.split('\r\n');
      text = lines.pop() ?? '';
      for (const line of lines)
        inMessage = say(line.slice(0, 8).split(' ')[0] as Step, line).startsWith('354');
    };
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (inMessage) readMessage();
      else readCommands();
    });
    say('CONNECT');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const hangUp = async (words?: string) => {
    const closed = [...open].map((socket) => once(socket, 'close'));
    for (const socket of open) socket.end(words === undefined ? '' : `${words}\r\n`);
    await Promise.all(closed);
  };
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ heard, mails, hangUp },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
