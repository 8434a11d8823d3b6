export {
  type Added,
  type AddOptions,
  addSource,
  type Configuring,
  canPull,
  canReceive,
  changeSource,
  type OpenedSource,
  openSource,
  pauseSource,
  removeSource,
  tryOut,
} from './configure.ts';
export { type PullOptions, pullDue, pullSource } from './pull.ts';
export { type OpenSecrets, openSettings, sealSettings, shownSettings } from './settings.ts';
export { askNow } from './store.ts';
