// The customer's orders: a card and a timeline for each.

import { $, el, icon, memory, money, timeOf } from './dom.js';

const STEPS = ['received', 'validated', 'paid', 'packaged', 'dispatched', 'delivered'];
const KEPT = 100; // orders that are remembered
const TITLES = {
  received: 'Received',
  validated: 'Validated',
  paid: 'Paid',
  packaged: 'Packaged',
  dispatched: 'Dispatched',
  delivered: 'Delivered',
  failed: 'Not possible',
};

export class Orders {
  #orders = new Map(); // orderId -> { order, card }
  #channels;
  #catalogue;

  constructor(channels, catalogue) {
    this.#channels = channels;
    this.#catalogue = catalogue;
    // Another tab has ordered.
    addEventListener('storage', ({ key }) => {
      if (key === 'shop.orders') this.catchUp(this.restore()).catch(() => {});
    });
  }

  get ids() {
    return [...this.#orders.keys()];
  }

  /** Remembers an order and follows it; returns its card. */
  add(order) {
    const known = this.#orders.get(order.orderId);
    if (known) return known.card.element;
    const entry = { order: { ...order, statuses: new Map() }, card: this.#card(order) };
    this.#orders.set(order.orderId, entry);
    $('#orders').prepend(entry.card.element);
    entry.leave = this.#channels.subscribe(
      `order/${order.orderId}/status`, (status) => this.#take(entry, [status], true));
    this.#show(entry);
    if (!memory.get('orders', []).some(({ orderId }) => orderId === order.orderId)) this.#save(order);
    this.#count();
    return entry.card.element;
  }

  /** Follows the orders of earlier visits and other tabs; returns the ids of those that are new here. */
  restore() {
    const fresh = memory.get('orders', []).filter(({ orderId }) => !this.#orders.has(orderId)).reverse();
    for (const order of fresh) this.add(order);
    return fresh.map(({ orderId }) => orderId);
  }

  /** Asks what has happened to the orders since. */
  async catchUp(ids = this.ids) {
    if (ids.length === 0) return;
    for (let from = 0; from < ids.length; from += 50) {
      const orderIds = ids.slice(from, from + 50);
      const { message, payload } = await this.#channels.request(
        'order/history', 'OrderHistoryRequest', { orderIds }, { repeatable: true });
      if (message !== 'OrderHistory') return;
      for (const { orderId, statuses } of payload.orders) this.#take(this.#orders.get(orderId), statuses, false);
      const known = new Set(payload.orders.map(({ orderId }) => orderId));
      for (const id of orderIds) if (!known.has(id)) this.#forget(id);
    }
  }

  #take(entry, statuses, announce) {
    if (!entry) return;
    const { order } = entry;
    for (const status of statuses) {
      if (order.statuses.has(status.step)) continue;
      order.statuses.set(status.step, status);
      if (announce) this.#announce(order, status);
    }
    if (order.statuses.has('delivered') || order.statuses.has('failed')) entry.leave();
    this.#show(entry);
  }

  #announce({ productName, quantity }, { step, detail }) {
    const what = step === 'failed' ? `was not possible. ${detail}` : `is ${step}.`;
    $('#announcer').textContent = `Your order of ${quantity} ${productName} ${what}`;
  }

  #forget(orderId) {
    const entry = this.#orders.get(orderId);
    if (!entry) return;
    entry.leave();
    entry.card.element.remove();
    this.#orders.delete(orderId);
    memory.set('orders', memory.get('orders', []).filter((order) => order.orderId !== orderId));
    this.#count();
  }

  #save(order) {
    const others = memory.get('orders', []).filter(({ orderId }) => orderId !== order.orderId);
    memory.set('orders', [order, ...others].slice(0, KEPT));
  }

  #count() {
    const count = this.#orders.size;
    $('#no-orders').hidden = count > 0;
    $('#to-orders').hidden = count === 0;
    $('#to-orders').textContent = count === 1 ? 'See your order' : `See your ${count} orders`;
  }

  #card(order) {
    const state = el('span', { className: 'state' });
    const timeline = el('ol', { className: 'timeline' });
    const copy = el('button', { className: 'ghost copy', type: 'button', title: 'Copy' }, icon('copy'),
      el('span', { className: 'unseen' }, 'Copy the correlation id'));
    copy.addEventListener('click', async () => {
      await navigator.clipboard?.writeText(order.correlationId);
      $('#announcer').textContent = 'Copied.';
    });
    const facts = [this.#catalogue.city(order.storeId), money(order.amountCents)];
    if (order.orderPriority !== 'NORMAL') facts.push(order.orderPriority.toLowerCase());
    const title = el('h3', { tabIndex: -1 }, `${order.quantity} × ${order.productName}`);
    const element = el('li', { className: 'order' },
      el('header', {},
        el('span', { className: 'picture small' }, icon(order.productId, 'drawing')),
        el('div', {}, title, el('p', { className: 'hint' }, facts.join(' · '))),
        state),
      timeline,
      el('dl', { className: 'ids' },
        el('dt', {}, 'Order'), el('dd', {}, el('code', {}, order.orderId)),
        el('dt', {}, 'Correlation'), el('dd', {}, el('code', { className: 'correlation' }, order.correlationId)),
        copy));
    element.dataset.order = order.orderId;
    return { element, state, timeline };
  }

  #show({ order, card }) {
    const failure = order.statuses.get('failed');
    const reached = STEPS.filter((step) => order.statuses.has(step));
    const last = failure ? 'failed' : reached.at(-1);
    const shown = failure ? [...reached, 'failed'] : STEPS;

    card.element.dataset.step = last ?? 'sent';
    card.state.textContent = last ? TITLES[last] : 'Sent';
    card.timeline.replaceChildren(...shown.map((step, index) => {
      const status = order.statuses.get(step);
      const next = !failure && !status && index === reached.length;
      const dot = el('span', { className: 'dot' }, status ? icon(step === 'failed' ? 'cross' : 'check') : '');
      const entry = el('li', { className: status ? (step === 'failed' ? 'failed' : 'done') : next ? 'next' : 'todo' },
        dot,
        el('span', { className: 'step' }, TITLES[step],
          el('span', { className: 'unseen' }, status ? '' : next ? ', in progress' : ', to come')),
        status ? el('time', { dateTime: status.at }, timeOf(status.at)) : '',
        status?.detail ? el('span', { className: 'detail' }, status.detail) : '');
      entry.dataset.step = step;
      return entry;
    }));
  }
}
