// What the tests ask of the page: what a person would see, measured. Runs before the page's own modules.

globalThis.seen = {
  /** The rows in view, from top to bottom. */
  rows() {
    const upper = document.getElementById('columns').getBoundingClientRect().bottom;
    const lower = document.getElementById('scroller').getBoundingClientRect().bottom;
    const boxed = [...document.querySelectorAll('#canvas > .row')].map((row) => ({row, box: row.getBoundingClientRect()}));
    return boxed.filter(({box}) => box.bottom > upper + 0.5 && box.top < lower - 0.5).sort((a, b) => a.box.top - b.box.top)
      .map(({row, box}) => ({...seen.row(row), at: Math.round((box.top - upper) * 100) / 100}));
  },

  /** One row as text. */
  row(row) {
    const text = (name) => row.querySelector(`:scope > .${name}`).textContent;
    return {
      n: Number(text('number').replaceAll(',', '')), direction: text('direction'), verb: text('verb'), says: text('says'),
      flags: text('flags'), looks: row.className, label: row.getAttribute('aria-label'), index: Number(row.ariaRowIndex),
      selected: row.ariaSelected === 'true',
    };
  },

  /** The row with this verb that is in view. */
  verb: (verb) => seen.rows().find((row) => row.verb === verb),

  /** Where the person is: the first row in view, and where its upper edge stands. */
  place() {
    const [first] = seen.rows();
    return first && `entry ${first.n} at ${first.at} px`;
  },

  /** Every place there is, looked at in every animation frame, until something holds. */
  async places(done, limit = 15_000) {
    const places = new Set([seen.place()]);
    let frames = 0;
    for (const end = performance.now() + limit; performance.now() < end;) {
      await new Promise(requestAnimationFrame);
      places.add(seen.place());
      frames += 1;
      if (await done()) return {places: [...places], frames};
    }
    return {places: [...places], frames, late: true};
  },

  /** The number in the words about what is new: `1,204 new`. */
  fresh() {
    const shown = !document.getElementById('fresh').hidden;
    const words = document.getElementById('fresh-words').textContent;
    return shown ? Number((words.match(/[\d,]+/) ?? ['0'])[0].replaceAll(',', '')) : 0;
  },

  atEnd() {
    const scroller = document.getElementById('scroller');
    return scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
  },

  /** The text of the view beside the transcript that is shown, once something stands in it. */
  view: () => [...document.querySelectorAll('.view')].find((view) => view.checkVisibility())?.innerText,

  pressed: (id) => document.getElementById(id).getAttribute('aria-pressed') === 'true',

  live: () => document.getElementById('link-words').textContent === 'live',

  /** The middle of an element in view. */
  middle(selector) {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    return box?.width && {x: box.left + box.width / 2, y: box.top + box.height / 2};
  },

  /** Addresses other than our own that anything was fetched from. */
  fetchedElsewhere: () => performance.getEntriesByType('resource').map(({name}) => name)
    .filter((name) => !name.startsWith(`${location.origin}/`) && !name.startsWith(`ws://${location.host}/`)),
};

document.addEventListener('securitypolicyviolation', (violation) => {
  console.error(`policy violated: ${violation.violatedDirective} ${violation.blockedURI} ${violation.sample}`);
});
