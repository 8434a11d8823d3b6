/** User agents: people, tools that fetch releases, or robots. */
import { readFileSync } from 'node:fs';
import crawlers from 'crawler-user-agents';
import { isbot } from 'isbot';
import { parse } from 'yaml';
import { z } from 'zod';

/** `person` is everything that no list knows, a missing agent included: nothing is dropped on suspicion. */
export type AgentKind = 'person' | 'tool' | 'bot';

/** Longer agents are cut before they are looked at, which bounds the time of the patterns. */
const LONGEST = 512;

const tableShape = z.strictObject({ tools: z.array(z.string().min(1)).min(1) });

/** An agent that begins with the name of a tool, as a whole word. */
function toolPattern(tools: readonly string[]): RegExp {
  const names = tools.map((tool) => tool.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^(?:${names.join('|')})(?:(?<=[^a-z0-9])|(?![a-z0-9-]))`, 'i');
}

/** Agents that say themselves that they crawl are robots even when they name a tool: `crawler (python-requests)`. */
const CRAWLS = /\b(?:crawler|spider|scanner|scrapy|monitor|uptime)\b|bot\b/i;

/** Makes the function from a user agent to its kind. */
export function agentKinds(
  file: URL = new URL('./agents.yaml', import.meta.url),
): (agent: string) => AgentKind {
  const tool = toolPattern(tableShape.parse(parse(readFileSync(file, 'utf8'))).tools);
  const robots = crawlers.map((crawler) => new RegExp(crawler.pattern));
  return (full) => {
    const agent = full.slice(0, LONGEST);
    if (tool.test(agent) && !CRAWLS.test(agent)) return 'tool';
    if (isbot(agent) || robots.some((robot) => robot.test(agent))) return 'bot';
    return 'person';
  };
}
