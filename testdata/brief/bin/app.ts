#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { DataStack } from '../lib/data-stack';
import { ApiStack } from '../lib/api-stack';
import { LoadBalancerStack } from '../lib/load-balancer-stack';
import { CDNStack } from '../lib/cdn-stack';
import { QueueStack } from '../lib/queue-stack';

const app = new cdk.App();
const data = new DataStack(app, 'ShopDataStack');
new ApiStack(app, 'ShopApiStack', { vpc: data.vpc, cluster: data.cluster });
new LoadBalancerStack(app, 'ShopLoadBalancerStack');
new CDNStack(app, 'ShopCdnStack');
new QueueStack(app, 'ShopQueueStack');
