#!/usr/bin/env node
import { App, Duration, Stack } from 'aws-cdk-lib';
import { RecordService } from '../lib/record-service';
import { ObservedFunction } from '../lib/observed-function';

const app = new App();
const stack = new Stack(app, 'Records', { env: { account: '123456789012', region: 'ap-southeast-2' } });

const service = new RecordService(stack, 'Invoices', { retention: Duration.days(30), operators: ['billing@records.example'] });
new RecordService(stack, 'Receipts', { operators: [], audit: service.audit });

const probe = new ObservedFunction(stack, 'Probe', { inline: 'exports.handler = async () => "up";', errorThreshold: 3 });
service.allow(probe);
