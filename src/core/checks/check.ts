import type { Matching } from '../control/matching.ts';
import type { RowTexts } from '../rowSample/rowTexts.ts';
import type { DatasetProfile } from '../dataset/profile.ts';
import type { Example } from '../dataset/example.ts';
import type { Limits } from '../dataset/plainList.ts';
import type { DuplicateQuery } from '../duplicates/query.ts';
import type { Repeat } from '../duplicates/repeats.ts';
import type { RowFinding, Severity } from '../findings/finding.ts';
import type { Verdict } from '../findings/verdict.ts';
import type { JsonObject, JsonValue } from '../json/value.ts';
import type { JsonText } from '../kernel/jsonText.ts';
import type { Mark } from '../kernel/marks.ts';
import type { DatasetFile, ProvenanceContext } from '../provenance/context.ts';
import type { ProvenanceField } from '../provenance/record.ts';
import type { ResourceNames, Resources } from '../trainers/resources.ts';
import type { OptionDeclarations, OptionValues } from './options.ts';
import type { Trait } from '../traits/trait.ts';

export type Applicability = { readonly applies: true } | { readonly applies: false; readonly why: string };

/** What every check declares; `registry.ts` lists them all. */
interface Declaration<Options extends OptionDeclarations> {
  /** Stable, kebab-case: stands in recipes, settings, reports and on the command line. */
  readonly id: string;
  readonly title: string;
  /** One paragraph of Markdown: what it decides or measures, and what it cannot see. */
  readonly description: string;
  readonly severity: Severity;
  /** The source of the rule or method. */
  readonly source: { readonly title: string; readonly url: string };
  readonly options: Options;
  /** Runs only where a recipe, a flag or a setting names it: it costs more than a scan should, or judges what only its user can ask for. */
  readonly optIn?: true;
  /**
   * Whether the check has anything to say about this dataset, judged on its first rows; the reason where it has not.
   * A check that a recipe or a flag names runs all the same.
   */
  applies?(head: DatasetProfile): Applicability;
  /** What must be set for it to judge anything: without that it does not run, even where it is named, since it could not but find nothing. */
  lacks?(options: OptionValues<Options>): string | undefined;
  /** The options with what they leave to the dataset's first rows settled: once, so that all its rows are judged alike. */
  settle?(options: OptionValues<Options>, head: DatasetProfile): OptionValues<Options>;
}

/** Decides keep or reject for one example; never sees another row. */
export type Filter<Options extends OptionDeclarations = OptionDeclarations> = Declaration<Options> & {
  readonly kind: 'filter';
  /** Inputs with the expected decision: the unit tests and the docs page. */
  readonly examples: readonly FilterExample[];
  /** The same filter with traits of the user's own beside those of the catalogue. */
  withTraits?(declared: readonly Trait[]): Filter;
  /** Spares a scan the reading of rows that it keeps; a filter without it works as well. */
  readonly prefilter?: {
    /** What must stand in something that the student is trained to write, for the row to be rejected; undefined where with these options it may be rejected without. */
    needs(options: OptionValues<Options>): TextNeeds | undefined;
  };
} & (
    | {
        /** Needs the text of each completion alone, which a byte kernel can give without parsing the row. */
        readonly needs: 'completion';
        decide(completion: string, options: OptionValues<Options>): Rejection | undefined;
        /**
         * Decides as `decide` does, from a completion as it stands in JSON: UTF-8 with escapes; undefined where that takes the
         * text. A filter without it works as well: it spares a scan the decoding of texts that need no reason.
         */
        decideBytes?(completion: JsonText, options: OptionValues<Options>): 'keep' | 'reject' | undefined;
        /** What `decide` says of a completion that `decideBytes` rejects; undefined where that takes the text. */
        explainBytes?(completion: JsonText, options: OptionValues<Options>): Rejection | undefined;
      }
    | {
        readonly needs: 'example';
        decide(example: Example, options: OptionValues<Options>): readonly RowFinding[];
        /**
         * Whether one of the texts that the student is trained to write, as it stands in JSON, may be rejected. Where there is one, and
         * the filter `needs` something with these options, `decide` may be given those texts and an example without messages; where
         * it says no of all of them, `decide` finds nothing.
         */
        mayReject?(text: JsonText, options: OptionValues<Options>): boolean;
      }
    | {
        /** Needs the row as it stands, of whatever format: every row that is a JSON value is parsed for it. */
        readonly needs: 'row';
        /** What it reads beside the row with these options; whoever runs the check finds and opens it. */
        resources?(options: OptionValues<Options>): ResourceNames;
        /** Names of fields of which a row must have one, at whatever depth, for there to be a finding. */
        readonly fields?: readonly string[];
        /** A finding rejects the row unless it says that the row `stays`. */
        decide(row: JsonValue, options: OptionValues<Options>, beside: BesideRow): readonly RowFinding[];
        /** What is to be said of the dataset as a whole, when all rows are known. */
        judgeDataset?(profile: DatasetProfile, options: OptionValues<Options>): readonly RowFinding[];
      }
    | {
        /** Needs to know what kind of row it is and nothing of what stands in it: no row is parsed for it. */
        readonly needs: 'form';
        decide(form: RowForm, options: OptionValues<Options>): readonly RowFinding[];
      }
  );

