// What broke the rules: counted by severity and by rule, in sentences that lead to their entries.

import * as api from './api.js';
import {counted, grouped} from './bytes.js';
import {byId, el, fill, say, set} from './el.js';
import {keep, some} from './keep.js';
import {MARKS, SEVERITIES, byRule, sifted, tally} from './problem.js';
import {isWithin, scopeOf} from './scope.js';
import {change, state, when} from './state.js';
import {shownOf} from './told.js';
import {visible} from './visible.js';
import {nothing, sessionWay, ways} from './ways.js';

/** @typedef {import('./viewtypes.js').Problem} Problem */
/** @typedef {import('./viewtypes.js').Severity} Severity */
/** @typedef {import('./state.js').State} State */

/** What a severity is called, of one and of several. @type {Record<Severity, [string, string]>} */
const NAMES = {error: ['error', 'errors'], warning: ['warning', 'warnings'], note: ['note', 'notes']};

/** The asking that is under way: whoever comes later waits for it, too. @type {Promise<void> | null} */
let asking = null;

/** What the rules are about is asked for once, and again only if that failed. */
export function learnRules() {
  if (state.rules.size) return Promise.resolve();
  asking ??= api.rules()
    .then(({rules}) => change((now) => (now.rules = new Map(rules.map((rule) => [rule.id, rule])))), () => {})
    .finally(() => (asking = null));
  return asking;
}

/** The mark of a severity, and its word. @param {Severity} severity */
export function severityMark(severity) {
  return el('span', {class: `severity ${severity}`}, el('span', {class: 'mark', 'aria-hidden': 'true'}, MARKS[severity] ?? '?'), ` ${severity}`);
}

/** What a rule is about, on demand. @param {Problem} problem */
export function ruleAbout({rule, rests_on: rests}) {
  const place = el('div', {class: 'about'}, 'Looking it up…');
  const unfold = async (/** @type {Event} */ event) => {
    if (!(event.target instanceof HTMLDetailsElement) || !event.target.open) return;
    await learnRules();
    const known = state.rules.get(rule);
    fill(place, known ? [visible(known.about), known.rests_on && `Rests on ${visible(known.rests_on)}.`].filter(Boolean).join(' ') : 'Nothing more is known of this rule.');
  };
  const where = rests ? visible(rests) : '';
  return el('details', {class: 'rule', toggle: unfold}, el('summary', {tabindex: -1}, el('code', {}, visible(rule)), where && ` ${where}`), place);
}

/** @param {Problem} one */
function line(one) {
  const {severity, says, entry, entries, session, injected} = one;
  return el('tr', {class: `item${injected ? ' injected' : ''}`, 'data-entry': entry},
    el('td', {class: 'number'}, ...ways([entry, ...(entries ?? [])].slice(0, 8))),
    el('td', {}, severityMark(severity)),
    el('td', {class: 'says'}, visible(says), injected && el('span', {class: 'flag injected'}, 'injected')),
    el('td', {}, session ? sessionWay(session, String(session)) : ''),
    el('td', {class: 'which'}, ruleAbout(one)));
}

function frame() {
  const choose = (/** @type {Severity | null} */ severity) => () => change((now) => (now.sift = {...now.sift, severity}));
  const buttons = [null, ...SEVERITIES].map((severity) => el('button', {type: 'button', id: `sift-${severity ?? 'all'}`, click: choose(severity)}));
  const pick = (/** @type {any} */ event) => change((now) => (now.sift = {...now.sift, rule: event.target.value || null}));
  const heads = ['entry', 'how bad', 'what is wrong', 'session', 'rule'].map((name) => el('th', {scope: 'col'}, name));
  return [
    el('div', {class: 'sift'}, el('div', {class: 'group', role: 'group', 'aria-label': 'How bad'}, ...buttons),
      el('label', {}, 'Rule ', el('select', {id: 'sift-rule', change: pick}))),
    el('table', {class: 'told-table problems'}, el('caption', {class: 'unseen'}, 'Problems'), el('thead', {}, el('tr', {}, ...heads)),
      el('tbody', {id: 'problem-list', 'data-list': 'first', 'data-first': ''})),
    el('p', {class: 'quiet rest', id: 'problems-left'}),
  ];
}

/** @param {Problem[]} own @param {State} now */
function drawSift(own, {sift, rules}) {
  const counts = tally(own);
  for (const severity of [null, ...SEVERITIES]) {
    const button = byId(`sift-${severity ?? 'all'}`);
    set(button, 'aria-pressed', String(sift.severity === severity));
    const count = severity ? counts[severity] : own.length;
    const words = severity ? counted(count, ...NAMES[severity]) : `all ${grouped(count)}`;
    if (button.textContent !== words) fill(button, severity && el('span', {class: `severity ${severity}`}, el('span', {class: 'mark', 'aria-hidden': 'true'}, MARKS[severity])), words);
  }
  const offered = byRule(own);
  const options = [['', 'every rule'], ...offered.map(({rule, count}) => [rule, `${visible(rules.get(rule)?.title ?? rule)} (${grouped(count)})`])];
  if (sift.rule && !offered.some(({rule}) => rule === sift.rule)) options.push([sift.rule, `${visible(sift.rule)} (0)`]);
  const picker = byId('sift-rule');
  const known = JSON.stringify(options);
  if (picker.dataset.known !== known) fill(picker, ...options.map(([value, words]) => el('option', {value}, words)));
  picker.dataset.known = known;
  picker.value = sift.rule ?? '';
}

export const drawProblems = when((now) => [shownOf(now).problems, now.filter, now.naming, now.sift, now.rules], (now) => {
  const view = byId('view-problems');
  const {problems = [], left_out: left = 0} = shownOf(now).problems ?? {};
  const scope = scopeOf(now.filter, now.sessions);
  if (!problems.length) return fill(view, nothing('No problem found', 'What breaks the rules of the protocol, on either side, stands here with the rule it breaks.'));
  learnRules();
  if (!document.getElementById('problem-list')) fill(view, ...frame());
  const own = problems.filter((one) => isWithin(scope, one.session));
  drawSift(own, now);
  const shown = sifted(problems, scope, now.sift);
  /** @type {Map<string, number>} */
  const times = new Map();
  const item = (/** @type {Problem} */ one) => {
    const same = `${one.entry} ${one.rule}`;
    times.set(same, (times.get(same) ?? 0) + 1);
    return {key: `${same} ${times.get(same)}`, from: one, make: () => line(one)};
  };
  keep(byId('problem-list'), some(shown, item, 'problems', 'tr'));
  const none = shown.length ? '' : own.length ? 'None of this kind.' : `None in ${scope?.words}.`;
  say(byId('problems-left'), [none, left > 0 ? `${grouped(left)} older problems are left out.` : ''].filter(Boolean).join(' '));
});
