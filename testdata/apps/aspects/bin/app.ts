import { App, Aspects, Tags } from 'aws-cdk-lib';
import { KeepEverything, ShortLogs, TracedFunctions, VersionedBuckets } from '../lib/house-rules';
import { MediaStack } from '../lib/media-stack';

const app = new App();
const draft = new MediaStack(app, 'MediaDraft');
const live = new MediaStack(app, 'MediaLive');

Aspects.of(app).add(new VersionedBuckets());
Aspects.of(app).add(new TracedFunctions());
Aspects.of(draft).add(new ShortLogs(7));
Aspects.of(live).add(new KeepEverything());

Tags.of(app).add('product', 'media');
Tags.of(draft).add('product', 'media-draft', { priority: 300 });
Tags.of(live).add('audited', 'yes', { includeResourceTypes: ['AWS::S3::Bucket'] });
