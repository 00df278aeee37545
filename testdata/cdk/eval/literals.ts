import { peer } from './10.0.0.0';
import * as x from 'package-1.2.3';
const ADDRESS = '10.0.0.1';
const type: '10.0.0.2' = null as never;
const list = ['10.0.0.3/32', `10.0.0.4/${32}`, `${ADDRESS}:8080`];
const object = { host: '10.0.0.5', '10.0.0.6': 1, nested: { deep: ['10.0.0.7'] } };
function give(ip = '10.0.0.8') { return '10.0.0.9'; }
peer.ipv4('10.0.0.10/32', true ? '10.0.0.11' : 'none');
new x.Thing(object, 'id-10.0.0.12', '10.0.0.13');
new x.Thing('10.0.0.14', '10.0.0.15');
if (ADDRESS === '10.0.0.16') give('\x31\u0030.0.0.17');
class C { host = '10.0.0.18'; static other: string = '10.0.0.19'; }
const plain = 'no address', version = 'v1', arn = 'arn:aws:s3:::name1';
// '10.0.0.20'
const regex = /10\.0\.0\.21/;
let later; later = '10.0.0.22';
require('./10.0.0.23');
