import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

type Policy = Exclude<NonNullable<FastifyHelmetOptions['contentSecurityPolicy']>, boolean>;
type Directives = NonNullable<Policy['directives']>;

const self = ["'self'"];
const none = ["'none'"];

const strict: Directives = {
  'default-src': none,
  'base-uri': none,
  'connect-src': self,
  'font-src': self,
  'form-action': self,
  'frame-ancestors': none,
  'frame-src': self,
  'img-src': ["'self'", 'data:'],
  'object-src': none,
  'script-src': self,
  'style-src': self,
};

const policyOf = (directives: Directives): Policy => ({ useDefaults: false, directives });

/** For the queue board, which sets styles on elements and names its own base address. */
export const boardPolicy = policyOf({
  ...strict,
  'base-uri': self,
  'style-src': ["'self'", "'unsafe-inline'"],
});

/** For the HTML of a mail: its own styles and links that open elsewhere, nothing else. */
export const mailPolicy = policyOf({
  'default-src': none,
  'frame-ancestors': self,
  'img-src': ['data:'],
  sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
  'style-src': ["'unsafe-inline'"],
});

/** Adds the security headers to every answer: nothing is loaded from elsewhere, nothing inline runs. */
export async function addSecurityHeaders(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: policyOf(strict),
    xFrameOptions: { action: 'deny' },
    // A promise to speak only https is made only where the operator says that https is spoken.
    strictTransportSecurity: isHttps(publicUrl) ? { maxAge: 31_536_000 } : false,
  });
}

/** Whether readers reach the pages over https. */
export function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
