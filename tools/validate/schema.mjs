// Whether ajv takes values by a JSON Schema: reads { schema, values } from standard input, prints for each value null or what is wrong with it.
import Ajv from 'ajv';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { schema, values } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
// A rule's value is a list of one or two: strictTuples would have lists be of one length.
const ajv = new Ajv({ strictTuples: false });
const validate = ajv.compile(schema);
console.log(JSON.stringify(values.map((value) => (validate(value) ? null : ajv.errorsText(validate.errors)))));
