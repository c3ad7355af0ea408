// What the shop sells and what each store has of it.

import { $, el, icon, memory, money, replay } from './dom.js';

export class Catalogue {
  #products = new Map();
  #stores = new Map();
  #levels = new Map(); // `${productId} ${storeId}` -> level
  #cards = new Map(); // productId -> { badge, button, elsewhere }
  #onOrder;

  constructor(onOrder) {
    this.#onOrder = onOrder;
    $('#stores').addEventListener('change', ({ target }) => {
      memory.set('store', target.value);
      this.#showStock();
    });
  }

  product = (id) => this.#products.get(id);
  stores = () => [...this.#stores.values()];
  city = (storeId) => this.#stores.get(storeId)?.city ?? storeId;
  place = (storeId) => `${this.#stores.get(storeId)?.name ?? storeId}, ${this.city(storeId)}`;
  store = () => $('#stores input:checked')?.value;
  level = (productId, storeId) => this.#levels.get(`${productId} ${storeId}`);

  show({ products, stores, stock }) {
    this.#products = new Map(products.map((product) => [product.productId, product]));
    this.#stores = new Map(stores.map((store) => [store.storeId, store]));
    for (const level of stock) this.#keep(level);
    this.#showStores();
    this.#showProducts();
    this.#showStock();
  }

  /** Takes newer levels over; an older one that comes late changes nothing. */
  update(levels) {
    for (const level of levels) this.#keep(level);
    this.#showStock();
  }

  #keep(level) {
    const key = `${level.productId} ${level.storeId}`;
    const known = this.#levels.get(key);
    if (!known || known.version <= level.version) this.#levels.set(key, level);
  }

  #showStores() {
    const fieldset = $('#stores');
    const chosen = this.store() ?? memory.get('store');
    const current = this.#stores.has(chosen) ? chosen : this.stores()[0]?.storeId;
    const choices = this.stores().map(({ storeId, name, city }) =>
      el('label', { title: name },
        el('input', { type: 'radio', name: 'store', value: storeId, checked: storeId === current }),
        el('span', {}, city)));
    fieldset.replaceChildren($('legend', fieldset), ...choices);
  }

  #showProducts() {
    this.#cards.clear();
    const focused = document.activeElement?.dataset?.product;
    $('#products').replaceChildren(...[...this.#products.values()].map((product) => this.#card(product)));
    if (focused) this.#cards.get(focused)?.button.focus();
  }

  #card(product) {
    const badge = el('span', { className: 'badge' });
    const elsewhere = el('span', { className: 'elsewhere' });
    const button = el('button', { className: 'primary', type: 'button' }, 'Order',
      el('span', { className: 'unseen' }, ` ${product.name}`));
    button.dataset.product = product.productId;
    button.addEventListener('click', () => this.#onOrder(product));
    this.#cards.set(product.productId, { badge, elsewhere, button });
    return el('li', { className: 'product' },
      el('div', { className: 'picture' }, icon(product.productId, 'drawing'), badge),
      el('h3', {}, product.name),
      el('p', { className: 'description' }, product.description),
      elsewhere,
      el('div', { className: 'buy' }, el('strong', {}, money(product.unitPriceCents)), button));
  }

  #showStock() {
    const storeId = this.store();
    for (const [productId, card] of this.#cards) {
      const available = this.level(productId, storeId)?.available ?? 0;
      const before = card.shown;
      card.shown = { storeId, available };
      // Somebody has ordered, here or elsewhere.
      if (before?.storeId === storeId && before.available !== available) replay(card.badge, 'changed');
      card.badge.textContent =
        available === 0 ? 'Sold out' : available === 1 ? 'Last one' : `${available} in stock`;
      card.badge.dataset.state = available === 0 ? 'none' : available <= 3 ? 'few' : 'many';
      const others = this.stores()
        .filter((store) => store.storeId !== storeId)
        .map((store) => `${store.city} ${this.level(productId, store.storeId)?.available ?? 0}`);
      card.elsewhere.textContent = others.join(' · ');
    }
  }
}
