import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface NotifyingAlarmProps extends cloudwatch.AlarmProps {
  readonly topic: sns.ITopic;
}

/** An alarm that tells somebody, when it fires and when it is over. Counts that are rarely sent do not breach by their absence. */
export class NotifyingAlarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, props: NotifyingAlarmProps) {
    const { topic, ...rest } = props;
    super(scope, id, { treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING, ...rest });

    const action = new actions.SnsAction(topic);
    this.addAlarmAction(action);
    this.addOkAction(action);
  }
}
