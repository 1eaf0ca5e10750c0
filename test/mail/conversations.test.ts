import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createSmtpTransport } from '../../src/mail/smtp.js';
import type { Transport } from '../../src/mail/transport.js';
import { sampleMessage } from './sample-message.js';
import { openScriptedServer, type Script, type ScriptedServer, type Step } from './scripted-server.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openPair(
  script?: Script,
  query = '',
): Promise<{ server: ScriptedServer; transport: Transport }> {
  const server = await openScriptedServer(script);
  const transport = createSmtpTransport({ url: server.url + query, inFlight: 32 });
  closing.push(server.close, () => transport.close());
  return { server, transport };
}

const to = (name: string) =>
  sampleMessage({ to: `${name}@example.net`, messageId: `<${name}@papers.example.org>` });
const PIPELINING: Script = (step) => (step === 'EHLO' ? '250-here\r\n250 PIPELINING' : undefined);

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo() && waited < 20_000; waited += 10) await delay(10);
  expect(isSo()).toBe(true);
}

describe('a conversation', () => {
  it('is kept for one message after the other', async () => {
    const { server, transport } = await openPair();
    for (const name of ['ada', 'bob', 'chen']) await transport.send(to(name));
    expect(server.heard).toEqual([
      ['CONNECT', 'EHLO', ...Array(3).fill(['MAIL', 'RCPT', 'DATA', 'half', 'data']).flat()],
    ]);
  });

  it('is one of at most five', async () => {
    const { server, transport } = await openPair();
    await Promise.all(Array.from({ length: 40 }, (_, at) => transport.send(to(`reader${at}`))));
    expect(server.heard).toHaveLength(5);
    expect(server.mails).toHaveLength(40);
  });

  it('goes on after a refusal, begun anew', async () => {
    const { server, transport } = await openPair((step, { line }) =>
      step === 'RCPT' && line.includes('<ada@') ? '550 no such user' : undefined,
    );
    expect(await transport.send(to('ada'))).toMatchObject({ outcome: 'refused', code: 550 });
    expect(await transport.send(to('bob'))).toMatchObject({ outcome: 'sent' });
    expect(server.heard).toEqual([
      ['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'RSET', 'MAIL', 'RCPT', 'DATA', 'half', 'data'],
    ]);
  });

  it('that cannot be begun anew is replaced', async () => {
    const { server, transport } = await openPair((step, { connection }) => {
      if (connection > 0) return undefined;
      return step === 'RSET' ? '500 what' : step === 'RCPT' ? '550 no' : undefined;
    });
    await transport.send(to('ada'));
    expect(await transport.send(to('bob'))).toMatchObject({ outcome: 'sent' });
    expect(server.heard).toHaveLength(2);
  });

  it('is ended after as many messages as the address allows', async () => {
    const { server, transport } = await openPair(undefined, '?maxMessages=2&maxConnections=1');
    for (const name of ['ada', 'bob', 'chen']) await transport.send(to(name));
    expect(server.heard).toHaveLength(2);
    await until(() => server.heard[0]?.at(-1) === 'QUIT');
  });

  it('that carries nothing for a while is ended with a goodbye', async () => {
    const { server, transport } = await openPair(undefined, '?idleTimeout=30');
    await transport.send(to('ada'));
    await until(() => server.heard[0]?.at(-1) === 'QUIT');
    expect(await transport.send(to('bob'))).toMatchObject({ outcome: 'sent' });
    expect(server.heard).toHaveLength(2);
  });

  it('waits where the address allows no more messages in a span', async () => {
    const { server, transport } = await openPair(undefined, '?rateLimit=2&rateDelta=300');
    const sending = Promise.all(['ada', 'bob', 'chen'].map((name) => transport.send(to(name))));
    await until(() => server.mails.length === 2);
    expect((await sending).map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent']);
  });
});

describe('a server that hangs up on a conversation at rest', () => {
  it.each([undefined, '421 idle for too long'])('costs no mail (its words: %s)', async (words) => {
    const { server, transport } = await openPair();
    await transport.send(to('ada'));
    await server.hangUp(words);
    expect(await transport.send(to('bob'))).toMatchObject({ outcome: 'sent' });
    expect(server.mails).toHaveLength(2);
  });

  it.each(['drop', '421 idle for too long'])(
    'costs none when it says so only at the next one: %s',
    async (reply) => {
      let isTired = false;
      const { server, transport } = await openPair((step) => {
        if (step !== 'MAIL' || !isTired) return undefined;
        isTired = false;
        return reply;
      });
      await transport.send(to('ada'));
      isTired = true;
      expect(await transport.send(to('bob'))).toMatchObject({ outcome: 'sent' });
      expect(server.heard).toHaveLength(2);
      expect(server.mails).toHaveLength(2);
    },
  );

  it('is asked once more only', async () => {
    let isTired = false;
    const { server, transport } = await openPair((step) => (step === 'MAIL' && isTired ? 'drop' : undefined));
    await transport.send(to('ada'));
    isTired = true;
    expect(await transport.send(to('bob'))).toMatchObject({ outcome: 'deferred' });
    expect(server.heard).toHaveLength(2);
  });
});

describe('the step at which it breaks', () => {
  /** Once; from then on it goes along. */
  const breaking = (step: Step, reply: string, also: Script = () => undefined): Script => {
    let hasBroken = false;
    return (now, about) => {
      if (now !== step || hasBroken) return also(now, about);
      hasBroken = true;
      return reply;
    };
  };

  it.each<[Step, string, string]>([
    ['DATA', 'drop', 'deferred'],
    ['DATA', '421 going down', 'deferred'],
    ['half', 'drop', 'unknown'],
    ['half', '421 going down', 'deferred'],
    ['data', 'drop', 'unknown'],
    ['data', '421 going down', 'deferred'],
    ['data', '451 not now', 'deferred'],
    ['data', '554 not this', 'refused'],
  ])('decides what became of the message: %s, "%s" is %s', async (step, reply, outcome) => {
    for (const also of [undefined, PIPELINING]) {
      const { server, transport } = await openPair(breaking(step, reply, also));
      expect(await transport.send(to('ada'))).toMatchObject({ outcome });
      expect(server.heard).toHaveLength(1);
      expect(await transport.send(to('bob'))).toMatchObject({ outcome: 'sent' });
    }
  });

  it('never sends a message again that was on the wire, on a kept conversation neither', async () => {
    const { server, transport } = await openPair((step, { connection }) =>
      step === 'data' && connection === 0 && server.mails.length === 2 ? 'drop' : undefined,
    );
    await transport.send(to('ada'));
    expect(await transport.send(to('bob'))).toMatchObject({ outcome: 'unknown' });
    expect(server.mails).toHaveLength(2);
    expect(server.heard).toHaveLength(1);
  });
});

describe('an address that is not ASCII', () => {
  it('is refused by a server that cannot take it, and the others go on', async () => {
    const { server, transport } = await openPair();
    const receipt = await transport.send(to('jürgen'));
    expect(receipt).toEqual({
      outcome: 'refused',
      reason: 'the address is not ASCII, and the mail server does not offer SMTPUTF8',
    });
    expect(await transport.send(to('ada'))).toMatchObject({ outcome: 'sent' });
    expect(server.heard).toHaveLength(1);
  });

  it('is taken by one that can', async () => {
    const lines: string[] = [];
    const { transport } = await openPair((step, { line }) => {
      lines.push(line);
      return step === 'EHLO' ? '250-here\r\n250 SMTPUTF8' : undefined;
    });
    expect(await transport.send(to('jürgen'))).toMatchObject({ outcome: 'sent' });
    expect(lines.find((line) => line.startsWith('MAIL'))).toContain(' SMTPUTF8');
  });

  it('is ASCII to the server where only its domain is not', async () => {
    const lines: string[] = [];
    const { transport } = await openPair((_step, { line }) => void lines.push(line));
    await transport.send(sampleMessage({ to: 'ada@bücher.example' }));
    expect(lines).toContain('RCPT TO:<ada@xn--bcher-kva.example>');
  });

  it('as the sender speaks of us: nobody is refused for it', async () => {
    const { transport } = await openPair();
    const receipt = await transport.send(sampleMessage({ from: 'Broadsheet <zeitung-für@example.org>' }));
    expect(receipt).toMatchObject({ outcome: 'deferred' });
  });
});

describe('a server that is not what SMTP_URL says', () => {
  it('loses nothing when it offers no TLS though it must, and verify says so', async () => {
    const refuse: Script = (step) => (step === 'STARTTLS' ? '502 not here' : undefined);
    const { transport } = await openPair(refuse, '?requireTLS=true');
    expect(await transport.send(to('ada'))).toMatchObject({ outcome: 'deferred' });
    await expect(transport.verify()).rejects.toThrow(/no secure connection/);
  });

  it('loses nothing when it wants a log-in of which the address knows nothing', async () => {
    const { transport } = await openPair((step) => (step === 'MAIL' ? '530 log in first' : undefined));
    expect(await transport.send(to('ada'))).toMatchObject({ outcome: 'deferred', code: 530 });
  });
});

describe('close', () => {
  it('puts off what has not had its turn, and waits for what is on the wire', async () => {
    const { server, transport } = await openPair(
      (step) => (step === 'data' ? '' : undefined),
      '?maxConnections=1',
    );
    const sending = ['ada', 'bob', 'chen'].map((name) => transport.send(to(name)));
    await until(() => server.mails.length === 1);
    const closed = transport.close();
    expect((await Promise.all(sending.slice(1))).map(({ outcome }) => outcome)).toEqual([
      'deferred',
      'deferred',
    ]);
    await server.hangUp('250 taken');
    await closed;
    expect(await sending[0]).toMatchObject({ outcome: 'sent' });
    expect(await transport.send(to('dana'))).toMatchObject({ outcome: 'deferred' });
  });

  it('says goodbye on what is kept', async () => {
    const { server, transport } = await openPair();
    await transport.send(to('ada'));
    await transport.close();
    await until(() => server.heard[0]?.at(-1) === 'QUIT');
  });
});
