/* Credentials are used and never shown, also not where a service repeats them in a message. */
import { AwsCredentialIdentity } from '@smithy/types';

const HIDDEN = '[hidden]';
/** The id of an access key, whosoever. */
const ACCESS_KEY = /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g;

export class Secrets {
  private readonly values = new Set<string>();

  /** Notes credentials and returns them. */
  public note<T extends AwsCredentialIdentity>(credentials: T): T {
    for (const value of [credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken]) {
      if (value) {
        this.values.add(value);
        this.values.add(encodeURIComponent(value));
      }
    }
    return credentials;
  }

  /** A text without any of them. */
  public hideIn(text: string): string {
    return [...this.values].reduce((hidden, value) => hidden.split(value).join(HIDDEN), text).replace(ACCESS_KEY, HIDDEN);
  }
}
