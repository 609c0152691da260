import {
  exitCodes,
  oneFile,
  oneOf,
  parseCommand,
  UsageError,
  wholeNumber,
  type Console,
  type ExitCode,
} from './commandLine.ts';
import { parseSets } from './provenanceSets.ts';
import { provenancePlan } from './recipePlan.ts';
import { mustBeWritable, reaches } from './reports.ts';
import { unansweredOf } from './unanswered.ts';
import { ownVersion } from './version.ts';
import { withDataset } from './withDataset.ts';
import { severities } from '../../core/findings/finding.ts';
import type { RecordChanges } from '../../core/provenance/writers/croissantUpdate.ts';
import { writers } from '../../core/provenance/writers/registry.ts';
import { reportVersion } from '../../core/report/json.ts';
import { provenanceReport, provenanceText, type ProvenanceSubject } from '../../core/report/provenance.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { findRecipe } from '../findRecipe.ts';
import { readPublicKey } from '../integrity/keys.ts';
import type { OpenDataset } from '../openDataset.ts';
import { attest, checkAttestation, checkRow } from '../provenance/attest.ts';
import { recordOf, type MeasuredRecord } from '../provenance/record.ts';
import { writeSidecar } from '../provenance/sidecar.ts';
import { readText } from '../files/readText.ts';
import { toJson } from '../../core/json/toJson.ts';
import { counted, number } from '../../core/text/numbers.ts';

export const provenanceUsage = `undertone provenance <file> [--student model] [--recipe f] [--format text|json] [--output f]
                       [--max-findings N] [--fail-on error|warning|info|never]
  undertone provenance <file> --format croissant|spdx|cyclonedx|openlineage [--set field=value] [--output f]
  undertone provenance <file> --write [--set field=value]
  undertone provenance <file> --sign key.pem [--set field=value] [--output f]
  undertone provenance <file> --verify key.pem --signature f [--format text|json]
  undertone provenance <file> --prove row [--output f]
  undertone provenance <file with one row> --verify key.pem --signature f --proof f`;

/** An encrypted key's passphrase comes by the environment: a command line can be read by others. */
const passphraseVariable = 'UNDERTONE_KEY_PASSPHRASE';
const defaultMaxFindings = 1000;

/** `undertone provenance`: where a dataset came from, and what follows; records, signatures and proofs of it. */
export async function provenance(console: Console): Promise<ExitCode> {
  const command = readCommand(console);
  const { path, output } = command;
  if (output !== undefined) await mustBeWritable('output', output, [path]);
  return withDataset(path, dataset => {
    switch (command.action) {
      case 'prove':
        return prove(dataset, command, console);
      case 'verify':
        return verify(dataset, command, console);
      case 'sign':
        return sign(dataset, command, console);
      case 'write':
        return write(dataset, command, console);
      case 'emit':
        return emit(dataset, command, console);
      case 'report':
        return report(dataset, command, console);
    }
  });
}

type Command = ReturnType<typeof readCommand>;

const actionFlags = ['prove', 'verify', 'sign', 'write'] as const;
const reportFormats = ['text', 'json'] as const;

