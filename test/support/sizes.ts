import { openServerDatabase, serviceUrl } from './databases.js';

/** What the program runs on: the variables that name it, and what puts it away again. */
export interface OpenSize {
  variables: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** The sizes that whole journeys are lived through in: nothing configured, and a server's services. */
export const sizes: { size: string; openSize(): Promise<OpenSize> }[] = [
  { size: 'embedded', openSize: async () => ({ variables: {}, close: async () => undefined }) },
  { size: 'PostgreSQL and Redis', openSize: openServices },
];

async function openServices(): Promise<OpenSize> {
  const database = await openServerDatabase();
  return {
    variables: {
      DATABASE_URL: database.url,
      REDIS_URL: serviceUrl('REDIS_URL'),
      SECRET_KEY: 'a key of this test alone',
    },
    close: () => database.close(),
  };
}
