import { MARK_KEY, markIn, markTag, MOST_OWNERS, tagsToCopy } from '../../../src/opt-in/handler/mark';

const MARK = {
  owners: ['0123456789abcdef', 'kept'], original: 'original', request: 'c3f1-7', before: 1_793_491_200_250, noted: 1_793_494_800_000,
};
const VALUE = 'owners=0123456789abcdef+kept original=original request=c3f1-7 before=1793491200250 noted=1793494800000';

test('a mark is written as a tag and read from among others', () => {
  expect(markTag(MARK)).toEqual({ Key: 'cdk-sagemaker-insights:opt-in', Value: VALUE });
  expect(markIn([{ Key: 'team', Value: 'search' }, { Key: MARK_KEY, Value: VALUE }])).toEqual(MARK);
});

test('the longest mark is a valid value of a tag', () => {
  const owners = Array.from({ length: MOST_OWNERS }, () => 'f'.repeat(16));
  const time = Date.UTC(2200, 0, 1);
  // CloudFormation's ids of requests are UUIDs.
  const { Value: value } = markTag({ owners, original: 'a'.repeat(63), request: 'b'.repeat(36), before: time, noted: time });
  expect(value!.length).toBeLessThanOrEqual(256);
  expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u);
});

test('a mark may be without owners', () => {
  const nobodys = { ...MARK, owners: [] };
  expect(markIn([markTag(nobodys)])).toEqual(nobodys);
});

test.each<[string, { Key: string; Value: string | undefined }[]]>([
  ['no tags', []],
  ['other tags', [{ Key: 'team', Value: VALUE }]],
  ['a mark that somebody cut', [{ Key: MARK_KEY, Value: VALUE.slice(0, -20) }]],
  ['a mark without a value', [{ Key: MARK_KEY, Value: undefined }]],
])('there is no mark in %s', (_, tags) => expect(markIn(tags as any)).toBeUndefined());

test('a copy takes over the tags but for those of AWS and the mark', () => {
  const tags = ['team', 'aws:cloudformation:stack-id', 'AWS:x', MARK_KEY, 'awsome'].map((key) => ({ Key: key, Value: key }));
  expect(tagsToCopy(tags).map(({ Key }) => Key)).toEqual(['team', 'awsome']);
});
