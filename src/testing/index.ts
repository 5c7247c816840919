export { readableTemplate } from './readable-template';
export type { TemplateSource } from './readable-template';
export { snapshotSerializer } from './snapshot-serializer';
export type { SnapshotSerializer } from './snapshot-serializer';
