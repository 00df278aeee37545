import { App } from 'aws-cdk-lib';
import { IngestStack } from '../lib/ingest-stack';

new IngestStack(new App(), 'Ingest', { shards: 3 });
