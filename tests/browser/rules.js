// The main rules that axe-core checks, for where it is not at hand. An expression: a function that returns what is wrong.
() => {
  const found = [];
  const shown = (element) => element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const words = (element) => element.id || `${element.tagName} ${element.className} “${element.textContent.slice(0, 40)}”`;

  // Colours, however they are written, as red, green, blue and opacity.
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, opacity] = canvas.getImageData(0, 0, 1, 1).data;
    return {red, green, blue, opacity: opacity / 255};
  };
  const over = (upper, lower) => {
    const mix = (name) => upper[name] * upper.opacity + lower[name] * (1 - upper.opacity);
    return {red: mix('red'), green: mix('green'), blue: mix('blue'), opacity: 1};
  };
  const luminance = ({red, green, blue}) => {
    const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const behind = (element) => {
    const colours = [];
    for (let at = element; at; at = at.parentElement) colours.push(rgb(getComputedStyle(at).backgroundColor));
    const page = rgb(matchMedia('(prefers-color-scheme: dark)').matches ? '#121212' : '#ffffff');
    return colours.reduceRight((lower, upper) => over(upper, lower), page);
  };

  // WCAG 1.4.3: text stands out from what is behind it.
  const texts = [...document.querySelectorAll('body *')].filter((element) =>
    shown(element) && !element.closest(':disabled, .unseen, option')
    && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()));
  for (const element of texts) {
    const looks = getComputedStyle(element);
    const background = behind(element);
    const [one, other] = [luminance(over(rgb(looks.color), background)), luminance(background)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(looks.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(looks.fontWeight) >= 700) ? 3 : 4.5;
    if (contrast < least) found.push(`contrast ${contrast.toFixed(2)}: ${words(element)}`);
  }

  // The page has a language, a title, one main part and one main heading; ids are unique.
  const count = (selector) => [...document.querySelectorAll(selector)].filter(shown).length;
  if (!document.documentElement.lang) found.push('no language');
  if (!document.title) found.push('no title');
  if (count('main, [role=main]') !== 1) found.push(`${count('main, [role=main]')} main parts`);
  if (count('h1') !== 1) found.push(`${count('h1')} main headings`);
  const ids = [...document.querySelectorAll('[id]')].map(({id}) => id);
  for (const id of ids.filter((id, at) => ids.indexOf(id) < at)) found.push(`twice: #${id}`);

  // What refers to something refers to what is there.
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      for (const id of element.getAttribute(name).split(' ')) {
        if (!document.getElementById(id)) found.push(`${name}=${id} of ${words(element)} leads nowhere`);
      }
    }
  }

  // Roles stand within the roles they need.
  const within = {row: '[role=grid], [role=treegrid]', gridcell: '[role=row]', columnheader: '[role=row]', treeitem: '[role=tree]', tab: '[role=tablist]'};
  for (const [role, around] of Object.entries(within)) {
    for (const element of document.querySelectorAll(`[role=${role}]`)) {
      if (!element.parentElement.closest(around)) found.push(`${role} outside ${around}: ${words(element)}`);
    }
  }

  // Nothing is bigger than the page: no scrolling sideways.
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth - clientWidth} px too wide`);
  return found;
}
