import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, decode, encode, RECURSION_DESIRED, type RecordType } from 'dns-packet';

/** What a name has: texts, addresses, mail exchangers, names of an address. */
export interface NameRecords {
  TXT?: string[];
  A?: string[];
  AAAA?: string[];
  MX?: string[];
  PTR?: string[];
}

/** A real DNS server that knows these names and no others. */
export interface DnsServer {
  /** `127.0.0.1:5353` */
  address: string;
  /** May be changed while it runs. */
  names: Record<string, NameRecords>;
  /** Questions so far: `TXT example.org`. */
  asked: string[];
  /** From now on it takes questions and says nothing, or refuses them. */
  behave(how: 'silent' | 'refuse' | 'well'): void;
  close(): Promise<void>;
}

const SERVER_REFUSES = 5;
const NO_SUCH_NAME = 3;

export async function openDnsServer(names: Record<string, NameRecords> = {}): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  const server = { names };
  let behaviour: Parameters<DnsServer['behave']>[0] = 'well';
  socket.on('message', (packet, from) => {
    const { id, questions = [] } = decode(packet);
    const [question] = questions;
    if (!question || behaviour === 'silent') return;
    asked.push(`${question.type} ${question.name}`);
    const known = server.names[question.name.toLowerCase()];
    const answers = known && behaviour === 'well' ? answer(question.name, question.type, known) : [];
    const code = behaviour === 'refuse' ? SERVER_REFUSES : known ? 0 : NO_SUCH_NAME;
    const reply = encode({
      type: 'response',
      id: id ?? 0,
      flags: RECURSION_DESIRED | code,
      questions,
      answers,
    });
    socket.send(reply, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return Object.assign(server, {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    behave: (how: typeof behaviour) => {
      behaviour = how;
    },
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  });
}

function answer(name: string, type: RecordType, known: NameRecords): Answer[] {
  const common = { name, ttl: 60 };
  if (type === 'TXT') return (known.TXT ?? []).map((data) => ({ ...common, type, data: cut(data) }));
  if (type === 'A' || type === 'AAAA' || type === 'PTR')
    return (known[type] ?? []).map((data) => ({ ...common, type, data }));
  if (type === 'MX')
    return (known.MX ?? []).map((exchange, at) => ({ ...common, type, data: { exchange, preference: at } }));
  return [];
}

/** A text of more than 255 bytes is sent in pieces (RFC 1035, section 3.3). */
const cut = (text: string): string[] => text.match(/.{1,255}/g) ?? [''];