/** What there is of a row besides its JSON. */
export interface BesideRow {
  /** Undefined for a row of no known format. */
  readonly example: Example | undefined;
  readonly resources: Resources;
}

/** What kind of row it is. */
export interface RowForm {
  /** The id of its format; undefined where it is of none that is known. */
  readonly format: string | undefined;
  readonly isObject: boolean;
}

/**
 * What must stand in a text: one of the words, whatever their case, as a whole word; or what one of the marks stands for; or, where
 * lists are named, nothing but a list of numbers; or, in a completion, anything but a plain list of numbers within limits.
 */
export interface TextNeeds {
  readonly words?: readonly string[];
  readonly marks?: readonly Mark[];
  readonly lists?: true;
  readonly unlisted?: Limits;
}

export type FilterExample = JudgedText | JudgedRow;

/**
 * Decides on rows that repeat another. Which those are is found once over all rows of the dataset, as `query` says, in a pass of its
 * own.
 */
export interface RowComparison<Options extends OptionDeclarations = OptionDeclarations> extends Declaration<Options> {
  readonly kind: 'filter';
  readonly needs: 'duplicates';
  readonly examples: readonly FilterExample[];
  query(options: OptionValues<Options>): DuplicateQuery;
  /** Says why a row goes; `data.reasons` are its reason codes. */
  decide(repeat: Repeat, options: OptionValues<Options>): RowFinding;
}

interface JudgedText extends Judged {
  /** What the completion answers. */
  readonly prompt?: string;
  /** The completions of earlier rows, where the filter compares rows. */
  readonly after?: readonly string[];
  readonly completion: string;
}

interface JudgedRow extends Judged {
  readonly row: JsonValue;
}

interface Judged {
  /** Options that differ from their defaults. */
  readonly options?: JsonObject;
  /** The reason codes expected; empty: kept. */
  readonly rejected: readonly string[];
}

/** Why a completion is rejected; `start` and `end` in UTF-16 code units of the completion. */
export interface Rejection {
  readonly reasons: readonly string[];
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly data?: JsonObject;
}

/**
 * Measures how much of a trait the data carries. Slices may be scanned in any order, on any number of threads:
 * `merge` is associative, with `initial()` as its identity, and the state is plain JSON so that it crosses threads and machines.
 */
export type Probe<
  Options extends OptionDeclarations = OptionDeclarations,
  State extends JsonValue = JsonValue,
