/** Where invented names come from. Given names are common ones; family and company names are made up of odd pairs. */
import type { Random } from '../random.ts';

export const PRODUCT = 'Quillfjord';
export const VENDOR_DOMAIN = 'quillfjord.example';
export const LISTS_DOMAIN = `lists.${VENDOR_DOMAIN}`;
export const MADE_UP = 'This is made-up sample data. No person, company, product or event in it is real.';

export interface Country {
  readonly code: string;
  readonly language: 'en' | 'de' | 'fr' | 'es' | 'pt' | 'ja';
  /** Minutes east of UTC. Summer time is left out of the story. */
  readonly zone: number;
  readonly given: readonly string[];
}

const EUROPEAN = words(
  'Alda Bram Cosima Dorte Emil Fenja Gesa Hauke Ilse Jonte Kaja Lutz Merle Nils Oda Piet Rika Sönke Tilda Uwe Veit Wiebke Jörg Käthe',
);
const ENGLISH = words(
  'Ada Basil Clem Dorothy Edwin Flora Gus Hattie Ivor Juno Kit Lottie Monty Nell Otis Posy Quentin Rosa Silas Tess Ursula Vince Winnie',
);
const ROMANCE = words(
  'Aurélie Bastien Chloé Désiré Elodie Florent Gaëlle Hugo Inés Joaquín Lucía Mateo Noémie Óscar Paloma René',
);
const LUSOPHONE = words(
  'Beatriz Caetano Duarte Elisa Gonçalo Helena Inácio João Leonor Márcio Nuno Otília Rui Sílvia Tomé',
);
const JAPANESE = words('Akari Daichi Emiko Haruto Kaede Minori Naoki Sora Tamaki Yuzu');

export const COUNTRIES: readonly Country[] = [
  { code: 'DE', language: 'de', zone: 60, given: EUROPEAN },
  { code: 'US', language: 'en', zone: -300, given: ENGLISH },
  { code: 'GB', language: 'en', zone: 0, given: ENGLISH },
  { code: 'NL', language: 'en', zone: 60, given: EUROPEAN },
  { code: 'FR', language: 'fr', zone: 60, given: ROMANCE },
  { code: 'CH', language: 'de', zone: 60, given: EUROPEAN },
  { code: 'SE', language: 'en', zone: 60, given: EUROPEAN },
  { code: 'ES', language: 'es', zone: 60, given: ROMANCE },
  { code: 'BR', language: 'pt', zone: -180, given: LUSOPHONE },
  { code: 'CA', language: 'en', zone: -300, given: ENGLISH },
  { code: 'JP', language: 'ja', zone: 540, given: JAPANESE },
];

const FRONT = words(
  'Bramble Copper Dapple Ember Fennel Gorse Hazel Inkle Juniper Kestrel Lantern Marrow Nettle Otter Pebble Quiver Russet Saffron Thistle Umber Velvet Whistle Yarrow Zephyr Amber Bracken Clover Dusk Elder Flint Garnet Heron Ivory Larch Mallow Osprey Plover Rowan Sorrel Teasel Acorn Badger Cobble Damson Fathom Gable Heather Indigo Jackdaw Kindle Lichen Mulberry Nutmeg Orchard Parsley Quince Raven Sable Tansy Walnut Wicker Yonder Bellow Candle',
);
const BACK = words(
  'quay holt mere wick thorpe spindle barrow combe fell garth hythe knoll lathe moor ness pool ridge stow tarn vale weir yard croft dene beck cairn drift eddy glen hollow',
);
const FAMILY_FRONT = words(
  'Oak Brindle Crane Dun Elm Fallow Gable Harrow Iron Jasper Kelp Linden March North Ochre Pike Rush Stern Tallow Vesper Wren Ash Birch Cinder Drake Frost Grim Hare Loam Moss',
);
const FAMILY_BACK = words(
  'hollow moor wright sack field kettle bolt lark minder pool reed shanks toft vane water beam comb dale finch gate horn lock mantle penny quill rook stile thorn wick yarn',
);

/** Gives out names, each once. */
export interface Names {
  company(): string;
  person(country: Country): { readonly given: string; readonly family: string };
}

/** `random` is used up by the names; ask in a fixed order. */
export function createNames(random: Random): Names {
  const used = new Set<string>([PRODUCT.toLowerCase()]);
  return {
    company: () => fresh(used, () => random.pick(FRONT) + random.pick(BACK)),
    person(country) {
      const name = fresh(
        used,
        () => `${random.pick(country.given)} ${random.pick(FAMILY_FRONT)}${random.pick(FAMILY_BACK)}`,
      );
      const [given = name, family = name] = name.split(' ');
      return { given, family };
    },
  };
}

/** ASCII for addresses and logins: `Sönke` becomes `soenke`, `Gonçalo` becomes `goncalo`. */
export function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
}

function fresh(used: Set<string>, invent: () => string): string {
  for (let tries = 0; tries < 1000; tries++) {
    const name = invent();
    if (used.has(name.toLowerCase())) continue;
    used.add(name.toLowerCase());
    return name;
  }
  throw new RangeError('the story ran out of names');
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
