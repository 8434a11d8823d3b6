import { defineSource, type Probe } from '../../contract.ts';
import { adaptRow } from './adapt.ts';
import { isTableName, readTables } from './read.ts';
import { fitsHead } from './recognize.ts';
import type { CsvBody } from './row.ts';
import { readSettings, SETTINGS } from './settings.ts';

export const csv = defineSource<CsvBody>({
  name: 'csv',
  title: 'Tables (CSV)',
  summary:
    'Contracts, deals, book sales, event attendees, spend, searches, feedback and tickets, as spreadsheets, shops and services export them.',
  expects:
    'a .csv file (or a folder of them) with contracts, deals, book sales, event attendees, spend, searches of the documentation, feedback on its pages or tickets',
  accessPoints: [
    'agreement',
    'book',
    'event',
    'documentation',
    'support',
    'social',
    'blog',
    'mailing_list',
    'forum',
  ],
  settings: SETTINGS,
  sensitive: ['email', 'name', 'first_name', 'last_name', 'amount'],
  resumable: false,
  version: 3,
  threads: false,

  recognize({ isDirectory, entries, head }: Probe) {
    if (isDirectory) return entries.some(isTableName) ? 0.5 : 0;
    return fitsHead(head) ? 0.9 : 0;
  },

  read: readTables,

  async adapter(values) {
    const settings = readSettings(values);
    return (record) => adaptRow(record, settings);
  },
});
