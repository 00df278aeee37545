import { Stage, StageProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { NotesApiStack } from './notes-api-stack';
import { NotesDataStack } from './notes-data-stack';

export interface NotesStageProps extends StageProps {
  readonly retentionDays: number;
}

export class NotesStage extends Stage {
  constructor(scope: Construct, id: string, props: NotesStageProps) {
    super(scope, id, props);
    const data = new NotesDataStack(this, 'Data', { live: id === 'Live' });
    new NotesApiStack(this, 'Api', { notes: data.notes, retentionDays: props.retentionDays });
  }
}
