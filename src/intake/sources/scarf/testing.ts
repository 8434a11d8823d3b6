/** Made-up events in the shape of Scarf's export, for tests. */

type Event = Readonly<Record<string, string | number | boolean>>;

export function eventOf(number: number, more: Event = {}): Event {
  return {
    ...{ id: `event-${number}`, type: number % 3 === 0 ? 'pixel-fetch' : 'binary-download' },
    ...{ package: 'Acme/engine', pixel: '', version: `5.${number % 4}` },
    time: new Date(Date.UTC(2026, 3, 1, number)).toISOString().replace('T', ' ').replace('Z', ''),
    ...{
      referer: `https://www.docs.acme.example/guide/${number % 5}?token=x`,
      user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0 Version-4713',
    },
    ...{ origin_id: 'device-4711', endpoint_id: 'endpoint-4712', origin_latitude: '50.0874' },
    origin_connection_type: number % 4 === 0 ? 'isp' : 'business',
    ...{ origin_company: `Corp, ${number % 7}`, origin_domain: `corp${number % 7}.example` },
    ...{ dnt: 'false', confidence: '0.9' },
    ...more,
  };
}

export const eventsOf = (from: number, to: number): Event[] =>
  Array.from({ length: to - from }, (_unused, index) => eventOf(from + index));

export const HEADER = `${Object.keys(eventOf(0)).join(',')}\n`;

export const rowOf = (event: Event): string =>
  `${Object.values(event)
    .map((value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value))
    .join(',')}\n`;
