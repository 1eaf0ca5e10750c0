import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { describeAsking } from './asking.contract.js';
import { describeDeliveries } from './deliveries.contract.js';
import { describeDueTimes } from './due-times.contract.js';
import { describeEditions } from './editions.contract.js';
import { describeLetters } from './letters.contract.js';
import { describePeople } from './people.contract.js';
import { describeReceipts } from './receipts.contract.js';
import { describeRights } from './rights.contract.js';
import { describeScans } from './scans.contract.js';
import { emptyTables, type Stage } from './stage.js';

/** What the program relies on the store for, whichever database it is over. */
export function describeStore(name: string, open: () => Promise<Database>): void {
  describe(`store: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    describeScans(() => stage);
    describeEditions(() => stage);
    describeDueTimes(() => stage);
    describeDeliveries(() => stage);
    describeReceipts(() => stage);
    describePeople(() => stage);
    describeAsking(() => stage);
    describeRights(() => stage);
    describeLetters(() => stage);
  });
}
