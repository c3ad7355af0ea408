// usage: node node_client.mjs <scenario> <url> [CA file]
//
// A client of the server under test, with the package `ws`. Lines on its output tell the test that
// it may go on; a check that fails ends it with a message and exit code 1.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const WebSocket = createRequire(import.meta.url)('ws');
const [scenario, url, caFile] = process.argv.slice(2);
const ca = caFile && readFileSync(caFile);
const commands = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** A connection whose frames are awaited one by one. */
class Peer {
  #arrived = [];
  #waiting = [];

  constructor(target, protocols, options) {
    this.socket = new WebSocket(target, protocols, { ca, ...options });
    this.socket.on('message', (data, binary) => this.#put({ data, binary }));
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) =>
      this.socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#put(undefined);
      }));
  }

  static async open(target = url, protocols = ['asyncapi.v1'], options = {}) {
    const peer = new Peer(target, protocols, options);
    await new Promise((resolve, reject) => {
      peer.socket.on('open', resolve);
      peer.socket.on('error', reject);
    });
    return peer;
  }

  send(header, payload) {
    this.socket.send(JSON.stringify(header) + (payload === undefined ? '' : `\n${payload}`));
  }

  async raw() {
    if (this.#arrived.length > 0) return this.#arrived.shift();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async next() {
    const frame = await this.raw();
    assert(frame, 'the connection was closed');
    const end = frame.data.indexOf('\n');
    const header = JSON.parse(frame.data.subarray(0, end < 0 ? undefined : end));
    return { header, payload: end < 0 ? undefined : frame.data.subarray(end + 1), binary: frame.binary };
  }

  async subscribe(filter, more = {}) {
    this.send({ subscribe: filter, id: `subscribe ${filter}`, ...more });
    assert.deepEqual((await this.next()).header, { ack: `subscribe ${filter}` });
  }

  async close() {
    this.socket.close();
    await this.closed;
  }

  #put(frame) {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(frame);
    else this.#arrived.push(frame);
  }
}

const refusal = (target, protocols, options) =>
  new Promise((resolve) => {
    const { socket } = new Peer(target, protocols, options);
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
  });

// A frame of a client, not masked in effect.
const rawFrame = (first, ...bytes) => Buffer.from([first, 0x80 | bytes.length, 0, 0, 0, 0, ...bytes]);

