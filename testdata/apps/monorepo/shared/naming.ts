export const product = 'measurements';

export function resourceName(app: string, what: string, index?: number): string {
  return [product, app, what, ...(index === undefined ? [] : [String(index)])].join('-');
}
