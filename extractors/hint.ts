/** What is known of a document besides its bytes. Nothing of it decides the format: the bytes do. */
export interface DocumentHint {
  /** Absolute address (or `file:<name>`): base of the links on a page. */
  url: string;
  /** The whole `Content-Type` header, with its charset. */
  contentType?: string;
  /** File name as served or typed; only for messages. */
  name?: string;
  /** Milliseconds that recognising its pages may take, where there is a limit. */
  deadlineMs?: number | undefined;
  /** Told when pages begin to be recognised: from here `deadlineMs` runs. */
  recognising?: () => void;
  /** Of a bundle, the name of the one file that is wanted, as `UnreadableError.entries` gives it. */
  entry?: string;
}
