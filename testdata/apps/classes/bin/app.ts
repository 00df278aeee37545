import { App } from 'aws-cdk-lib';
import { CatalogStack } from '../lib/catalog-stack';
import { OrdersStack } from '../lib/orders-stack';
import { ReportsStack } from '../lib/reports-stack';

class Shop {
  private readonly app = new App();

  constructor(private readonly team: string) {}

  build(): void {
    const catalog = new CatalogStack(this.app, 'ShopCatalog', { team: this.team });
    const orders = new OrdersStack(this.app, 'ShopOrders', { team: this.team, products: catalog.products });
    new ReportsStack(this.app, 'ShopReports', { team: this.team, orders: orders.orders, deadLetters: orders.queue.deadLetters });
  }
}

new Shop('storefront').build();
