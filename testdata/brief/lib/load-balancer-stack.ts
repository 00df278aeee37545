import * as cdk from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';

export class LoadBalancerStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const alb = new elbv2.ApplicationLoadBalancer(this, 'ALB', {
      vpc: this.vpc,
      internetFacing: true,
      securityGroup: albSecurityGroup
    });

    // Add SSL certificate
    const certificate = new acm.Certificate(this, 'Certificate', {
      domainName: 'yourdomain.com',
      validation: acm.CertificateValidation.fromDns()
    });
  }
}
