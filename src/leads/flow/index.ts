export {
  type AccessPointChange,
  type AccessPointsView,
  type AccessPointView,
  accessPointsOf,
  changeAccessPoint,
} from './access_points.ts';
export { RUNG_NAMES, type Rung, rungOf } from './rungs.ts';
export { type FlowRow, writeFlow } from './store.ts';
