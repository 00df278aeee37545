const a = '[31mred';
const b = 'â€®esrever'; // ÿþ
new s3.Bucket(this, 'Bell');
