import { Duration } from 'aws-cdk-lib';
import { AttributeType, ITable, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { BufferedQueue } from './constructs/buffered-queue';
import { TeamStack, TeamStackProps } from './team-stack';

export interface OrdersStackProps extends TeamStackProps {
  readonly products: ITable;
}

export class OrdersStack extends TeamStack {
  readonly orders: Table;
  readonly queue: BufferedQueue;

  constructor(scope: Construct, id: string, props: OrdersStackProps) {
    super(scope, id, props);
    this.orders = new Table(this, 'Orders', {
      partitionKey: { name: 'customer', type: AttributeType.STRING },
      sortKey: { name: 'placedAt', type: AttributeType.NUMBER },
      stream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expires',
    });
    this.queue = new BufferedQueue(this, 'Incoming', { visibility: Duration.minutes(3), attempts: 5 });
    const worker = this.worker(props.products);
    worker.addEventSource(new SqsEventSource(this.queue.queue, { batchSize: 10, reportBatchItemFailures: true }));
  }

  private worker(products: ITable): LambdaFunction {
    const worker = new LambdaFunction(this, 'Worker', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async event => ({ batchItemFailures: [] });'),
      timeout: Duration.seconds(30),
      memorySize: 512,
      tracing: Tracing.ACTIVE,
      environment: { ORDERS: this.orders.tableName, PRODUCTS: products.tableName },
    });
    this.orders.grantReadWriteData(worker);
    products.grantReadData(worker);
    return worker;
  }
}
