// What arrives at the webhook of the staff's chat.

import { $, el, timeOf } from './dom.js';

const LIMIT = 30;

export class Chat {
  #seen = new Set();

  constructor(channels) {
    this.channels = channels;
    channels.subscribe('chat', (line) => this.#add([line]));
  }

  async catchUp() {
    const { message, payload } = await this.channels.request(
      'chat/history', 'ChatHistoryRequest', { limit: LIMIT }, { repeatable: true });
    if (message === 'ChatHistory') this.#add(payload.messages);
  }

  #add(lines) {
    for (const { text, at } of lines) {
      if (this.#seen.has(at + text)) continue;
      this.#seen.add(at + text);
      $('#chat').prepend(el('li', {}, el('time', { dateTime: at }, timeOf(at)), el('span', {}, text)));
    }
    while ($('#chat').children.length > LIMIT) $('#chat').lastChild.remove();
  }
}
