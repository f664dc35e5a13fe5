// Where the tests send their requests: [{"name", "base", "upstream"}], bases without a path.
export const routes = JSON.parse(process.env.MOLT_ROUTES);

// The upstream tells of the next thing that happened to it; it waits for it.
export async function next(route, what) {
  const answer = await fetch(`${route.upstream}/${what}`);
  if (answer.status !== 200) throw new Error(`the upstream knows of no ${what}`);
  return answer.json();
}

// Forgets what earlier tests have asked.
let names = 0;
export const unique = (words) => `${words} ${process.pid}-${process.argv[1]}-${names++}`;

export const weather = (arguments_) => `sunny in ${arguments_.city}`;
export const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
