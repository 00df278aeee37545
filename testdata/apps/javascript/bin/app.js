#!/usr/bin/env node
const cdk = require('aws-cdk-lib');
const { FeedbackStack } = require('../lib/feedback-stack');

const app = new cdk.App();
new FeedbackStack(app, 'Feedback', {
  tags: { product: 'feedback' },
});
