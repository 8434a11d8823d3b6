/**
 * Finding topics: microseconds of processor time a title, on titles of several languages, with topics and without, and
 * on the longest text that is looked at.
 *
 *   node bench/topics.ts [TITLES]      default: 200000
 */
import { loadWeights, topicFinder } from '../src/leads/index.ts';
import { printTable } from './support/table.ts';

const titles = Number(process.argv[2] ?? 200_000);
const { topicOf } = topicFinder(loadWeights());

const KINDS: Readonly<Record<string, readonly string[]>> = {
  'no topic, English': [
    'Right axis of a chart is cut off',
    '/docs/install/packages/ Installing the packages',
  ],
  'a topic, English': [
    'Is there a price for 200 users?',
    '/docs/guides/high-availability/ High availability',
  ],
  'no topic, German': ['Abstürze beim Öffnen großer Dateien', 'Übersetzung der Oberfläche fehlt'],
  'a topic, German': ['Lizenzkosten für Behörden', 'Hochverfügbarkeitscluster auf drei Knoten'],
  'a topic, Japanese': ['シングルサインオンの設定方法を教えてください', '有償サポートの契約について'],
  'the longest text': ['single vysoka lizenz price 1 '.repeat(200)],
};

const rows = Object.entries(KINDS).map(([kind, texts]) => {
  const count = kind === 'the longest text' ? Math.ceil(titles / 200) : titles;
  const round = (times: number): void => {
    for (let at = 0; at < times; at++) topicOf(texts[at % texts.length] ?? '');
  };
  round(count / 10);
  const from = process.cpuUsage();
  round(count);
  return [kind, process.cpuUsage(from).user / count];
});
printTable(['titles', 'µs each'], rows);
