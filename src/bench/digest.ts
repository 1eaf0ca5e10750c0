import { createLinks } from '../access/links.js';
import { prepareEdition } from '../digest/compose-digest.js';
import { BroadsheetError } from '../errors.js';
import type { Digest } from '../model/digest.js';
import type { Message } from '../model/message.js';
import type { Subscriber } from '../model/subscriber.js';
import { createMjmlRenderer } from '../templates/render-by-mjml.js';
import { createRenderer, type RendererSettings } from '../templates/render-digest.js';
import type { BenchOptions } from './bench.js';
import { makeEdition, makeReader } from './bench-readers.js';
import { type Figure, medianOf, timeWork } from './figure.js';

const PAPERS = 60;
const SHOWN = 20;
const ROUNDS = 500;
const WARM_UP = 100;
/** In one round; each gets a mail of their own. So few that other work of the machine seldom falls into a round. */
const READERS = 10;
/** MJML takes a while. */
const BY_MJML = 8;

const envelope = { messageId: '<bench@papers.example.org>', date: new Date('2026-08-21T05:00:00Z') };

/** From a frozen edition to a reader's mail, against compiling MJML for each reader; and how large it is. */
export async function* benchDigest(options: BenchOptions): AsyncIterable<Figure> {
  const edition = makeEdition(PAPERS);
  const compose = prepareEdition(edition);
  const settings = settingsOf(options);
  const render = (await createRenderer(settings)).forEdition(edition);
  const digestFor = (reader: Subscriber): Digest => {
    const composed = compose(reader, new Set());
    if ('skip' in composed) throw new BroadsheetError(`bench: no digest: ${composed.skip}`);
    return composed.digest;
  };
  const write = (reader: Subscriber): Message => render(digestFor(reader), envelope);

  const times = await timeRounds(write, options);
  const renderByMjml = await createMjmlRenderer(settings);
  const byMjml: number[] = [];
  for (let number = 0; number <= BY_MJML; number += 1)
    byMjml.push(await timeWork(() => renderByMjml(digestFor(makeReader(number)), envelope)));
  yield {
    what: "compose and fill in one reader's digest",
    value: medianOf(times),
    unit: 'ms',
    obvious: medianOf(byMjml.slice(1)),
    aim: { most: 0.2 },
    note: `${SHOWN} of ${PAPERS} papers, HTML and text, signed links; against MJML per reader`,
  };
  yield* measureSize(write(makeReader(1)));
}

/** Milliseconds per reader, one figure a round; the first ones warm up. */
async function timeRounds(
  write: (reader: Subscriber) => Message,
  { signal, tell }: BenchOptions,
): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    signal.throwIfAborted();
    const readers = Array.from({ length: READERS }, (_, at) => makeReader(round * READERS + at));
    const ms = await timeWork(() => {
      for (const reader of readers) write(reader);
    });
    if (round >= WARM_UP) times.push(ms / READERS);
    tell(round, ROUNDS, 'digests');
  }
  return times;
}

function* measureSize({ html, text, paperIds }: Message): Iterable<Figure> {
  const papers = paperIds.length;
  const rows = html.slice(html.indexOf('<h2'), html.lastIndexOf('class="foot'));
  const note = `${papers} papers, headings included`;
  yield {
    what: 'HTML for each paper',
    value: Buffer.byteLength(rows) / papers,
    unit: 'bytes',
    aim: { most: 1638 },
    note,
  };
  const whole = `of at most 92,160; text ${Buffer.byteLength(text).toLocaleString('en')}`;
  yield {
    what: 'HTML of the mail',
    value: Buffer.byteLength(html),
    unit: 'bytes',
    aim: { most: 92_160 },
    note: whole,
  };
}

function settingsOf({ config }: BenchOptions): RendererSettings {
  const publicUrl = 'https://papers.example.org';
  const links = createLinks({ secretKey: 'only for measuring', publicUrl });
  return {
    site: { ...config.site, publicUrl },
    mail: { from: 'Broadsheet <paper@example.org>', maxHtmlBytes: config.mail.maxHtmlBytes },
    links: {
      ...links,
      unsubscribeMailto: (reader) =>
        `mailto:bounces@example.org?subject=leave%20${links.unsubscribeToken(reader)}`,
    },
    days: config.editions.days,
  };
}
