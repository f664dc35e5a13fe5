// Where the tests send their requests: [{"name", "base", "upstream"}], bases without a path.
export const routes = JSON.parse(process.env.MOLT_ROUTES);

// Waits until whoever asked so has hung up, and says on which path the upstream was asked; how often it was asked so.
export const hangup = (route, words) => tell(route, 'hangup', words);
export const asked = (route, words) => tell(route, 'asked', words);

async function tell(route, what, words) {
  const answer = await fetch(`${route.upstream}/${what}?${encodeURIComponent(words)}`);
  return answer.json();
}

// Words that no other test and no other route says.
let names = 0;
export const unique = (words) => `${words} ${process.pid}-${names++}`;

export const weather = (arguments_) => `sunny in ${arguments_.city}`;
export const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
