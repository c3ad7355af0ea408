// Precompiled Ajv on the messages, reported as Google Benchmark reports.
// usage: node ajv.mjs <folder with node_modules> <messages> <repetitions>
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [, , packages, messages, repetitions = '9'] = process.argv;
const load = createRequire(join(resolve(packages), 'from.cjs'));
const Ajv = load('ajv').default;
const standalone = load('ajv/dist/standalone').default;

const lines = name => readFileSync(join(messages, name), 'utf8').trimEnd().split('\n');

function precompiled(name) {
  const schema = JSON.parse(readFileSync(join(messages, `${name}.schema.json`), 'utf8'));
  const ajv = new Ajv({ code: { source: true, optimize: true }, strict: false });
  const module = join(resolve(packages), `${name}.cjs`);
  writeFileSync(module, standalone(ajv, ajv.compile(schema)));
  return load(module);
}

// Thread CPU time where the system tells, as the others are measured: without the threads that compile
// and collect garbage.
const statistics = `/proc/self/task/${process.pid}/schedstat`;
const now = existsSync(statistics)
  ? () => Number(readFileSync(statistics, 'utf8').split(' ')[0])
  : () => process.cpuUsage().user * 1000;

function time(inputs, work, count) {
  const start = now();
  for (let done = 0; done < count; done += inputs.length)
    for (const input of inputs) if (!work(input)) throw new Error('failed');
  return (now() - start) / count;
}

// As long as it takes for the compiler to be done and the clock's grain not to matter.
function countFor(inputs, work) {
  let count = inputs.length;
  for (;;) {
    const took = time(inputs, work, count) * count;
    if (took > 200e6) return count;
    count *= 2;
  }
}

const cases = [];
for (const name of ['a', 'b', 'manifest', 'workflow']) {
  const validate = precompiled(name);
  const valid = lines(`${name}.jsonl`);
  const parsed = valid.map(text => JSON.parse(text));
  for (const value of parsed) if (!validate(value)) throw new Error(`Ajv refuses a valid ${name}`);
  for (const text of lines(`${name}.bad.jsonl`))
    if (validate(JSON.parse(text))) throw new Error(`Ajv accepts an invalid ${name}`);

  cases.push([`ajv_validate/${name}`, parsed, validate]);
  cases.push([`ajv_parse_validate/${name}`, valid, text => validate(JSON.parse(text))]);
  cases.push([`ajv_bytes/${name}`, valid.map(text => Buffer.from(text)), bytes => validate(JSON.parse(bytes.toString('utf8')))]);
}

const counts = cases.map(([, inputs, work]) => countFor(inputs, work));
const benchmarks = [];
for (let repetition = 0; repetition < Number(repetitions); ++repetition)
  cases.forEach(([name, inputs, work], i) =>
    benchmarks.push({
      name,
      run_name: name,
      run_type: 'iteration',
      repetition_index: repetition,
      cpu_time: time(inputs, work, counts[i]),
      time_unit: 'ns',
    }));

console.log(JSON.stringify({ context: { node: process.version, ajv: load('ajv/package.json').version }, benchmarks }));
