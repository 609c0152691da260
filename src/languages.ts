// Loaded by a worker thread when a plan names the check of languages.
export { eld } from 'eld/extrasmall';
