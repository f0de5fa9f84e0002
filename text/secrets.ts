/** What stands for a secret in messages. */
const HIDDEN = '***';

/**
 * A text in which nobody can read a password: of every address in it, the password before the `@` and the values of parameters
 * that name a key or token are `***`. The user's name, host and path stay; a password may hold any sign, `/` and `@` too.
 */
export function withoutSecrets(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/?#:@"]*):[^\s"]*@/giu, `$1:${HIDDEN}@`)
    .replace(/([?&](?:[\w-]*(?:key|secret|token|password|signature))=)[^\s&#"]+/giu, `$1${HIDDEN}`);
}
