/** The parts of s3rver (which brings no types) that the tests use. */
declare module 's3rver' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { Readable } from 'node:stream';

  /** How s3rver keeps objects. */
  export interface Files {
    getBucketPath(bucket: string): string;
    getResourcePath(bucket: string, key: string, resource: string): string;
    getMetadata(bucket: string, key: string): Promise<Record<string, string | number>>;
    putMetadata(bucket: string, key: string, metadata: unknown, md5: string): Promise<void>;
    putObject(object: { bucket: string; key: string; content: Readable; metadata: unknown }): Promise<unknown>;
  }

  export default class S3rver {
    constructor(options: Record<string, unknown>);
    readonly store: Files;
    configureBuckets(): Promise<unknown>;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
