import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { asked, hangup, routes, schema, unique, weather } from './routes.mjs';

const says = (content) => ({ model: 'm', max_tokens: 100, messages: [{ role: 'user', content }] });
const tools = [{ name: 'get_weather', description: 'd', input_schema: schema }];
const text = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

for (const route of routes) describe(`anthropic, messages, ${route.name}`, () => {
  const client = new Anthropic({ baseURL: route.base, apiKey: 'sk-test' });

  test('an answer in one piece', async () => {
    const message = await client.messages.create(says('hi'));
    assert.equal(text(message), 'Hello there, friend.');
    assert.equal(message.stop_reason, 'end_turn');
    assert.equal(message.usage.input_tokens, 20);
    assert.equal(message.usage.cache_read_input_tokens, 100);
  });

  test('a streamed answer', async () => {
    let said = '', last;
    for await (const event of await client.messages.create({ ...says('hi'), stream: true })) {
      if (event.type === 'content_block_delta') said += event.delta.text;
      last = event;
    }
    assert.equal(said, 'Hello there, friend.');
    assert.equal(last.type, 'message_stop');
  });

  test('the helper puts thinking and text together', async () => {
    const message = await client.messages.stream(says('@think')).finalMessage();
    assert.deepEqual(message.content.map((block) => block.type), ['thinking', 'text']);
    assert.equal(message.content[0].thinking, 'It is a greeting.');
    assert.equal(message.usage.output_tokens, 12);
  });

  for (const streamed of [false, true]) for (const [words, result] of [['@weather', 'sunny in Rome'], ['@two-cities', 'sunny in Rome, sunny in Oslo']])
    test(`tools: ${words}, ${streamed ? 'streamed' : 'in one piece'}`, async () => {
      const ask = (request) => (streamed ? client.messages.stream(request).finalMessage() : client.messages.create(request));
      const request = { ...says(words), tools };
      const first = await ask(request);
      assert.equal(first.stop_reason, 'tool_use');
      const results = first.content.filter((block) => block.type === 'tool_use')
        .map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: weather(call.input) }));
      const second = await ask({ ...request, messages: [...request.messages, { role: 'assistant', content: first.content }, { role: 'user', content: results }] });
      assert.equal(text(second), `The tool says: ${result}`);
    });

  // It sends the results alone and names the message before them, unless it is told that nobody keeps that.
  for (const stream of [false, true]) test(`the tool runner, ${stream ? 'streamed' : 'in one piece'}`, async () => {
    const runner = client.beta.messages.toolRunner({ ...says('@weather'), stream, tools: [{ ...tools[0], run: weather, parse: (input) => input }] });
    assert.equal(text(await runner.runUntilDone()), 'The tool says: sunny in Rome');
  });

  test('an answer that is cut short', async () => {
    assert.equal((await client.messages.stream(says('@cut-short')).finalMessage()).stop_reason, 'max_tokens');
  });

  test('a refusal is one request', async () => {
    const words = unique('@refuse');
    await assert.rejects(client.messages.create(says(words)), (error) => {
      assert.ok(error instanceof Anthropic.BadRequestError);
      assert.equal(error.error.error.type, 'invalid_request_error');
      assert.match(error.message, /scripted 400/);
      return true;
    });
    assert.equal(await asked(route, words), 1);
  });

  for (const fault of ['@fail-once', '@limit-once'])
    test(`${fault}, then asked again`, async () => {
      const words = unique(fault);
      assert.equal(text(await client.messages.stream(says(words)).finalMessage()), 'Hello there, friend.');
      assert.equal(await asked(route, words), 2);
    });

  test('a stream that breaks off is an error', async () => {
    await assert.rejects(client.messages.stream(says('@break')).finalMessage());
  });

  test('an abort reaches the upstream', async () => {
    const words = unique('@for-ever');
    for await (const _ of await client.messages.create({ ...says(words), stream: true })) break;
    assert.match(await hangup(route, words), route.translated ? /chat\/completions$/ : /messages$/);
  });

  if (!route.translated) test('tokens are counted', async () => {
    const { input_tokens } = await client.messages.countTokens({ model: 'm', messages: says('hi').messages });
    assert.equal(input_tokens, 1234);
  });

  test('the models', async () => {
    const models = await client.models.list();
    assert.ok(models.data.length > 0);
  });
});
