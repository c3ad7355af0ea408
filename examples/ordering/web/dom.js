// Elements from data, never from markup: what a stranger wrote stays text.

const SVG = 'http://www.w3.org/2000/svg';

export const $ = (selector, within = document) => within.querySelector(selector);

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name in element && name !== 'list') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
  return element;
}

export function icon(name, className = 'icon') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `icons.svg#${encodeURIComponent(name)}`);
  svg.append(use);
  return svg;
}

// A button that is disabled would lose the focus.
export const setBusy = (button, busy) => button.setAttribute('aria-disabled', busy);
export const isBusy = (button) => button.getAttribute('aria-disabled') === 'true';

/** Starts the animation of a class, from its beginning if it is running. */
export function replay(element, className) {
  element.classList.remove(className);
  void element.offsetWidth; // else the browser sees no change
  element.classList.add(className);
}

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
export const money = (cents) => euros.format(cents / 100);

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const timeOf = (at) => clock.format(new Date(at));

/** A button that copies a text, or marks it where the browser does not let a page copy. */
export function copyButton(what, text) {
  const button = el('button', { className: 'ghost copy', type: 'button', title: `Copy ${what}` },
    icon('copy'), el('span', { className: 'unseen' }, `Copy ${what}`));
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text); // not there unless the page is from localhost or https
      button.replaceChild(icon('check'), button.firstChild);
      setTimeout(() => button.replaceChild(icon('copy'), button.firstChild), 2000);
      $('#announcer').textContent = 'Copied.';
    } catch {
      const shown = [...button.parentElement.querySelectorAll('code')].find((each) => each.textContent === text);
      getSelection().selectAllChildren(shown);
      $('#announcer').textContent = 'Marked, for you to copy.';
    }
  });
  return button;
}

/** Values that outlive the page, in local storage. */
export const memory = {
  get(key, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`shop.${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  set(key, value) {
    if (value === null) localStorage.removeItem(`shop.${key}`);
    else localStorage.setItem(`shop.${key}`, JSON.stringify(value));
  },
};
