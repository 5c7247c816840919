import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { DeleteEndpointConfigCommand, DescribeEndpointConfigCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { differences, keepRawResponses, noteRawResponse, rawResponse } from '../../../src/opt-in/handler/raw-response';

describe('a client that keeps its responses', () => {
  let answers: [number, string][];
  let server: Server;
  let client: SageMakerClient;

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().on('end', () => {
        const [status, body] = answers.shift()!;
        // In two parts, as longer answers come.
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).write(body.slice(0, 10));
        response.end(body.slice(10));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = keepRawResponses(new SageMakerClient({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'loopback', secretAccessKey: 'loopback' },
      maxAttempts: 2,
    }));
    jest.spyOn(Math, 'random').mockReturnValue(0);
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const describe_ = () => client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'original' }));

  test('tells what came over the wire, and parses it as before', async () => {
    const body = { EndpointConfigName: 'original', CreationTime: 1_750_000_000.5, Later: { Setting: ['é'] } };
    answers = [[200, JSON.stringify(body)]];
    const output = await describe_();
    expect(rawResponse(output)).toEqual(body);
    expect(output).toMatchObject({ EndpointConfigName: 'original', CreationTime: new Date(1_750_000_000_500), $metadata: { httpStatusCode: 200 } });
    expect('Later' in output).toBe(false);
  });

  test('tells each response apart', async () => {
    answers = [[200, '{"EndpointConfigName":"first"}'], [200, '{"EndpointConfigName":"second"}']];
    const [first, second] = [await describe_(), await describe_()];
    expect([first, second].map(rawResponse)).toEqual([{ EndpointConfigName: 'first' }, { EndpointConfigName: 'second' }]);
  });

  test('tells the response of the last attempt', async () => {
    answers = [[500, '{"__type":"InternalFailure"}'], [200, '{"EndpointConfigName":"at last"}']];
    expect(rawResponse(await describe_())).toEqual({ EndpointConfigName: 'at last' });
    expect(answers).toEqual([]);
  });

  test('has nothing to tell of an empty response', async () => {
    answers = [[200, '']];
    const output = await client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'original' }));
    expect(() => rawResponse(output)).toThrow('was not kept');
  });

  test('throws the errors of the service', async () => {
    answers = [[400, '{"__type":"ValidationException","message":"Could not find it"}']];
    await expect(describe_()).rejects.toMatchObject({ name: 'ValidationException', message: 'Could not find it', $metadata: { attempts: 1 } });
  });
});

test('a response that was not kept is an error, because nothing can be compared', () => {
  const [kept, other] = [{}, {}];
  noteRawResponse(kept, { KmsKeyId: 'key' });
  expect(rawResponse(kept)).toEqual({ KmsKeyId: 'key' });
  expect(() => rawResponse(other)).toThrow('the response of SageMaker was not kept, so it cannot be told whether the SDK dropped members');
});

test.each<[string, unknown, unknown, string[]]>([
  ['the same', { A: [{ B: 1 }], C: 'c', D: false }, { C: 'c', D: false, A: [{ B: 1 }] }, []],
  ['null and nothing', { A: null }, {}, []],
  ['nothing and null', { A: undefined }, { A: null }, []],
  ['zero and nothing', { A: 0 }, {}, ['A']],
  ['false and null', { A: false }, { A: null }, ['A']],
  ['nothing and an empty text', {}, { A: '' }, ['A']],
  ['nothing and an empty list', {}, { A: [] }, ['A']],
  ['other values', { A: { B: 1 } }, { A: { B: 2 } }, ['A.B']],
  ['a number and a text', { A: 1 }, { A: '1' }, ['A']],
  ['a number and an object', { A: 1 }, { A: { B: 1 } }, ['A']],
  ['an object and a text', { A: { B: 1 } }, { A: 'B' }, ['A']],
  ['a list and an object', { A: [] }, { A: {} }, ['A']],
  ['lists of other lengths', { A: [1, 2] }, { A: [1] }, ['A[1]']],
  ['members of items of lists', { A: [{ B: { C: 1 } }] }, { A: [{ B: {} }] }, ['A[0].B.C']],
  ['the same time', { A: 1_750_000_000.1234 }, { A: new Date(1_750_000_000_123) }, []],
  ['times a second apart', { A: 1_750_000_000 }, { A: new Date(1_750_000_001_000) }, ['A']],
  ['a time and a text', { A: '2026' }, { A: new Date(0) }, ['A']],
])('differences of %s', (_, raw, parsed, expected) => {
  expect(differences(raw, parsed)).toEqual(expected);
});

test('differences are told from where they are looked for', () => {
  expect(differences({ A: 1 }, {}, 'MetricsConfig')).toEqual(['MetricsConfig.A']);
});
