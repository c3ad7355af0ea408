// Puts the page together.

import { Account } from './account.js';
import { Catalogue } from './catalogue.js';
import { Channels } from './channel.js';
import { Chat } from './chat.js';
import { $ } from './dom.js';
import { OrderForm } from './order-form.js';
import { Orders } from './orders.js';

const channels = new Channels(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/channels`);
const account = new Account(channels);
const catalogue = new Catalogue((product) => form.open(product));
const orders = new Orders(channels, catalogue);
const form = new OrderForm({ channels, catalogue, orders, account });
const chat = new Chat(channels);
let restored = false;

channels.subscribe('stock', (level) => {
  catalogue.update([level]);
  form.refresh();
});

const states = { connecting: 'Connecting…', open: 'Live', waiting: 'Reconnecting…' };
channels.onState = (state) => {
  const shown = $('#connection');
  // Between two attempts nothing has changed for the customer.
  const now = restored && state === 'connecting' ? 'waiting' : state;
  if (shown.textContent !== states[now]) shown.textContent = states[now];
  shown.dataset.state = now;
  $('#lost').hidden = now !== 'waiting';
  form.reachable(state === 'open');
  if (state === 'open') keepUp();
};
channels.onRefused = ({ error, detail, address }) => console.warn('refused', address, error, detail);

/** Catches up with the shop, again when it does not answer. */
let turn = 0;
async function keepUp() {
  const mine = ++turn;
  while (mine === turn) {
    try {
      return await catchUp();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

/** After each connection: what the page missed. */
async function catchUp() {
  const { message, payload } = await channels.request('catalogue', 'CatalogueRequest', {});
  if (message !== 'Catalogue') return;
  catalogue.show(payload);
  if (!restored) {
    restored = true;
    orders.restore();
    form.resume();
  }
  await Promise.all([orders.catchUp(), chat.catchUp()]);
}

for (const dialog of document.querySelectorAll('dialog')) {
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog || target.closest('[data-close]')) dialog.close();
  });
}

channels.connect();
