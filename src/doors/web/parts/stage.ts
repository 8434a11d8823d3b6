/** A stage as a label with a coloured dot; the word says it too. */
import type { Stage } from '../../../leads/index.ts';
import { sayWord } from '../format.ts';
import { type Html, html } from '../html.ts';

export function stageLabel(stage: Stage): Html {
  return html`<span class="stage stage-${stage}">${sayWord(stage)}</span>`;
}
