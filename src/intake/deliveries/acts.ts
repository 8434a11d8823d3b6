/** Which act an event of a name is: rules such as `Signed Up=register`, declared in a setting. */
import { LeadspringError } from '../../base/plain.ts';
import { ACTS, type AccessPoint, type Act } from '../contract.ts';

/** The act of an event's name; undefined when no rule fits or the rule says `drop`. */
export type ActOf = (name: string) => Act | undefined;

const DROP = 'drop';

/**
 * Reads rules `name=act`. Case, blanks, hyphens and underscores of a name do not matter; `*` at its end stands for
 * anything. The whole name goes before a beginning, a longer beginning before a shorter one.
 * @param setting the setting's name, for messages
 * @throws LeadspringError `setting_invalid`
 */
export function readActs(setting: string, rules: readonly string[]): ActOf {
  const whole = new Map<string, Act | undefined>();
  const beginnings: [string, Act | undefined][] = [];
  for (const rule of rules) {
    const at = rule.lastIndexOf('=');
    const [name, act] = [fold(rule.slice(0, at)), rule.slice(at + 1).trim()];
    if (at < 1 || name === '' || !(act === DROP || isAct(act))) {
      const example = `Signed Up=register; acts are ${ACTS.join(', ')}, ${DROP}`;
      throw new LeadspringError(
        'setting_invalid',
        `${setting}: “${rule.slice(0, 100)}” is no rule (${example}).`,
      );
    }
    const known = act === DROP ? undefined : act;
    if (name.endsWith('*')) beginnings.push([name.slice(0, -1), known]);
    else whole.set(name, known);
  }
  beginnings.sort(([a], [b]) => b.length - a.length);
  return (name) => {
    const folded = fold(name);
    if (whole.has(folded)) return whole.get(folded);
    return beginnings.find(([beginning]) => folded.startsWith(beginning))?.[1];
  };
}

function isAct(word: string): word is Act {
  return (ACTS as readonly string[]).includes(word);
}

const fold = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

/** Where an act belongs, whatever told of it: deals and contracts are agreements, books are bought. */
export function accessPointOf(act: Act, otherwise: AccessPoint): AccessPoint {
  if (act === 'contract' || act.startsWith('deal_')) return 'agreement';
  return act === 'buy' ? 'book' : otherwise;
}
