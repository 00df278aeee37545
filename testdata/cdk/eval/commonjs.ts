//// bin/app.js
const cdk = require('aws-cdk-lib');
const { MyStack } = require('../lib/my-stack');
const { helper } = require('../lib/util');
const app = new cdk.App();
new MyStack(app, helper('My'), { env: { region: 'eu-west-1' } });
//// lib/my-stack.js
const { Stack } = require('aws-cdk-lib');
const sqs = require('aws-cdk-lib/aws-sqs');
class MyStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    this.queue = new sqs.Queue(this, 'Queue', { queueName: `q-${this.region}` });
    this.queue.grantSendMessages(this.queue);
  }
}
module.exports = { MyStack };
//// lib/util.js
exports.helper = name => `${name}Stack`;
