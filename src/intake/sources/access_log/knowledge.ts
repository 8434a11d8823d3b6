/** What is known about the texts of a log: networks, agents and requests, each remembering its answers. */
import type { DropReason } from '../../contract.ts';
import { type Network, openNetworks } from '../../networks/index.ts';
import { type AgentKind, agentKinds } from './agents.ts';
import { DEFAULT_DOCUMENTATION_RULES, DEFAULT_DOWNLOAD_RULES } from './default_rules.ts';
import { blockMemo, type Memo } from './memo.ts';
import { linkingPages } from './referrers.ts';
import { compileRules } from './rules.ts';
import type { AccessLogSettings } from './settings.ts';
import { type Target, targets } from './target.ts';

/** Look-ups that answer equal texts with the same object, within one block. */
export interface Knowledge {
  readonly network: Memo<Network>;
  readonly agent: Memo<AgentKind>;
  /** Requests on a host; '' where the log does not name it. */
  readonly requestsOn: (host: string) => Memo<Target | DropReason>;
  /** Pages that link to us; undefined when nobody wants to know. */
  readonly linking: Memo<Target | null> | undefined;
  /** Whether the vendor named networks of its own. */
  readonly hasInternal: boolean;
  /** Forgets what was not needed lately, when it is too much. To be called between blocks. */
  settle(): void;
}

/** Requests remembered over all hosts before all are forgotten, and learned anew. */
const MOST_REQUESTS = 100_000;

/** Opens the look-ups. @throws LeadspringError setting_invalid */
export async function openKnowledge(settings: AccessLogSettings): Promise<Knowledge> {
  const target = targets({
    download: compileRules(settings.downloadRules, DEFAULT_DOWNLOAD_RULES, 'download_rules'),
    documentation: compileRules(
      settings.documentationRules,
      DEFAULT_DOCUMENTATION_RULES,
      'documentation_rules',
    ),
    product: settings.product,
    searchParameters: settings.searchParameters,
  });
  const network = blockMemo(
    50_000,
    await openNetworks({ file: settings.networks, internal: settings.internalNetworks }),
  );
  const agent = blockMemo(20_000, agentKinds());
  const assets = assetTable(50_000);
  const pages = settings.ownHosts.length === 0 ? undefined : linkingPages(settings.ownHosts);
  const linking =
    pages === undefined
      ? undefined
      : blockMemo(20_000, (text: string) => {
          const page = pages(text);
          return page === null ? null : assets.one(page);
        });
  const hosts = new Map<string, Memo<Target | DropReason>>();
  let learned = 0;
  const requestsOn = (host: string): Memo<Target | DropReason> => {
    let requests = hosts.get(host);
    if (requests === undefined) {
      requests = blockMemo(MOST_REQUESTS, (request) => {
        learned++;
        return assets.same(target(request, host));
      });
      learned++;
      hosts.set(host, requests);
    }
    return requests;
  };
  const settle = (): void => {
    for (const memo of [network, agent, assets]) memo.settle();
    linking?.settle();
    if (learned < MOST_REQUESTS) return;
    hosts.clear();
    learned = 0;
  };
  return { network, agent, requestsOn, linking, hasInternal: settings.internalNetworks.length > 0, settle };
}

/** Makes equal targets one object, whichever request they came from. */
function assetTable(size: number): {
  one(target: Target): Target;
  same(target: Target | DropReason): Target | DropReason;
  settle(): void;
} {
  let known = new Map<string, Target>();
  const one = (target: Target): Target => {
    const key = `${target.accessPoint} ${target.act} ${target.asset.kind} ${target.asset.key}`;
    const first = known.get(key);
    if (first !== undefined) return first;
    known.set(key, target);
    return target;
  };
  return {
    one,
    same: (target) => (typeof target === 'string' ? target : one(target)),
    settle: () => {
      if (known.size > size) known = new Map();
    },
  };
}
