/** What people want to know about the product: one entry per topic, with its page, searches, questions and answers. */
import type { Random } from '../random.ts';
import { STAGES, type Stage } from './organizations.ts';

export interface Topic {
  readonly key: string;
  readonly title: string;
  /** Below `/docs/<line>/`. */
  readonly page: string;
  /** When an organization cares for it. */
  readonly stage: Stage;
  readonly searches: readonly string[];
  /** One subject, question and answer belong together by their place in the lists. */
  readonly subjects: readonly string[];
  readonly questions: readonly string[];
  readonly answers: readonly string[];
}

/** Slots in texts: {version}, {n} (a number), {os}. */
export const TOPICS: readonly Topic[] = [
  {
    key: 'install',
    title: 'Installing Quillfjord',
    page: 'install/packages/',
    stage: 'trying',
    searches: ['install debian', 'install rpm', 'system requirements', 'first start'],
    subjects: ['Install of {version} on {os} stops at the first start', 'Which package for {os}?'],
    questions: [
      'I am trying {version} on {os}. The package installs without complaint, but the service stops right after the first start and the log only says that the data directory is not writable. The directory belongs to the quillfjord user.',
      'we would like to have a first look at {version} on {os}. Is the package from the repository the right one, or do you recommend the archive? We have no internet access on that machine.',
    ],
    answers: [
      'The unit file of that package sets ProtectSystem=strict. If your data directory is not below /var/lib/quillfjord you need a ReadWritePaths line in an override file. "systemctl edit quillfjord" is enough.',
      'Take the archive for a machine without internet access, it has the language models inside. The page "Installing without a network" walks through it.',
    ],
  },
  {
    key: 'docker',
    title: 'Running in containers',
    page: 'install/containers/',
    stage: 'trying',
    searches: ['docker compose', 'container volume', 'podman'],
    subjects: ['Compose file loses the index on restart', 'Container image and rootless Podman'],
    questions: [
      'the compose file from the docs works, but after "docker compose down" the index is empty again. I have {n} documents in it, so indexing takes the whole night. What do I have to mount?',
      'has someone got the {version} image running with rootless Podman? The file share connector says permission denied for every folder although I can read them on the host.',
    ],
    answers: [
      'You need two volumes: /var/lib/quillfjord/index and /var/lib/quillfjord/state. The example in the docs had only the first one until last month.',
      'With rootless Podman add --userns=keep-id and mount the share with the :z option. It has worked here since the spring.',
    ],
  },
  {
    key: 'upgrade',
    title: 'Upgrading',
    page: 'operate/upgrading/',
    stage: 'building',
    searches: ['upgrade 5.0', 'reindex after upgrade', 'downgrade'],
    subjects: ['Upgrade to {version}: is a full reindex needed?', 'Upgrade path from 4.6'],
    questions: [
      'before I upgrade our test system to {version}: does the index format change, and do I have to read all {n} documents again? The release notes mention a migration but not how long it takes.',
      'we are still on 4.6. Can we go to {version} in one step, or do we have to stop at each line in between?',
    ],
    answers: [
      'Within a major version the index is converted in the background and search stays available. From 4 to 5 a reindex is needed, count on about 40 documents per second and core.',
      'You can skip lines within 4, but stop once at the last 4.x before you go to 5.0. The upgrade refuses to start otherwise, so you cannot do it wrong.',
    ],
  },
  {
    key: 'connectors',
    title: 'File share connector',
    page: 'connectors/file-shares/',
    stage: 'trying',
    searches: ['smb connector', 'exclude folder', 'imap connector', 'wiki connector'],
    subjects: ['File share connector skips folders with long names', 'Excluding folders from the crawl'],
    questions: [
      'the SMB connector skips about {n} folders on our file server, all of them with very long path names. Nothing in the log except "skipped". Is there a limit?',
      'what is the right way to exclude folders from the crawl? I have tried a pattern in the connector, but the old documents stay in the index.',
    ],
    answers: [
      'Paths over 1,024 bytes are skipped by default, see max_path in the connector. It is a guard against loops, you can raise it without harm.',
      'Patterns only apply to what is read from then on. Run "quillfjord connector prune NAME" once and the old ones are gone.',
    ],
  },
  {
    key: 'languages',
    title: 'Languages and stemming',
    page: 'search/languages/',
    stage: 'trying',
    searches: ['german compound words', 'stemming', 'japanese tokenizer', 'synonyms'],
    subjects: ['German compound words are not found', 'Synonyms per department'],
    questions: [
      'a search for "Vertrag" does not find "Rahmenvertrag" here, although the language of the collection is set to German. Do I need a dictionary?',
      'is it possible to have different synonyms for two departments? Both use the same abbreviation for different things.',
    ],
    answers: [
      'Switch on "split compounds" in the collection and reindex. The dictionary is part of the package, it is only off by default because it makes the index a fifth larger.',
      'Synonym lists belong to a collection, so the usual way is one collection per department and one search page over both.',
    ],
  },
  {
    key: 'api',
    title: 'Query API',
    page: 'develop/query-api/',
    stage: 'building',
    searches: ['rest api', 'api token', 'facets api', 'rate limit'],
    subjects: ['Query API: facets and paging', 'API tokens for a service account'],
    questions: [
      'we are building the search into our intranet with the query API. When I ask for facets and go beyond page {n} the counts change. Is that expected?',
      'how do I give a service account a token that may only search one collection? The tokens from the admin page can see everything.',
    ],
    answers: [
      'Counts are estimates beyond 10,000 hits, unless you ask with exact=true. It costs about twice the time, so do it for the first page only.',
      'Create the token with "quillfjord token create --collection NAME". The admin page does not offer it yet, there is an open change for that.',
    ],
  },
  {
    key: 'kubernetes',
    title: 'Kubernetes and Helm',
    page: 'install/kubernetes/',
    stage: 'building',
    searches: ['helm chart', 'statefulset', 'kubernetes ingress', 'helm values'],
    subjects: ['Helm chart: index volume per replica', 'Rolling update on Kubernetes'],
    questions: [
      'our platform team wants to run {version} from the Helm chart. Does every replica need its own volume for the index, or can they share one?',
      'during a rolling update of the chart searches fail for about {n} seconds. Is there a readiness probe that knows about the index?',
    ],
    answers: [
      'Each replica has its own volume, the chart makes a StatefulSet of them. Do not put them on a network file system, it will be slow.',
      'Point the readiness probe to /-/ready?index=1, then a pod gets no traffic before its index is open. It is the default from chart 5 on.',
    ],
  },
  {
    key: 'permissions',
    title: 'Document permissions',
    page: 'security/permissions/',
    stage: 'asking',
    searches: ['acl', 'document permissions', 'access rights file share'],
    subjects: ['Do search results honour NTFS permissions?', 'Permissions change, but results stay visible'],
    questions: [
      'our works council asks whether somebody can find documents that he may not open. How exactly are the permissions of the file server taken over, and how long does a change take?',
      'after we removed a group from a folder the documents were still found for about {n} minutes. Can this be made shorter?',
    ],
    answers: [
      'Rights are read with each document and checked at query time against the groups of the user, so nobody sees even a title he has no right to. Changes arrive with the next crawl of that folder.',
      'Set acl_refresh in the connector. It reads only rights, no contents, so once a minute is fine for most file servers.',
    ],
  },
  {
    key: 'ldap',
    title: 'LDAP and nested groups',
    page: 'security/ldap/',
    stage: 'asking',
    searches: ['ldap nested groups', 'active directory', 'ldap tls', 'ldap sync interval'],
    subjects: ['LDAP: nested groups are not resolved', 'LDAP sync with {n} users takes hours'],
    questions: [
      'we connected {version} to our Active Directory. Users who are in a group directly can search, users in nested groups see nothing. Do I have to set something for nested groups?',
      'the LDAP sync of about {n} users takes more than two hours every night. Is it possible to sync only what has changed?',
    ],
    answers: [
      'Use the matching rule in the filter (memberOf with 1.2.840.113556.1.4.1941), or set nested_groups = true and let Quillfjord walk them. The second is slower, but it works with every directory.',
      'Set sync_mode to "changes". It uses the directory\'s own change counter, so a run with nothing to do takes a second.',
    ],
  },
  {
    key: 'sso',
    title: 'Single sign-on',
    page: 'security/single-sign-on/',
    stage: 'asking',
    searches: ['sso saml', 'oidc', 'single sign-on azure', 'saml groups claim'],
    subjects: ['SSO with SAML: groups claim is empty', 'OpenID Connect behind a proxy'],
    questions: [
      'we are setting up single sign-on with SAML. Login works, but the list of groups is empty, so nobody has any rights. Which claim does Quillfjord read?',
      'with OpenID Connect behind our reverse proxy the redirect goes to http instead of https. Which header do you look at?',
    ],
    answers: [
      'It reads "groups" by default; set groups_claim to whatever your identity provider sends. With more than 150 groups some providers send a link instead of the list, then you need the LDAP lookup in addition.',
      'Set public_url in the configuration. We do not trust forwarded headers unless trusted_proxies names the proxy.',
    ],
  },
  {
    key: 'performance',
    title: 'Performance and sizing',
    page: 'operate/sizing/',
    stage: 'building',
    searches: ['slow query', 'sizing', 'memory index', 'indexing speed'],
    subjects: ['Slow queries with {n} documents', 'Sizing for our file servers'],
    questions: [
      'with about {n} documents a search takes three to four seconds in the morning and is quick afterwards. The machine has enough memory. Where should I look?',
      'how much memory and disk should we plan for {n} documents, mostly PDF? We want to order the machines next month.',
    ],
    answers: [
      'That is a cold page cache. Switch on index.warm_up, and check that the backup does not read the whole index at night and push everything out.',
      'Rule of thumb: the index is a third of the text, and half of the index should fit in memory. For PDF count 60 kB of text each, if they are not scans.',
    ],
  },
  {
    key: 'backup',
    title: 'Backup and restore',
    page: 'operate/backup/',
    stage: 'building',
    searches: ['backup', 'restore single collection', 'snapshot', 'point in time recovery'],
    subjects: ['Consistent backup while indexing', 'Restore to another machine'],
    questions: [
      'can I take a backup while documents are being indexed, or do I have to stop the connectors? A file system snapshot of {n} GB would be the easiest for us.',
      'we tried to restore a backup on another machine and all users lost their saved searches. What did we forget?',
    ],
    answers: [
      'Use "quillfjord snapshot create", it is consistent and takes no time. A plain file copy of a running index is not safe.',
      'Saved searches are in the state directory, not in the index. Both belong into the backup.',
    ],
  },
  {
    key: 'high_availability',
    title: 'High availability',
    page: 'operate/high-availability/',
    stage: 'guarantees',
    searches: ['high availability', 'cluster failover', 'three nodes', 'two data centres', 'ha quorum'],
    subjects: ['HA with two data centres', 'Failover takes {n} seconds'],
    questions: [
      'our requirement is that search survives the loss of one data centre. With two sites and three nodes, where should the third one be? Is there a supported set-up?',
      'in our test the failover took about {n} seconds. Which timeouts may we lower safely before we go live?',
    ],
    answers: [
      'The third node only has to vote, so a small machine at a third place is enough. With two places only there is no automatic failover, whatever the product.',
      'election_timeout may go down to two seconds on a good network. Lower than that and a long garbage collection looks like a dead node.',
    ],
  },
  {
    key: 'audit',
    title: 'Audit log',
    page: 'security/audit-log/',
    stage: 'guarantees',
    searches: ['audit log', 'audit export siem', 'who searched what', 'gdpr retention'],
    subjects: ['Audit log: who has searched for what', 'Audit export to our SIEM'],
    questions: [
      'our auditors ask for a log of who opened which document through the search, kept for ten years and protected against change. Is the audit log made for this?',
      'how do we send the audit log to our SIEM? We would need syslog with TLS, and the events in a documented format.',
    ],
    answers: [
      'The audit log is a chain of hashed records, so a change can be seen. Retention is up to you. Queries themselves are left out unless you switch them on, talk to your works council first.',
      'Syslog over TLS is there since 4.8, the format is on the audit page. Each event has a number, so gaps are seen.',
    ],
  },
  {
    key: 'hardening',
    title: 'Hardening',
    page: 'security/hardening/',
    stage: 'guarantees',
    searches: ['hardening', 'encryption at rest', 'security certification', 'cve', 'fips'],
    subjects: [
      'Encryption at rest and key rotation',
      'Vulnerability handling: how long are lines supported?',
    ],
    questions: [
      'our security department wants encryption at rest with our own keys and a rotation every year. Can the index be encrypted by Quillfjord itself?',
      'for how long does a line like {version} get security fixes? We have to name a date in our approval process.',
    ],
    answers: [
      'It can, from 5.0 on. Keys come from a file or a PKCS#11 module, and rotation rewrites only the key, not the index.',
      'The community lines get fixes until the next but one line is out. Longer than that is part of the support plans.',
    ],
  },
];

/** What an organization of a stage reads and asks about. Who only reads looks at what comes next. */
export function topicsFor(stage: Stage): readonly Topic[] {
  if (stage === 'contract') return TOPICS;
  return TOPICS.filter((topic) => topic.stage === (stage === 'reading' ? 'trying' : stage));
}

/** The same, with what it has left behind it: people go on asking about what they have. */
export function topicsUpTo(stage: Stage): readonly Topic[] {
  const reached = STAGES.indexOf(stage);
  const known = TOPICS.filter((topic) => STAGES.indexOf(topic.stage) <= reached);
  return known.length > 0 ? known : topicsFor(stage);
}

const SYSTEMS = ['Debian 12', 'Ubuntu 24.04', 'RHEL 9', 'SLES 15', 'Rocky Linux 9', 'Windows Server 2022'];

const NUMBERS = [12, 40, 90, 300, 1200, 4500, 80_000];

/** Fills the slots of texts: all texts of one conversation with the same version, number and system. */
export function createFill(random: Random, version: string): (text: string) => string {
  const number = String(random.pick(NUMBERS));
  const system = random.pick(SYSTEMS);
  return (text) => text.replaceAll('{version}', version).replaceAll('{n}', number).replaceAll('{os}', system);
}
