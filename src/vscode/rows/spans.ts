// The editor's name for what reports use too.
export { errorSpan, findingSpan } from '../../core/findings/spans.ts';