function readCommand({ args }: Console) {
  const { values, positionals } = parseCommand(args, {
    student: { type: 'string' },
    recipe: { type: 'string' },
    format: { type: 'string', default: 'text' },
    output: { type: 'string' },
    'max-findings': { type: 'string', default: String(defaultMaxFindings) },
    'fail-on': { type: 'string', default: 'warning' },
    write: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true },
    sign: { type: 'string' },
    verify: { type: 'string' },
    signature: { type: 'string' },
    proof: { type: 'string' },
    prove: { type: 'string' },
  });
  const format = oneOf('format', values.format, [...reportFormats, ...writers.map(({ id }) => id)]);
  const isReport = reportFormats.some(each => each === format);
  const asked = actionFlags.filter(flag => values[flag] !== undefined && values[flag] !== false);
  const [action = isReport ? ('report' as const) : ('emit' as const), second] = asked;
  if (second !== undefined) throw new UsageError(`--${action} and --${second} are two commands: give one of them.`);
  if (asked.length > 0 && !isReport) throw new UsageError(`--${action} does not go with --format ${format}.`);
  const set = parseSets(values.set ?? []);
  if (values.set !== undefined && !['write', 'sign', 'emit'].includes(action)) {
    throw new UsageError(
      '--set changes what is written: it goes with --write, with --sign, or with --format and a standard.',
    );
  }
  if ((action === 'verify') !== (values.signature !== undefined)) {
    throw new UsageError('--verify and --signature go together: the public key, and the file with the signature.');
  }
  if (values.proof !== undefined && action !== 'verify') {
    throw new UsageError(
      '--proof goes with --verify and --signature: they vouch for the dataset that the row is to belong to.',
    );
  }
  return {
    action,
    format,
    set,
    path: oneFile(positionals, 'provenance'),
    output: values.output,
    student: values.student,
    recipe: values.recipe,
    maxFindings: wholeNumber('max-findings', values['max-findings'], 0),
    failOn: oneOf('fail-on', values['fail-on'], [...severities, 'never']),
    row: values.prove === undefined ? 1 : wholeNumber('prove', values.prove, 1),
    key: values.sign ?? values.verify ?? '',
    signature: values.signature ?? '',
    proof: values.proof,
  };
}

async function report(dataset: OpenDataset, command: Command, console: Console): Promise<ExitCode> {
  const { path, format, maxFindings, failOn } = command;
  const recipe = command.recipe ?? (await findRecipe(path));
  const plan = await planOf(recipe, command);
  const { signal } = console;
  const [result, sha256] = await Promise.all([dataset.scan(plan, { signal }), dataset.sha256({ signal })]);
  const subject: ProvenanceSubject = {
    path,
    bytes: dataset.bytes,
    sha256,
    result,
    ...(recipe !== undefined && { recipe }),
    context: {
      record: result.provenance,
      profile: result.profile,
      dataset: { name: dataset.name, bytes: dataset.bytes, sha256 },
      models: plan.models ?? [],
      ...(plan.student !== undefined && { student: plan.student }),
    },
  };
  const text =
    format === 'json' ? toJson(provenanceReport(subject, maxFindings)) : provenanceText(subject, maxFindings);
  await deliver(text, command, console);
  if (reaches(result, failOn)) return exitCodes.findings;
  const { counted } = unansweredOf({ path, plan, result, failOn });
  for (const line of counted) console.note(`undertone: ${line}`);
  return counted.length > 0 ? exitCodes.unusable : exitCodes.done;
}

function planOf(recipe: string | undefined, { student, maxFindings }: Command): Promise<ScanPlan> {
  return provenancePlan(recipe, {
    maxFindingsPerCheck: Math.max(maxFindings, 1),
    ...(student !== undefined && { student }),
  });
}

async function emit(dataset: OpenDataset, command: Command, console: Console): Promise<ExitCode> {
  const writer = writers.find(({ id }) => id === command.format);
  if (writer === undefined) throw new UsageError(`--format ${command.format} is no standard that is written.`);
  await deliver(writer.write(await measure(dataset, command, console)), command, console);
  return exitCodes.done;
}

async function write(dataset: OpenDataset, command: Command, console: Console): Promise<ExitCode> {
  const record = await measure(dataset, command, console);
  const result = await writeSidecar(command.path, record, setOf(command));
  if (!result.ok) {
    console.note(`undertone: ${result.path} stays as it is. ${result.why}`);
    return exitCodes.unusable;
  }
  const { path, created } = result;
  const text = `${created ? 'Wrote' : 'Updated'} ${path}\n`;
  await console.write(command.format === 'json' ? toJson({ version: reportVersion, path, created }) : text);
  return exitCodes.done;
}

