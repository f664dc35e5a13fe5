import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import OpenAI from 'openai';
import { asked, hangup, routes, schema, unique, weather } from './routes.mjs';

const says = (content) => [{ role: 'user', content }];
const tools = [{ type: 'function', function: { name: 'get_weather', parameters: schema } }];

for (const route of routes) describe(`openai, chat completions, ${route.name}`, () => {
  const client = new OpenAI({ baseURL: `${route.base}/v1`, apiKey: 'sk-test' });

  test('an answer in one piece', async () => {
    const answer = await client.chat.completions.create({ model: 'm', messages: says('hi') });
    assert.equal(answer.choices[0].message.content, 'Hello there, friend.');
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.usage.prompt_tokens, 120);
  });

  test('a streamed answer', async () => {
    let text = '', usage;
    const stream = await client.chat.completions.create({ model: 'm', messages: says('hi'), stream: true, stream_options: { include_usage: true } });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, 'Hello there, friend.');
    assert.equal(usage.completion_tokens, 12);
  });

  test('the models', async () => {
    const models = await client.models.list();
    assert.ok(models.data.length > 0);
  });

  for (const stream of [false, true]) for (const [words, result] of [['@weather', 'sunny in Rome'], ['@two-cities', 'sunny in Rome, sunny in Oslo']])
    test(`tools: ${words}, ${stream ? 'streamed' : 'in one piece'}`, async () => {
      const runner = client.chat.completions.runTools({
        model: 'm', messages: says(words), stream,
        tools: [{ type: 'function', function: { name: 'get_weather', parameters: schema, parse: JSON.parse, function: weather } }],
      });
      assert.equal(await runner.finalContent(), `The tool says: ${result}`);
    });

  test('parallel tool calls keep their indexes', async () => {
    const stream = client.chat.completions.stream({ model: 'm', messages: says('@two-cities'), tools });
    const completion = await stream.finalChatCompletion();
    assert.deepEqual(completion.choices[0].message.tool_calls.map((call) => JSON.parse(call.function.arguments)), [{ city: 'Rome' }, { city: 'Oslo' }]);
    assert.equal(completion.choices[0].finish_reason, 'tool_calls');
  });

  test('a refusal is one request', async () => {
    const words = unique('@refuse');
    await assert.rejects(client.chat.completions.create({ model: 'm', messages: says(words) }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.match(error.message, /scripted 400/);
      return true;
    });
    assert.equal(await asked(route, words), 1);
  });

  for (const fault of ['@fail-once', '@limit-once']) for (const stream of [false, true])
    test(`${fault}, then asked again, ${stream ? 'streamed' : 'in one piece'}`, async () => {
      const words = unique(fault);
      const answer = await client.chat.completions.create({ model: 'm', messages: says(words), stream });
      if (stream) {
        let text = '';
        for await (const chunk of answer) text += chunk.choices[0]?.delta?.content ?? '';
        assert.equal(text, 'Hello there, friend.');
      } else {
        assert.equal(answer.choices[0].message.content, 'Hello there, friend.');
      }
      assert.equal(await asked(route, words), 2);
    });

  test('a stream that breaks off is an error', async () => {
    const stream = await client.chat.completions.create({ model: 'm', messages: says('@break'), stream: true });
    await assert.rejects(async () => { for await (const _ of stream); });
  });

  test('an abort reaches the upstream', async () => {
    const words = unique('@for-ever');
    const stream = await client.chat.completions.create({ model: 'm', messages: says(words), stream: true });
    for await (const _ of stream) break;
    assert.match(await hangup(route, words), /chat\/completions$/);
  });
});
