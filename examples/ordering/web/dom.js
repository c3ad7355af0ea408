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

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
export const money = (cents) => euros.format(cents / 100);

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const timeOf = (at) => clock.format(new Date(at));

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
