import { Stack, StackProps, Tags } from 'aws-cdk-lib';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface TeamStackProps extends StackProps {
  readonly team: string;
}

/** What every stack of a team has: its tags, and one key that is made when it is first asked for. */
export abstract class TeamStack extends Stack {
  protected readonly team: string;
  private ownKey?: Key;

  constructor(scope: Construct, id: string, props: TeamStackProps) {
    super(scope, id, { description: `Shop, ${props.team}`, ...props });
    this.team = props.team;
    Tags.of(this).add('team', this.team);
  }

  protected get key(): IKey {
    this.ownKey ??= new Key(this, 'Key', { alias: `shop/${this.team}`, enableKeyRotation: true });
    return this.ownKey;
  }

  protected named(what: string): string {
    return [this.team, what].join('-');
  }
}