const scenarios = {
  async metadata() {
    const peer = await Peer.open();
    assert.equal(peer.socket.protocol, 'asyncapi.v1');
    const about = {
      message: 'OrderPlaced',
      id: 'm-1',
      correlationId: 'c-1',
      contentType: 'application/json',
      time: '2024-05-06T07:08:09.123Z',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'vendor=1',
      headers: { tenant: 'Zoë', priority: '7' },
    };
    await peer.subscribe('news/+');
    peer.send({ address: 'orders/1', replyTo: 'answers/1', ...about }, '{"name":"Zoë ☃ 🚀"}');
    const { header, payload, binary } = await peer.next();
    assert.deepEqual(header, { address: 'news/1', replyTo: 'here', ...about });
    assert.equal(payload.toString(), '{"name":"Zoë ☃ 🚀"}');
    assert.equal(binary, false);
    await peer.close();
  },

  async acknowledgements() {
    const peer = await Peer.open();
    await peer.subscribe('jobs', { ack: true });
    console.log('subscribed');
    const first = await peer.next();
    assert.deepEqual(first.header, { address: 'jobs', id: 'j-1', ack: true });
    peer.send({ nack: 'j-1' });
    assert.deepEqual((await peer.next()).header, { address: 'jobs', id: 'j-1', attempt: 2, ack: true });
    peer.send({ ack: 'j-1' });

    peer.send({ address: 'orders', ack: 'p-1' }, '1');
    peer.send({ address: 'nobody', id: 'p-2', ack: true }, '2');
    assert.equal((await peer.next()).header.error, 'unroutable');
    console.log('sent');
    assert.deepEqual((await peer.next()).header, { ack: 'p-1' });
    await peer.close();
  },

  async requests() {
    const peer = await Peer.open();
    await peer.subscribe('quotes/ask');
    const ask = (sku, id) =>
      peer.send({ address: 'quotes/get', correlationId: id, replyTo: `answers/${id}` },
        JSON.stringify({ sku, requestId: id }));
    ask('A-77', 'r-1');
    const { header, payload } = await peer.next();
    assert.equal(header.address, 'answers/r-1');
    assert.equal(header.message, 'Quote');
    assert.equal(header.correlationId, 'r-1');
    assert.deepEqual(JSON.parse(payload), { price: 4, requestId: 'r-1' });

    ask('wrong', 'r-2');
    const refused = await peer.next();
    assert.equal(refused.header.address, 'answers/r-2');
    assert.equal(refused.header.correlationId, 'r-2');
    assert.equal(refused.header.headers['asyncapi-error'], 'contract violation');
    assert.equal(JSON.parse(refused.payload).pointer, '/sku');

    console.log('ask');
    const request = await peer.next();
    assert.equal(request.header.address, 'quotes/ask');
    peer.send({ address: request.header.replyTo, message: 'Quote' },
      JSON.stringify({ price: 9, requestId: JSON.parse(request.payload).requestId }));
    await peer.next().catch(() => {});
  },

  async opcodes() {
    const peer = await Peer.open();
    await peer.subscribe('bytes');
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, i) => i));
    peer.socket.send(Buffer.concat([Buffer.from('{"address":"orders"}\n'), bytes]));
    peer.socket.send('{"address":', { fin: false });
    peer.socket.send('"orders"}\nin ', { fin: false });
    peer.socket.ping();
    peer.socket.send('pieces', { fin: true });
    const back = await peer.next();
    assert.equal(back.binary, true);
    assert.deepEqual(back.payload, bytes);
    const text = await peer.next();
    assert.equal(text.binary, false);
    assert.equal(text.payload.toString(), 'in pieces');
    await peer.close();
  },

  async broken() {
    const peer = await Peer.open();
    const frames = ['not json', '{"address":1}', '[]', '', '{"address":"orders"', 'null'];
    for (const frame of frames) {
      peer.socket.send(frame);
      assert.equal((await peer.next()).header.error, 'malformed', frame);
    }
    peer.socket.send(Buffer.from([0xff, 0xfe]));
    assert.equal((await peer.next()).header.error, 'malformed');
    peer.send({ address: 'orders' }, 'still here');
    assert.equal((await peer.next()).header.error, 'unroutable');
    peer.socket.send('the last straw');
    assert.equal((await peer.closed).code, 1002);

    const cases = [
      [rawFrame(0x81, 0xff), 1007],
      [rawFrame(0x83, 0x20), 1002],
      [rawFrame(0xc1, 0x20), 1002],
      [rawFrame(0x80, 0x20), 1002],
    ];
    for (const [bytes, code] of cases) {
      const breaking = await Peer.open();
      breaking.socket._socket.write(bytes);
      assert.equal((await breaking.closed).code, code);
    }
    const large = await Peer.open();
    large.socket.send('x'.repeat(100_000));
    assert.equal((await large.closed).code, 1009);
  },

  async bare() {
    const peer = await Peer.open(`${url}quotes/get`, []);
    assert.equal(peer.socket.protocol, '');
    for (const [sku, requestId] of [['A-7', 'r-1'], ['A-77', 'r-2']])
      peer.socket.send(JSON.stringify({ sku, requestId }));
    const answers = [];
    while (answers.length < 2) answers.push(JSON.parse((await peer.raw()).data));
    assert.deepEqual(answers, [{ price: 4, requestId: 'r-2' }, { price: 3, requestId: 'r-1' }]);

    const asked = await Peer.open(`${url}quotes/ask`, []);
    console.log('ask');
    const requests = [];
    while (requests.length < 2) requests.push(JSON.parse((await asked.raw()).data));
    for (const { sku, requestId } of requests.reverse())
      asked.socket.send(JSON.stringify({ price: sku.length, requestId }));
    await asked.closed;
    await peer.closed;
  },

  async refusals() {
    assert.equal(await refusal(`${url}ws`, ['asyncapi.v1'], { origin: 'http://evil.example' }), 403);
    assert.equal(await refusal(`${url}other`, ['asyncapi.v1']), 404);
    assert.equal(await refusal(`${url}ws`, ['mqtt']), 400);
    const own = url.replace(/^ws(s?):\/\/([^/]*).*/, 'http$1://$2');
    assert.equal(await refusal(`${url}ws?x=1`, ['mqtt', 'asyncapi.v1'], { origin: own }), 101);
  },

  async refused() {
    const failure = await Peer.open().catch((why) => why);
    assert.match(failure.code ?? '', /^UNABLE_TO_|^SELF_SIGNED/);
  },

  async closing() {
    const leaving = await Peer.open();
    leaving.socket.close(4001, 'enough');
    assert.equal((await leaving.closed).code, 4001);
    const staying = await Peer.open();
    console.log('open');
    assert.deepEqual(await staying.closed, { code: 1001, reason: 'the server is closing' });
  },

  async alive() {
    const peer = await Peer.open();
    const ponged = new Promise((resolve) => peer.socket.on('pong', resolve));
    peer.socket.ping('x');
    assert.equal((await ponged).toString(), 'x');
    const pinged = new Promise((resolve) => peer.socket.on('ping', resolve));
    console.log('open');
    await pinged;
    await peer.close();
  },

  async slow() {
    const peer = await Peer.open();
    await peer.subscribe('flood');
    peer.socket.pause();
    console.log('paused');
    await commands.next();
    peer.socket.resume();
    assert.deepEqual(await peer.closed, { code: 1013, reason: 'too slow' });
  },

  async 'ten lines'() {
    globalThis.WebSocket = WebSocket;
    const { connect } = await import('./ten_lines.mjs');
    const received = [];
    let all;
    const arrived = new Promise((resolve) => { all = resolve; });
    const send = await connect(url, 'news/#', (header, payload) => {
      if (received.push([header, payload]) === 2) all();
    });
    send('orders', { sku: 'A-7', note: 'two\nlines' }, { id: 'm-1', replyTo: 'answer' });
    await arrived;
    assert.deepEqual(received, [
      [{ address: 'answer' }, { ok: true }],
      [{ address: 'news/today' }, ['fine']],
    ]);
  },
};

scenarios[scenario]().then(
  () => process.exit(0),
  (failure) => {
    console.error(`${scenario}:`, failure);
    process.exit(1);
  });