async function sign(dataset: OpenDataset, command: Command, console: Console): Promise<ExitCode> {
  const pem = await readText(command.key);
  const passphrase = process.env[passphraseVariable];
  const record = await measure(dataset, command, console);
  const signed = attest(record, { pem, ...(passphrase !== undefined && { passphrase }) });
  if (!signed.ok)
    throw new UsageError(`${command.key}: ${signed.why} (A passphrase is read from ${passphraseVariable}.)`);
  await deliver(toJson(signed.envelope), command, console);
  return exitCodes.done;
}

async function verify(dataset: OpenDataset, command: Command, console: Console): Promise<ExitCode> {
  const [publicKey, envelope] = await Promise.all([readText(command.key), readText(command.signature)]);
  const key = readPublicKey(publicKey);
  if (!key.ok) throw new UsageError(`${command.key}: ${key.why}`);
  const signed = { envelope, publicKey };
  if (command.proof !== undefined) {
    const proof = await readText(command.proof);
    const verdict = checkRow(await onlyRow(dataset, console), { ...signed, proof });
    const faults = verdict.ok ? [] : [verdict.why];
    return conclude(
      { faults, holds: 'The row belongs to the dataset that the owner of the key signed.' },
      command,
      console,
    );
  }
  const attested = await checkAttestation(dataset, { ...signed, signal: console.signal });
  const faults = attested.ok ? attested.differences : [attested.why];
  const more = attested.ok ? { keyId: attested.keyId, statement: attested.statement } : {};
  return conclude({ faults, holds: `${command.path} is what the owner of the key signed.`, more }, command, console);
}

interface Conclusion {
  /** One sentence each; none where what is signed holds. */
  readonly faults: readonly string[];
  readonly holds: string;
  readonly more?: object;
}

async function conclude(
  { faults, holds, more = {} }: Conclusion,
  command: Command,
  console: Console,
): Promise<ExitCode> {
  const ok = faults.length === 0;
  const failed = [`${command.path} is not shown to be what was signed.`, ...faults.map(fault => `  ${fault}`)];
  const json = { version: reportVersion, holds: ok, faults, ...more };
  const text = `${ok ? holds : failed.join('\n')}\n`;
  await deliver(command.format === 'json' ? toJson(json) : text, command, console);
  return ok ? exitCodes.done : exitCodes.findings;
}

/** The bytes of a file's one row, without its newline. */
async function onlyRow(dataset: OpenDataset, { signal }: Console): Promise<Uint8Array> {
  const rows = await dataset.indexed(signal);
  if (rows !== 1) throw new UsageError(`--proof wants a file with the one row; ${dataset.path} has ${number(rows)}.`);
  const pieces: Uint8Array[] = [];
  for await (const piece of dataset.rawRows(0, 1, { signal })) pieces.push(piece);
  const row = Buffer.concat(pieces);
  return row.at(-1) === 0x0a ? row.subarray(0, -1) : row;
}

async function prove(dataset: OpenDataset, command: Command, console: Console): Promise<ExitCode> {
  const { signal } = console;
  const proof = await dataset.proveRow(command.row - 1, { signal });
  if (proof === undefined) {
    throw new UsageError(
      `${command.path} has ${counted(await dataset.indexed(signal), 'row')}; row ${number(command.row)} was asked for.`,
    );
  }
  await deliver(toJson(proof), command, console);
  return exitCodes.done;
}

async function measure(dataset: OpenDataset, command: Command, { signal }: Console): Promise<MeasuredRecord> {
  const [result, version] = await Promise.all([
    dataset.scan({ checks: [], maxFindingsPerCheck: 0 }, { signal }),
    ownVersion(),
  ]);
  return recordOf(dataset, result, { set: setOf(command), version, signal });
}

/** `--student` says who will be trained, which a record may say too. */
function setOf({ set, student }: Command): RecordChanges {
  return student === undefined ? set : { ...set, student: [student] };
}

async function deliver(text: string, { output }: Command, console: Console): Promise<void> {
  await (output === undefined ? console.write(text) : writeWhole(output, text));
}
