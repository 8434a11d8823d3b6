/** The mark of leads whose change was detected. */
import { html } from '../html.ts';

export const EMERGING_BADGE = html`<span class="emerging" title="A change that chance does not explain">emerging</span>`;
