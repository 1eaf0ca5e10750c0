import type { Links } from '../access/links.js';
import type { Config } from '../config.js';
import { createAlarmWriter } from '../templates/alarm.js';
import { createLetterWriter } from '../templates/letters.js';
import { createRenderer, type HouseSettings } from '../templates/render-digest.js';
import type { Deps } from './deps.js';

/** Everything that writes mails, with one look and the same links. Raises `RenderError`. */
export async function openWriters(
  config: Pick<Config, 'site' | 'mail' | 'editions' | 'environment'>,
  links: Links,
): Promise<Pick<Deps, 'renderer' | 'letters' | 'alarms'>> {
  const { site, mail, editions, environment } = config;
  const house: HouseSettings = {
    site: { ...site, publicUrl: environment.PUBLIC_URL },
    mail: { from: environment.MAIL_FROM, replyTo: mail.replyTo },
    links: { ...links, unsubscribeMailto: leaveByMail(environment.BOUNCE_ADDRESS, links) },
    days: editions.days,
  };
  const digestMail = { ...house.mail, maxHtmlBytes: mail.maxHtmlBytes };
  const [renderer, letters, alarms] = await Promise.all([
    createRenderer({ ...house, mail: digestMail }),
    createLetterWriter(house),
    createAlarmWriter(house),
  ]);
  return { renderer, letters, alarms };
}

/** `mailto:` with a subject that `broadsheet bounce` understands: there is somebody to read it only at that address. */
function leaveByMail(address: string | undefined, links: Links): HouseSettings['links']['unsubscribeMailto'] {
  if (address === undefined) return undefined;
  const mailbox = encodeURIComponent(address).replace('%40', '@');
  return (subscriber) => `mailto:${mailbox}?subject=leave%20${links.unsubscribeToken(subscriber)}`;
}
