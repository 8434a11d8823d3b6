/** Topics: what a title, a path or a search is about. */
export { type TopicFinder, type TopicMatch, topicFinder } from './finder.ts';
export { layOver } from './overlay.ts';
export { productOf } from './product.ts';
export { defaultTopics, type Product, type Topic, type TopicTable, topicsSchema } from './table.ts';
export { checked, parseYaml, readYamlFile, versionOf } from './yaml.ts';
