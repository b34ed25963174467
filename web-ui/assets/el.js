// The one way an element is made. To remember: it sets text and attributes, never markup, so that nothing that came
// over the wire can become an element.

/** Attributes that could carry a script or a style past the policy. */
const FORBIDDEN = /^(on|style$|srcdoc$)/;

/**
 * An element with attributes and children. A function as attribute is a listener: `{click: open}`. Strings become text.
 * @param {string} name
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else set(element, key, value);
  }
  element.append(...nodes(children));
  return element;
}

/**
 * Sets or, for `false`, `null` and `undefined`, removes an attribute; touches the page only if it changes.
 * @param {Element} element
 * @param {string} key
 * @param {string | number | boolean | null | undefined} value
 */
export function set(element, key, value) {
  if (FORBIDDEN.test(key)) throw new Error(`${key} is not set from here`);
  if (value === false || value === null || value === undefined) {
    if (element.hasAttribute(key)) element.removeAttribute(key);
    return;
  }
  const text = value === true ? '' : String(value);
  if (element.getAttribute(key) !== text) element.setAttribute(key, text);
}

/**
 * Replaces an element's text, only if it changes.
 * @param {Node} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Replaces an element's children.
 * @param {Element} element
 * @param {...(Node | string | number | null | undefined | false)} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/**
 * An element of `index.html`, which is there.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/**
 * Text in its looks.
 * @param {import('./types.js').Stretch[]} stretches
 */
export function looks(stretches) {
  return stretches.map(({look, text}) => (look ? el('span', {class: look}, text) : document.createTextNode(text)));
}

/** @param {(Node | string | number | null | undefined | false)[]} children */
function nodes(children) {
  const present = children.filter((child) => child !== null && child !== undefined && child !== false);
  return present.map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}
