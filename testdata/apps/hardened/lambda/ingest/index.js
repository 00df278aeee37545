'use strict';

const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');

const sqs = new SQSClient({});

exports.handler = async (event) => {
  const body = JSON.parse(event.body ?? '{}');
  if (!body.tenant) {
    return { statusCode: 400, body: JSON.stringify({ error: 'tenant is required' }) };
  }
  await sqs.send(new SendMessageCommand({
    QueueUrl: process.env.QUEUE_URL,
    MessageBody: JSON.stringify({ ...body, receivedAt: event.requestContext.requestTimeEpoch }),
  }));
  return { statusCode: 202, body: '' };
};
