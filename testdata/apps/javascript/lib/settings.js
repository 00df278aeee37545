exports.expiry = true;
exports.pageSize = 50;
exports.rate = 20;
exports.timeout = 8;
