// Größe: é 合計
	const 表 = '日本'; /* 😀 */ new sqs.Queue(this, '待ち行列', { fifo: true });
		queue.grant(役割);
