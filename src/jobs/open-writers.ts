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
  const house = describeHouse(config, links);
  const digestMail = { ...house.mail, maxHtmlBytes: config.mail.maxHtmlBytes };
  const [renderer, letters, alarms] = await Promise.all([
    createRenderer({ ...house, mail: digestMail }),
    createLetterWriter(house),
    createAlarmWriter(house),
  ]);
  return { renderer, letters, alarms };
}

/** What every mail says of the house that sends it. */
export function describeHouse(
  { site, mail, editions, environment }: Pick<Config, 'site' | 'mail' | 'editions' | 'environment'>,
  links: Links,
): HouseSettings {
  return {
    site: { ...site, publicUrl: environment.PUBLIC_URL },
    mail: { from: environment.MAIL_FROM, replyTo: mail.replyTo },
    links: { ...links, unsubscribeMailto: leaveByMail(environment.BOUNCE_ADDRESS, links) },
    days: editions.days,
  };
}

/** `mailto:` with a subject that `broadsheet bounce` understands: there is somebody to read it only at that address. */
function leaveByMail(address: string | undefined, links: Links): HouseSettings['links']['unsubscribeMailto'] {
  if (address === undefined) return undefined;
  const mailbox = encodeURIComponent(address).replace('%40', '@');
  return (subscriber) => `mailto:${mailbox}?subject=leave%20${links.unsubscribeToken(subscriber)}`;
}