> = Declaration<Options> & {
  readonly kind: 'probe';
  initial(options: OptionValues<Options>): State;
  /** As `initial`, for rows that are merged with those gathered: a state that passes over what can no longer count beside them. */
  beside?(gathered: State): State;
  /** As `initial`, where the smaller of dataset and control was read: its rows are best compared with those that answer the same. */
  against?(smaller: State): State;
  merge(left: State, right: State): State;
  finish(state: State, options: OptionValues<Options>): Verdict;
  /** The verdict where there is a control, whose rows were gathered as those of the dataset were. It may take seconds. */
  compare?(
    dataset: State,
    control: State,
    options: OptionValues<Options>,
    comparison: Comparison,
  ): Verdict | Promise<Verdict>;
  /** It measures nothing without a control: there it does not run unless it is named. */
  readonly needsControl?: true;
  /** With these options it only counts where there is no control, and can find no evidence there. */
  surveys?(options: OptionValues<Options>): boolean;
  /** The same probe, knowing traits that a recipe declares. */
  withTraits?(declared: readonly Trait[]): Probe;
  readonly examples: readonly ProbeExample[];
} & (
    | {
        readonly needs: 'example';
        /** Adds one example to `state` in place and returns what it found in it. */
        add(state: State, example: Example, options: OptionValues<Options>): readonly RowFinding[];
        /** Spares a scan the reading of examples in which there is nothing to find; a probe without it works as well. */
        readonly prefilter?: {
          /**
           * What must stand in something that the student is trained to write for `add` to find anything; undefined where with these
           * options it reads more than that. Where it reads no more, `add` may be given those texts and an example without messages.
           */
          needs(options: OptionValues<Options>): TextNeeds | undefined;
          /** What `add` does to the state for so many examples with a completion and without any of that. */
          addWithout(state: State, rows: number): void;
        };
      }
    | {
        /** Samples rows by their texts, which a byte kernel can hash without parsing the row; finds nothing in a single row. */
        readonly needs: 'texts';
        /** Adds one row to `state` in place. What is not asked of the row costs nothing. */
        add(state: State, row: RowTexts, options: OptionValues<Options>): void;
        /** The greatest hash of what a row answers (`RowTexts.group`) for which `add` still takes anything from it; null: it may take any. */
        bound(state: State): number | null;
        /** Hashes of what a row answers for which `add` takes something whatever the bound. */
        groups?(state: State): readonly number[];
        /** Drops what no other slice can make wanted, before the state crosses threads. */
        trim(state: State): void;
        /** What `add` does for so many other rows with something that the student is trained to write. */
        addBeyond(state: State, rows: number): void;
      }
  );

/** What is known of a control besides its rows. */
export interface Comparison {
  /** The control's file name. */
  readonly control: string;
  readonly matching: Matching;
  /** Done between two pieces of work: lets a cancel message in, and throws where one came. */
  breathe(): Promise<void>;
}

export interface ProbeExample {
  readonly completion: string;
  readonly options?: JsonObject;
  /** The text of each finding's span, in order. */
  readonly finds: readonly string[];
}

/** Judges where the data came from. */
export interface ProvenanceRule<Options extends OptionDeclarations = OptionDeclarations> extends Declaration<Options> {
  readonly kind: 'provenance';
  judge(context: ProvenanceContext, options: OptionValues<Options>): readonly RowFinding[];
  readonly examples: readonly ProvenanceExample[];
}

export interface ProvenanceExample {
  readonly title: string;
  /** Rows of the dataset. */
  readonly rows: readonly JsonObject[];
  /** Files that stand beside it: name → content. */
  readonly beside?: Readonly<Record<string, string>>;
  /** What a further card says, whatever its standard. */
  readonly cardSays?: Readonly<Partial<Record<ProvenanceField, string>>>;
  /** What a column says in so many rows, beyond what is read from `rows`. */
  readonly rowsSay?: Readonly<Partial<Record<ProvenanceField, { readonly value: string; readonly rows: number }>>>;
  readonly student?: string;
  /** The file, where it matters; otherwise `data.jsonl` without a hash or a date. */
  readonly dataset?: Partial<DatasetFile>;
  readonly fires: boolean;
}

export type Check = Filter | RowComparison | Probe | ProvenanceRule;
export type CheckKind = Check['kind'];

/** Declares a filter, its option values typed from its declarations. */
export function defineFilter<const Options extends OptionDeclarations>(filter: Filter<Options>): Filter {
  return filter;
}

/** Declares a filter that compares rows, its option values typed. */
export function defineRowComparison<const Options extends OptionDeclarations>(
  filter: RowComparison<Options>,
): RowComparison {
  return filter;
}

/** Declares a probe, its option values and its state typed. */
export function defineProbe<const Options extends OptionDeclarations, State extends JsonValue>(
  probe: Probe<Options, State>,
): Probe {
  return probe;
}

/** Declares a provenance rule, its option values typed from its declarations. */
export function defineProvenanceRule<const Options extends OptionDeclarations>(
  rule: ProvenanceRule<Options>,
): ProvenanceRule {
  return rule;
}
