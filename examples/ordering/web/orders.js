// The customer's orders: a card and a timeline for each.

import { $, copyButton, el, icon, memory, money, timeOf } from './dom.js';

const STEPS = ['received', 'validated', 'paid', 'packaged', 'dispatched', 'delivered'];
const KEPT = 100; // orders that are remembered
const ENDS = ['delivered', 'failed'];
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
  #inSight = false;
  #news = false; // since the orders were last in sight

  constructor(channels, catalogue) {
    this.#channels = channels;
    this.#catalogue = catalogue;
    new IntersectionObserver(([{ isIntersecting }]) => {
      this.#inSight = isIntersecting;
      this.#point();
    }).observe($('aside'));
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
    this.#fold();
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
    this.#fold();
  }

  #take(entry, statuses, announce) {
    if (!entry) return;
    const { order } = entry;
    for (const status of statuses) {
      if (order.statuses.has(status.step)) continue;
      order.statuses.set(status.step, status);
      this.#news ||= announce;
      if (announce) this.#announce(order, status);
    }
    if (this.#ended(entry)) entry.leave();
    this.#show(entry);
  }

  #ended = ({ order }) => ENDS.some((step) => order.statuses.has(step));

  /** Keeps the newest order and those under way open; folds each of the others once. */
  #fold() {
    for (const entry of this.#orders.values()) {
      if (entry.folded || !this.#ended(entry) || entry.card.element === $('#orders').firstChild) continue;
      entry.folded = true;
      entry.card.details.open = false;
    }
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
    this.#point();
  }

  #save(order) {
    const others = memory.get('orders', []).filter(({ orderId }) => orderId !== order.orderId);
    memory.set('orders', [order, ...others].slice(0, KEPT));
  }

  /** Shows the way to the orders where they are out of sight and something happens to the newest. */
  #point() {
    const newest = this.#orders.get($('#orders').firstChild?.dataset.order);
    this.#news &&= !this.#inSight;
    $('#no-orders').hidden = Boolean(newest);
    $('#to-orders').hidden = !newest || this.#inSight || (this.#ended(newest) && !this.#news);
    $('#to-orders').textContent = `Your order: ${newest?.card.state.textContent}`;
  }

  #card(order) {
    const facts = [this.#catalogue.city(order.storeId), money(order.amountCents)];
    if (order.orderPriority !== 'NORMAL') facts.push(order.orderPriority.toLowerCase());
    const state = el('span', { className: 'state' });
    const steps = new Map([...STEPS, 'failed'].map((step) => [step, this.#step(step)]));
    const details = el('details', { open: true },
      el('summary', {},
        el('span', { className: 'picture small' }, icon(order.productId, 'drawing')),
        el('span', { className: 'what' },
          el('h3', { tabIndex: -1 }, `${order.quantity} × ${order.productName}`),
          el('span', { className: 'hint' }, facts.join(' · '))),
        state,
        icon('chevron', 'icon chevron')),
      el('ol', { className: 'timeline' }, ...[...steps.values()].map(({ element }) => element)),
      el('dl', { className: 'ids' },
        el('dt', {}, 'Order'), el('dd', {}, el('code', {}, order.orderId)),
        el('dt', {}, 'Correlation'), el('dd', {}, el('code', { className: 'correlation' }, order.correlationId)),
        copyButton('the correlation id', order.correlationId)));
    const element = el('li', { className: 'order' }, details);
    element.dataset.order = order.orderId;
    return { element, details, state, steps };
  }

  #step(step) {
    const note = el('span', { className: 'unseen' });
    const time = el('time');
    const detail = el('span', { className: 'detail' });
    const element = el('li', {},
      el('span', { className: 'dot' }, icon(step === 'failed' ? 'cross' : 'check')),
      el('span', { className: 'step' }, TITLES[step], note),
      time, detail);
    element.dataset.step = step;
    return { element, note, time, detail };
  }

  #show({ order, card }) {
    const failure = order.statuses.get('failed');
    const reached = STEPS.filter((step) => order.statuses.has(step));
    const last = failure ? 'failed' : reached.at(-1);
    const next = failure ? undefined : STEPS.find((step) => !order.statuses.has(step));

    card.element.dataset.step = last ?? 'sent';
    card.state.textContent = last ? TITLES[last] : 'Sent';
    for (const [step, { element, note, time, detail }] of card.steps) {
      const status = order.statuses.get(step);
      element.hidden = !status && (failure ? true : step === 'failed');
      element.className = status ? (step === 'failed' ? 'failed' : 'done') : step === next ? 'next' : 'todo';
      note.textContent = status ? '' : step === next ? ', in progress' : ', to come';
      time.dateTime = status?.at ?? '';
      time.textContent = status ? timeOf(status.at) : '';
      detail.textContent = status?.detail ?? '';
    }
    this.#point();
  }
}
