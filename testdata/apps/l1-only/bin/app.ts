import * as cdk from 'aws-cdk-lib';
import { ArchiveStack } from '../lib/archive-stack';

new ArchiveStack(new cdk.App(), 'Archive', { stackName: 'message-archive' });
