#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { buildPlatform } from '../lib/platform';

const app = new cdk.App();
buildPlatform(app);
