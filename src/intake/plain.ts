/**
 * The words of intake without its readers: what later rooms may load in threads and processes that only compute. They
 * would else load every source for two lists.
 */
export { ACCESS_POINTS, ACTS, type AccessPoint, type Act } from './contract.ts';
