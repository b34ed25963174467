import {OWN, grouped} from '../offers.js';
import {equal, test} from './check.js';

/** @param {string} name @param {'c2s' | 's2c'} dir @param {[number, number]} dialects @returns {import('../wheeltypes.js').Template} */
const template = (name, dir, dialects) => ({name, dir, verb: 'JOI', dialects, typed: 'JOI {peer} B', says: `${name}.`});
const told = (/** @type {Parameters<typeof grouped>[0]} */ offered) => grouped(offered).map(({name, choices}) => [name, choices.map((one) => one.name)]);

test('a person’s own come first, then what goes to the client, then what goes to the server', () => {
  const own = {name: 'Mine\u202e', dir: /** @type {const} */ ('c2s'), typed: 'PNG\nx', says: ''};
  const templates = [template('Ping', 'c2s', [2, 21]), template('Join', 's2c', [2, 21])];
  equal(told({templates, snippets: [own]}), [[OWN, ['Mine\\u{202e}']], ['To the client', ['Join']], ['To the server', ['Ping']]]);
  equal(grouped({templates: [], snippets: [own]})[0].choices[0].says, 'To the server. PNG');
  equal(told({templates: [], snippets: []}), []);
});

test('those of one name, which only an unknown dialect tells apart, say for which they are', () => {
  const templates = [template('Join', 's2c', [2, 11]), template('Join', 's2c', [12, 15]), template('Join', 'c2s', [2, 21])];
  equal(told({templates, snippets: []}), [['To the client', ['Join, MSNP2–11', 'Join, MSNP12–15']], ['To the server', ['Join']]]);
});
