/** Text that is code, and no wish of anyone: file names, calls, subjects of changes. */

/** Subjects of changes: conventional commits, patches by mail, merges, dependency updates. As written, not folded. */
const CHANGE =
  /^\s*(?:(?:re|fwd|aw): {0,3}){0,3}(?:\[[^\]]{0,40}\] {0,3}){0,3}(?:\[[^\]]{0,30}\bpatch\b[^\]]{0,30}\]|(?:feat|fix|chore|docs|refactor|test|tests|build|ci|perf|style|revert)(?:\([^)]{0,40}\))?!?: |merge (?:pull request|branch|remote-tracking)|bump \S{1,80} from |revert "|(?:fix|fixes|fixed|correct) (?:a |some |the )?(?:small |minor )?typos?\b)/i;

/** Whether a title is the subject of a change to code. */
export function isChange(title: string): boolean {
  return CHANGE.test(title);
}

/** Endings of files of programs. Pages (html, md, php, txt, pdf, ...) are no code. */
const FILE =
  /\.(?:c|h|cc|cpp|cxx|hpp|cs|go|rs|py|pyc|rb|java|kt|scala|swift|js|jsx|mjs|cjs|ts|tsx|vue|sh|bash|ps1|bat|pl|lua|sql|ya?ml|json|toml|ini|conf|cfg|lock|xml|proto|class|jar|so|dll|exe|o|log|tf|gradle|cmake|make|patch|diff)(?::\d+)?[)\]}"'`,;:.?!]*$/;
const CODE = /::|\(\)|->|=>|\{\{|^--?[a-z]|[a-z0-9][._][a-z_]+\(|^@[a-z]|^[a-z_.]+=|[;{}]$/;
const CODE_PATH = /(?:^|\/)(?:src|lib|node_modules|site-packages|blob|commit|raw)\//;

const LONGEST = 200;

/** The run between blanks around a place of a text, at most so long. */
export function runAround(text: string, start: number, end: number): string {
  let [from, to] = [start, end];
  while (from > 0 && start - from < LONGEST && !isBlank(text.charCodeAt(from - 1))) from -= 1;
  while (to < text.length && to - end < LONGEST && !isBlank(text.charCodeAt(to))) to += 1;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code <= 32 || code === 0xa0 || code === 0x3000;
}

/** Whether a run between blanks, in small letters, is code or the name of a file of code. */
export function isCode(run: string): boolean {
  return FILE.test(run) || CODE.test(run) || CODE_PATH.test(run) || /^`[^`]*`?$/.test(run);
}
