/** The mark of leads whose change was detected, and how sure that is. */
import type { ListedLead } from '../../../leads/index.ts';
import { html } from '../html.ts';

export const EMERGING_BADGE = html`<span class="emerging" title="A change that chance does not explain">emerging</span>`;

/** How sure a detection is, for people: what share of such detections is promised to be false at most. */
export function howSure({ falseDiscoveryRate, surprise }: ListedLead): string {
  if (falseDiscoveryRate === null || surprise === null) return '';
  const rate = Math.max(falseDiscoveryRate, 0.001);
  const of = Math.max(2, Math.round(1 / rate));
  return `How sure: of ${of} leads as striking as this one, one is chance at most.`;
}
