// The dialog in which a customer orders.

import { newId } from './channel.js';
import { $, el, icon, isBusy, memory, money, setBusy } from './dom.js';

const PATIENCE = 120000; // ms for which a request that got no answer is repeated
const TIMEOUT = 15000; // ms after which the customer may decide

// Where a refusal can be mended.
const FIELDS = {
  unknown_store: 'storeId',
  insufficient_stock: 'quantity',
  quantity_too_large: 'quantity',
  customer_missing: 'email',
};

const explained = ({ pointer, reason }) => ({
  text: `The shop did not understand ${pointer || 'this'}: ${reason}`,
  field: pointer.slice(1),
});

export class OrderForm {
  #dialog = $('#order-dialog');
  #form = $('#order-form');
  #problem = $('#order-problem');
  #product = null;
  #current = null; // what the open dialog waits for
  #unanswered = null; // a wish of which nobody knows whether it was granted
  #channels;
  #catalogue;
  #orders;
  #account;

  constructor({ channels, catalogue, orders, account }) {
    this.#channels = channels;
    this.#catalogue = catalogue;
    this.#orders = orders;
    this.#account = account;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!isBusy($('#order-submit'))) this.#submit();
    });
    this.#form.addEventListener('input', ({ target }) => {
      target.removeAttribute('aria-invalid');
      this.#refresh();
    });
    for (const button of this.#form.querySelectorAll('[data-step]')) {
      button.addEventListener('click', () => {
        const quantity = this.#form.elements.quantity;
        quantity.value = Math.max(1, (Number.parseInt(quantity.value, 10) || 0) + Number(button.dataset.step));
        this.#refresh();
      });
    }
  }

  open(product) {
    this.#product = product;
    const { storeId, quantity, email } = this.#form.elements;
    $('#order-title').textContent = product.name;
    $('#order-price').textContent = `${money(product.unitPriceCents)} each`;
    $('#order-picture').replaceChildren(icon(product.productId, 'drawing'));
    storeId.replaceChildren(...this.#catalogue.stores().map((store) =>
      el('option', { value: store.storeId, selected: store.storeId === this.#catalogue.store() },
        store.city)));
    quantity.value = 1;
    email.value ||= memory.get('email', '');

    const customer = this.#account.customer;
    $('#order-guest').hidden = Boolean(customer);
    $('#order-customer').hidden = !customer;
    $('#order-customer').textContent = customer ? `You order as ${customer.name}.` : '';
    this.#current = null;
    this.#complain();
    this.#busy(false);
    this.#dialog.showModal();
    quantity.select();
  }

  /** Shows stock that has changed meanwhile. */
  refresh() {
    if (this.#dialog.open) this.#refresh();
  }

  /** Says in the dialog whether the shop can be reached. */
  reachable(yes) {
    $('#order-offline').hidden = yes;
  }

  /** Repeats requests of an earlier visit that never got their answer: each orders once. */
  resume() {
    const pending = memory.get('pending', []);
    memory.set('pending', null);
    for (const each of pending) {
      if (Date.now() - each.since < PATIENCE) this.#place(each).catch(() => {});
    }
  }

  #refresh() {
    const { storeId, quantity } = this.#form.elements;
    const count = Number.parseInt(quantity.value, 10) || 0;
    const level = this.#catalogue.level(this.#product.productId, storeId.value);
    $('#order-stock').textContent =
      `${level?.available ?? 0} at ${this.#catalogue.place(storeId.value)}. ` +
      `Up to ${this.#product.maxPerOrder} in one order.`;
    $('#order-submit').textContent = `Order for ${money(this.#product.unitPriceCents * Math.max(count, 0))}`;
  }

  #complain({ text = '', field } = {}) {
    this.#problem.hidden = !text;
    this.#problem.textContent = text;
    for (const each of this.#form.elements) each.removeAttribute('aria-invalid');
    const wrong = this.#form.elements[field];
    if (!(wrong instanceof HTMLElement) || wrong.closest('[hidden]')) return;
    wrong.setAttribute('aria-invalid', 'true');
    wrong.focus();
    wrong.select?.();
  }

  #busy(busy) {
    setBusy($('#order-submit'), busy);
    if (busy) $('#order-submit').textContent = 'Ordering…';
    else this.#refresh();
  }

  async #submit() {
    const { storeId, quantity, orderPriority, email } = this.#form.elements;
    const payload = {
      productId: this.#product.productId,
      storeId: storeId.value,
      quantity: Number(quantity.value),
      orderPriority: orderPriority.value,
    };
    const customer = this.#account.customer;
    if (customer) payload.sessionToken = customer.sessionToken;
    else if (email.value.trim()) payload.email = email.value.trim();
    if (!customer) memory.set('email', email.value.trim());

    const wish = this.#wish(payload);
    this.#current = wish;
    this.#complain();
    this.#busy(true);
    const problem = await this.#place(wish).catch(({ message }) => {
      this.#unanswered = wish;
      return { text: `${message} Ordering again is safe: you get it once.` };
    });
    // The customer may have gone on to something else.
    if (this.#current !== wish) return;
    this.#busy(false);
    this.#complain(problem);
    if (!problem) this.#dialog.close();
  }

  /** The same wish again is the same request again, so that it is granted once. */
  #wish(payload) {
    const { requestId, ...before } = this.#unanswered?.payload ?? {};
    if (requestId && JSON.stringify(before) === JSON.stringify(payload)) {
      return { ...this.#unanswered, since: Date.now() };
    }
    return {
      payload: { ...payload, requestId: newId() },
      productName: this.#product.name,
      correlationId: newId(),
      since: Date.now(),
    };
  }

  /** Returns why the order was refused, and where; nothing when it was accepted. */
  async #place(wish) {
    const pending = memory.get('pending', []);
    memory.set('pending', [...pending, wish]);
    try {
      const { message, payload } = await this.#channels.request('order', 'OrderRequest', wish.payload, {
        correlationId: wish.correlationId,
        repeatable: true,
        timeout: TIMEOUT,
      });
      if (payload.products) this.#catalogue.update(payload.products);
      if (payload.code === 'unavailable') this.#unanswered = wish;
      else if (this.#unanswered?.payload.requestId === wish.payload.requestId) this.#unanswered = null;
      if (message === 'OrderRefused') return { text: payload.reason, field: FIELDS[payload.code] };
      if (message !== 'OrderAccepted') return explained(payload.violation);
      this.#accepted(wish, payload);
    } finally {
      const rest = memory.get('pending', []).filter((each) => each.correlationId !== wish.correlationId);
      memory.set('pending', rest.length > 0 ? rest : null);
    }
    return undefined;
  }

  #accepted(wish, { orderId, productId, storeId, quantity, amountCents, remaining }) {
    const card = this.#orders.add({
      orderId,
      correlationId: wish.correlationId,
      productId,
      productName: wish.productName,
      storeId,
      quantity,
      amountCents,
      orderPriority: wish.payload.orderPriority,
    });
    // Steps that came before this page listened.
    this.#orders.catchUp([orderId]).catch(() => {});
    if (this.#current === wish) this.#dialog.close();
    $('#announcer').textContent =
      `Order accepted: ${quantity} ${wish.productName}. ${this.#catalogue.city(storeId)} has ${remaining} left.`;
    if (this.#dialog.open) return;
    $('h3', card).focus();
    card.scrollIntoView({ block: 'nearest' });
  }
}
