import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { asked, hangup, routes, schema, unique, weather } from './routes.mjs';

const tools = [{ type: 'function', name: 'get_weather', parameters: schema, strict: true }];

for (const route of routes) describe(`openai, responses, ${route.name}`, () => {
  const client = new OpenAI({ baseURL: `${route.base}/v1`, apiKey: 'sk-test' });

  test('an answer in one piece', async () => {
    const response = await client.responses.create({ model: 'm', input: 'hi' });
    assert.equal(response.output_text, 'Hello there, friend.');
    assert.equal(response.status, 'completed');
    assert.equal(response.usage.input_tokens, 120);
    assert.equal(response.usage.input_tokens_details.cached_tokens, 100);
  });

  test('a streamed answer', async () => {
    let text = '', last;
    for await (const event of await client.responses.create({ model: 'm', input: 'hi', stream: true })) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      last = event;
    }
    assert.equal(text, 'Hello there, friend.');
    assert.equal(last.type, 'response.completed');
    assert.equal(last.response.usage.output_tokens, 12);
  });

  test('the strict helper accepts every event', async () => {
    const stream = client.responses.stream({ model: 'm', input: '@think' });
    const kinds = new Set();
    stream.on('event', (event) => kinds.add(event.type));
    const response = await stream.finalResponse();
    assert.equal(response.output_text, 'Hello there, friend.');
    assert.deepEqual(response.output.map((item) => item.type), ['reasoning', 'message']);
    assert.equal(response.output[0].summary[0].text, 'It is a greeting.');
    assert.ok(kinds.has('response.reasoning_summary_text.delta'));
  });

  for (const streamed of [false, true]) for (const [words, result] of [['@weather', 'sunny in Rome'], ['@two-cities', 'sunny in Rome, sunny in Oslo']])
    test(`tools: ${words}, ${streamed ? 'streamed' : 'in one piece'}`, async () => {
      const ask = (input) => streamed
        ? client.responses.stream({ model: 'm', input, tools }).finalResponse()
        : client.responses.create({ model: 'm', input, tools });
      const input = [{ role: 'user', content: words }];
      const first = await ask(input);
      const calls = first.output.filter((item) => item.type === 'function_call');
      const results = calls.map((call) => ({ type: 'function_call_output', call_id: call.call_id, output: weather(JSON.parse(call.arguments)) }));
      // The helper adds what it has parsed; the API takes none of it back.
      const said = first.output.map(({ parsed_arguments, ...item }) => item);
      const second = await ask([...input, ...said, ...results]);
      assert.equal(second.output_text, `The tool says: ${result}`);
    });

  test('a custom tool gets free text', async () => {
    const response = await client.responses.stream({ model: 'm', input: '@weather', tools: [{ type: 'custom', name: 'forecast' }] }).finalResponse();
    const call = response.output.find((item) => item.type === 'custom_tool_call');
    assert.equal(call.name, 'forecast');
    assert.equal(call.input, '{"city": "Rome"}');
  });

  test('an answer that is cut short', async () => {
    const response = await client.responses.stream({ model: 'm', input: '@cut-short' }).finalResponse();
    assert.equal(response.status, 'incomplete');
    assert.equal(response.incomplete_details.reason, 'max_output_tokens');
  });

  test('a refusal is one request', async () => {
    const words = unique('@refuse');
    await assert.rejects(client.responses.create({ model: 'm', input: words }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.match(error.message, /scripted 400/);
      return true;
    });
    assert.equal(await asked(route, words), 1);
  });

  for (const fault of ['@fail-once', '@limit-once'])
    test(`${fault}, then asked again`, async () => {
      const words = unique(fault);
      const response = await client.responses.stream({ model: 'm', input: words }).finalResponse();
      assert.equal(response.output_text, 'Hello there, friend.');
      assert.equal(await asked(route, words), 2);
    });

  test('a stream that breaks off is an error', async () => {
    await assert.rejects(client.responses.stream({ model: 'm', input: '@break' }).finalResponse());
  });

  test('an abort reaches the upstream', async () => {
    const words = unique('@for-ever');
    for await (const _ of await client.responses.create({ model: 'm', input: words, stream: true })) break;
    assert.match(await hangup(route, words), route.translated ? /chat\/completions$/ : /responses$/);
  });

  if (route.translated) test('a response that only the provider knows is not found', async () => {
    await assert.rejects(client.responses.create({ model: 'm', input: 'hi', previous_response_id: 'resp_1' }), (error) => {
      assert.equal(error.status, 400);
      assert.equal(error.param, 'previous_response_id');
      return true;
    });
  });
});
