// A peer that knows MQTT and nothing of this library: MQTT.js.
//
// usage: node node_peer.mjs SCENARIO PORT
//
// It prints `ready` when its subscriptions are made, and ends with 0 when what it saw was right.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const mqtt = createRequire(import.meta.url)('mqtt');
const [scenario, port] = process.argv.slice(2);
setTimeout(() => {
  console.error('waited in vain');
  process.exit(1);
}, 30_000).unref();

class Peer {
  #arrived = [];
  #waiting = [];

  static async open(protocolVersion, ...filters) {
    const peer = new Peer();
    peer.client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { protocolVersion });
    peer.client.on('error', (why) => { throw why; });
    peer.client.on('message', (topic, payload, packet) => {
      const came = { topic, payload: payload.toString(), ...packet.properties };
      const next = peer.#waiting.shift();
      if (next) next(came);
      else peer.#arrived.push(came);
    });
    for (const each of filters) await peer.#call('subscribe', each, { qos: 1 });
    console.log('ready');
    return peer;
  }

  next() {
    if (this.#arrived.length > 0) return Promise.resolve(this.#arrived.shift());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  send(topic, payload, properties) {
    return this.#call('publish', topic, payload, { qos: 1, properties });
  }

  end() {
    return this.#call('end', false, {});
  }

  #call(what, ...words) {
    return new Promise((resolve, reject) =>
      this.client[what](...words, (why) => (why ? reject(why) : resolve())));
  }
}

const scenarios = {
  async metadata() {
    const peer = await Peer.open(5, 'news/#');
    await peer.send('orders/1', '{"from":"peer"}', {
      userProperties: {
        tenant: 'acme', 'tenant-2': '\u00fc', 'asyncapi-message': 'OrderPlaced', 'asyncapi-id': 'id-1',
      },
      correlationData: Buffer.from('\x00\xff binary', 'latin1'),
      responseTopic: 'news/here',
      contentType: 'application/json',
      payloadFormatIndicator: true,
    });
    const came = await peer.next();
    assert.equal(came.topic, 'news/1');
    assert.equal(came.payload, '{"from":"C++"}');
    assert.equal(came.correlationData.toString('latin1'), '\x00\xff binary');
    assert.equal(came.responseTopic, 'orders/here');
    assert.equal(came.contentType, 'application/json');
    assert.equal(came.payloadFormatIndicator, true);
    assert.equal(came.userProperties.tenant, 'acme');
    assert.equal(came.userProperties['asyncapi-message'], 'News');
    assert.equal(came.userProperties['asyncapi-id'], 'id-2');
    assert.equal(came.userProperties['asyncapi-encoded:lines'], 'a%0Ab');
    await peer.end();
  },

  async responder() {
    const peer = await Peer.open(5, 'quotes/get');
    const requests = [await peer.next(), await peer.next(), await peer.next()];
    for (const { payload, responseTopic, correlationData } of requests.reverse()) {
      const { sku, requestId } = JSON.parse(payload);
      await peer.send(responseTopic, JSON.stringify({ price: sku.length, requestId }), { correlationData });
    }
    await peer.end();
  },

  async requester() {
    const peer = await Peer.open(5, 'replies/peer');
    await peer.send('quotes/get', '{"sku":"A-1","requestId":"r-1"}', {
      responseTopic: 'replies/peer', correlationData: Buffer.from('r-1'),
    });
    const came = await peer.next();
    assert.equal(JSON.parse(came.payload).price, 3);
    assert.equal(came.correlationData.toString(), 'r-1');
    await peer.end();
  },

  async bare() {
    const peer = await Peer.open(4, 'news/#');
    await peer.send('orders/1', '{"from":"peer"}');
    const came = await peer.next();
    assert.equal(came.topic, 'news/1');
    assert.equal(came.payload, '{"from":"C++"}');
    await peer.end();
  },
};

await scenarios[scenario]();
