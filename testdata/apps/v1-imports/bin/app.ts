import * as cdk from '@aws-cdk/core';
import { ThumbnailStack } from '../lib/thumbnail-stack';

const app = new cdk.App();
new ThumbnailStack(app, 'Thumbnails', { tags: { product: 'gallery' } });
