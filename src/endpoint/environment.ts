import { Lazy, Token } from 'aws-cdk-lib';
import { Caution, Problems } from '../validation';

/** The limit of keys and values (InferenceComponentContainerSpecification reference). */
const MAX_LENGTH = 1024;
const KEY = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const SECRET_WORDS = /(SECRETS?(?!ARY)|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|(^|_)(PASS|JWT|BEARER)(_|$))/i;
const SECRET_TOKEN = /TOKEN$/i;
/** Tokens of a vocabulary, not of an identity. */
const VOCABULARY_TOKEN = /(^|_)(EOS|BOS|PAD|UNK|SEP|CLS|MASK|STOP|SPECIAL|IMAGE|PER|NEW)_?TOKEN$/i;

/** Whether containers take a value for a switch that is on: AWS's entry points and vLLM ignore the case, and vLLM takes 1, too. */
export function isTrue(value: string): boolean {
  return ['true', '1'].includes(value.toLowerCase());
}

/** An environment that is complete at synth only, because adapters and scaling may come later. Left out where it is empty. */
export function lateEnvironment(produce: () => { [key: string]: string }): { [key: string]: string } {
  return Lazy.any({
    produce: () => {
      const environment = produce();
      return Object.keys(environment).length === 0 ? undefined : environment;
    },
  }) as unknown as { [key: string]: string };
}

export function checkEnvironment(problems: Problems, environment: { [key: string]: string }, maxEntries: number): void {
  const entries = Object.entries(environment);
  if (entries.length > maxEntries) {
    problems.add(`model: environment may hold at most ${maxEntries} entries here, got: ${entries.length} (${Object.keys(environment).join(', ')})`);
  }
  for (const [key, value] of entries) {
    problems.pattern('model: a key of environment', key, KEY, 'letters, digits and underscores that do not begin with a digit');
    if (!Token.isUnresolved(key) && key.length > MAX_LENGTH) {
      problems.add(`model: a key of environment must have at most ${MAX_LENGTH} characters, got: ${key.length}`);
    }
    if (!Token.isUnresolved(value) && value.length > MAX_LENGTH) {
      problems.add(`model: the value of environment ${key} must have at most ${MAX_LENGTH} characters, got: ${value.length}`);
    }
  }
}

/** The environment of a container is stored and shown in plain text, so a key that looks like a secret is warned about. */
export function secretCautions(environment: { [key: string]: string }): Caution[] {
  const keys = Object.keys(environment).filter((key) =>
    SECRET_WORDS.test(key) || (SECRET_TOKEN.test(key) && !VOCABULARY_TOKEN.test(key)));
  return keys.length === 0 ? [] : [{
    id: 'secretInEnvironment',
    message:
      `environment holds what looks like a secret (${keys.join(', ')}): SageMaker stores and shows it in plain text. ` +
      'Put the weights of a gated model into S3 instead, or let the container read the secret itself',
  }];
}
