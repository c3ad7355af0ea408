export async function connect(url, filter, receive) {
  const socket = new WebSocket(url, 'asyncapi.v1');
  const send = (...parts) => socket.send(parts.map((part) => JSON.stringify(part)).join('\n'));
  socket.onmessage = ({ data }) => {
    const [, header, payload] = data.match(/^([^\n]*)\n?(.*)$/s);
    receive(JSON.parse(header), payload && JSON.parse(payload));
  };
  await new Promise((opened, failed) => Object.assign(socket, { onopen: opened, onerror: failed }));
  send({ subscribe: filter });
  return (address, payload, metadata) => send({ address, ...metadata }, payload);
}
