import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { PlatformKey } from './platform-key';

export interface AlertTopicProps {
  readonly email: string;
}

/** Where alarms go: an encrypted topic that takes TLS only, with the people on call subscribed. */
export class AlertTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);

    const key = new PlatformKey(this, 'Key', { description: 'Encrypts alerts', forAlarms: true });
    this.topic = new sns.Topic(this, 'Topic', {
      masterKey: key,
      enforceSSL: true,
      tracingConfig: sns.TracingConfig.ACTIVE,
    });
    this.topic.addSubscription(new subscriptions.EmailSubscription(props.email));
  }
}
