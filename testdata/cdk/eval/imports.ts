#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { Stack, aws_s3 as storage, aws_sqs, type StackProps } from 'aws-cdk-lib';
import { Queue as Q, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import * as sns from 'aws-cdk-lib/aws-sns';
import lambda = require('aws-cdk-lib/aws-lambda');
import type { Construct } from 'constructs';
import { Table } from 'aws-cdk-lib/aws-dynamodb/lib/table';
import { Job } from '@aws-cdk/aws-glue-alpha';
import logs from 'aws-cdk-lib/aws-logs';
const kms = require('aws-cdk-lib/aws-kms');
const { Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
import Cluster = cdk.aws_ecs.Cluster;

const app = new cdk.App();
const stack = new Stack(app, 'Imports');
new storage.Bucket(stack, 'A', { encryption: storage.BucketEncryption.S3_MANAGED });
new aws_sqs.Queue(stack, 'B');
new Q(stack, 'C', { encryption: QueueEncryption.KMS });
new sns.Topic(stack, 'D');
new lambda.Function(stack, 'E', { runtime: lambda.Runtime.NODEJS_22_X });
new Table(stack, 'F');
new Job(stack, 'G');
new logs.LogGroup(stack, 'H');
new kms.Key(stack, 'I');
new Role(stack, 'J', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
new Cluster(stack, 'K');
new cdk.aws_ec2.Vpc(stack, 'L');
new (await import('aws-cdk-lib/aws-efs')).FileSystem(stack, 'M');
