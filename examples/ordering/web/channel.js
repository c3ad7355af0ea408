// Channels over a WebSocket, sub-protocol `asyncapi.v1`: each frame is a line of JSON metadata and,
// after a line break, the payload. The envelope is described in docs/websocket-envelope.md.

export const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');

export class Channels {
  #url;
  #socket = null;
  #open = false;
  #attempts = 0;
  #timer = 0;
  #handlers = new Map(); // address -> Set of functions
  #requests = new Map(); // reply address -> request
  #count = 0;

  /** Called with 'connecting', 'open' or 'waiting' whenever that changes. */
  onState = () => {};
  /** Called with what the server refused: { error, detail, address }. */
  onRefused = () => {};

  constructor(url) {
    this.#url = url;
    const now = () => this.#hurry();
    addEventListener('online', now);
    document.addEventListener('visibilitychange', () => document.hidden || now());
  }

  connect() {
    this.onState('connecting');
    const socket = new WebSocket(this.#url, 'asyncapi.v1');
    this.#socket = socket;
    socket.onopen = () => {
      this.#open = true;
      for (const address of this.#handlers.keys()) this.#write({ subscribe: address });
      for (const request of this.#requests.values()) this.#write(request.header, request.payload);
      this.onState('open');
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#lost(socket);
  }

  /** Calls `handler(payload, header)` for each message at `address`; returns what ends that. */
  subscribe(address, handler) {
    if (!this.#handlers.has(address)) {
      this.#handlers.set(address, new Set());
      if (this.#open) this.#write({ subscribe: address });
    }
    this.#handlers.get(address).add(handler);
    return () => {
      const handlers = this.#handlers.get(address);
      if (!handlers?.delete(handler) || handlers.size > 0) return;
      this.#handlers.delete(address);
      if (this.#open) this.#write({ unsubscribe: address });
    };
  }

  /** Sends and forgets; false when there is no connection. */
  send(address, message, payload) {
    if (this.#open) this.#write({ address, message, id: newId(), correlationId: newId() }, payload);
    return this.#open;
  }

  /**
   * Sends and awaits the answer: { message, payload }. A request that is `repeatable` waits for a
   * connection, and is sent again on the next one when its connection is lost.
   */
  request(address, message, payload, { correlationId = newId(), repeatable = false, timeout = 10000 } = {}) {
    return new Promise((resolve, reject) => {
      if (!this.#open && !repeatable) return reject(new Error('There is no connection to the shop.'));
      const replyTo = `reply/${++this.#count}`;
      const header = { address, message, id: newId(), correlationId, replyTo };
      const timer = setTimeout(() => settle(reject, new Error('The shop does not answer.')), timeout);
      const settle = (how, outcome) => {
        clearTimeout(timer);
        this.#requests.delete(replyTo);
        how(outcome);
      };
      this.#requests.set(replyTo, {
        header,
        payload,
        repeatable,
        answer: (reply) => settle(resolve, reply),
        fail: (reason) => settle(reject, new Error(reason)),
      });
      if (this.#open) this.#write(header, payload);
    });
  }

  #write(header, payload) {
    const line = JSON.stringify(header);
    this.#socket.send(payload === undefined ? line : `${line}\n${JSON.stringify(payload)}`);
  }

  #receive(frame) {
    const end = frame.indexOf('\n');
    const header = JSON.parse(end < 0 ? frame : frame.slice(0, end));
    this.#attempts = 0;
    if (header.error) return this.#refused(header);
    if (header.address === undefined || end < 0) return;

    const payload = JSON.parse(frame.slice(end + 1));
    const request = this.#requests.get(header.address);
    if (!request) {
      for (const handler of this.#handlers.get(header.address) ?? []) handler(payload, header);
    } else if (header.headers?.['asyncapi-error']) {
      request.fail(payload.reason || payload.code);
    } else {
      request.answer({ message: header.message, payload });
    }
  }

  #refused(header) {
    const request = [...this.#requests.values()].find(({ header: { id } }) => id === header.id);
    if (request) request.fail(header.detail ?? header.error);
    else this.onRefused(header);
  }

  #lost(socket) {
    if (socket !== this.#socket) return;
    this.#open = false;
    for (const request of [...this.#requests.values()]) {
      if (!request.repeatable) request.fail('The connection to the shop was lost.');
    }
    // Half a second, doubled up to ten, of which a random half: not all pages at the same moment.
    const pause = Math.min(10000, 500 * 2 ** Math.min(this.#attempts++, 10));
    this.#timer = setTimeout(() => this.connect(), pause * (0.5 + Math.random() / 2));
    this.onState('waiting');
  }

  #hurry() {
    if (this.#socket?.readyState !== WebSocket.CLOSED) return;
    clearTimeout(this.#timer);
    this.connect();
  }
}
