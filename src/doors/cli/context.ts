/** What the commands get from main: everything outside is passed in. */
import type { Clock, Config, Database, LoadedConfig, Logger } from '../../base/index.ts';
import type { Network, OpenSecrets } from '../../intake/index.ts';

/** Options every command knows. */
export interface GlobalOptions {
  readonly data?: string;
  readonly logLevel?: string;
}

export interface OpenedDatabase {
  readonly db: Database;
  readonly config: Config;
  readonly log: Logger;
  /** The key of the secrets of sources; made or read when it is first asked for. */
  readonly secrets: OpenSecrets;
  /** The network of the sources. */
  readonly network: Network;
}

export interface Out {
  /** A line of the answer, to standard output. */
  line(text?: string): void;
  /** A line for the person who waits, to standard error. */
  note(text: string): void;
  readonly error: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly columns: number;
}

export type ServeOptions = OpenedDatabase;

export interface CliContext {
  readonly version: string;
  readonly clock: Clock;
  readonly out: Out;
  /** Aborted at the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** @throws LeadspringError `config_invalid` */
  config(overrides: Readonly<Record<string, unknown>>): LoadedConfig;
  /** Opens the database of the configuration, runs `work`, and closes it again whatever happens. */
  withDatabase<T>(
    overrides: Readonly<Record<string, unknown>>,
    work: (opened: OpenedDatabase) => Promise<T>,
    options?: { readonly migrate?: boolean },
  ): Promise<T>;
  /** Starts the roles of the configuration and waits until the signal. */
  serve(options: ServeOptions): Promise<void>;
  /** Empties a data directory that holds only made-up data. @throws LeadspringError `data_directory_locked` */
  reset(directory: string): void;
  /**
   * Writes the sample ecosystem as files, and into the data directory which domains are the vendor's and members', so
   * that whoever opens it later sees the same leads.
   */
  writeSample(sample: {
    readonly data: string;
    readonly files: string;
    readonly seed: number;
  }): Promise<Sample>;
}

/** How the sample's files are to be imported. */
export interface Sample {
  /** Settings by kind of source, as text. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly vendorDomains: readonly string[];
  readonly memberDomains: readonly string[];
}

/** What a command sets when it ends well but not all was well (2: an input was not recognized). */
export interface Ending {
  code: number;
}
