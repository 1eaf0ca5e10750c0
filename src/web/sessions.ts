import { createHmac, hkdfSync } from 'node:crypto';
import csrfProtection from '@fastify/csrf-protection';
import rateLimit from '@fastify/rate-limit';
import secureSession from '@fastify/secure-session';
import type { FastifyInstance } from 'fastify';
import { isHttps } from './security-headers.js';
import type { WebNeeds } from './web-needs.js';

/** Adds encrypted session cookies, CSRF tokens and the counting of login attempts. */
export async function addSessions(app: FastifyInstance, needs: WebNeeds): Promise<void> {
  const lifeSeconds = needs.config.web.sessionHours * 3600;
  await app.register(secureSession, {
    cookieName: 'broadsheet',
    key: deriveKey(needs.secretKey, 'session cookie'),
    expiry: lifeSeconds,
    cookie: {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isHttps(needs.config.environment.PUBLIC_URL),
      maxAge: lifeSeconds,
    },
  });
  await app.register(csrfProtection, { sessionPlugin: '@fastify/secure-session' });
  await app.register(rateLimit, { global: false });
}

/** A key of 32 bytes for one purpose (HKDF, RFC 5869), so that no two purposes share one. */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `broadsheet ${purpose}`, 32));
}

/** What ties a session to the password it began with: a new password ends the sessions of the old one. */
export function passwordMark(passwordHash: string, secretKey: string): string {
  return createHmac('sha256', deriveKey(secretKey, 'password mark')).update(passwordHash).digest('base64url');
}
