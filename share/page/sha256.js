"use strict";
/*
 * SHA-256 (FIPS 180-4) in plain JavaScript: browsers have crypto.subtle only on pages that
 * came by https, and many of the sites that show this page do not have that.
 * The page and its worker both run this file.
 */

var SHA256_K = new Int32Array([
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2
]);
var SHA256_START = new Int32Array([
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
]);
var sha256Words = new Int32Array(64);

/* Take the 64 bytes of p from at on into the state h. */
function sha256Block(h, p, at) {
	var w = sha256Words, k = SHA256_K;
	var a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], x = h[7];
	var i, s, t, u;

	for (i = 0; i < 16; i++, at += 4)
		w[i] = p[at] << 24 | p[at + 1] << 16 | p[at + 2] << 8 | p[at + 3];
	for (; i < 64; i++) {
		s = w[i - 15];
		t = w[i - 2];
		w[i] = w[i - 16] + w[i - 7] +
			((s >>> 7 | s << 25) ^ (s >>> 18 | s << 14) ^ s >>> 3) +
			((t >>> 17 | t << 15) ^ (t >>> 19 | t << 13) ^ t >>> 10) | 0;
	}
	for (i = 0; i < 64; i++) {
		t = x + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) +
			(g ^ e & (f ^ g)) + k[i] + w[i] | 0;
		u = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) +
			(a & b | c & (a | b)) | 0;
		x = g;
		g = f;
		f = e;
		e = d + t | 0;
		d = c;
		c = b;
		b = a;
		a = t + u | 0;
	}
	h[0] = h[0] + a | 0;
	h[1] = h[1] + b | 0;
	h[2] = h[2] + c | 0;
	h[3] = h[3] + d | 0;
	h[4] = h[4] + e | 0;
	h[5] = h[5] + f | 0;
	h[6] = h[6] + g | 0;
	h[7] = h[7] + x | 0;
}

/* The last blocks: p from from to to, the padding, and the length of all in bytes. */
function sha256End(h, p, from, to, all) {
	var n = to - from, last = new Uint8Array(n < 56 ? 64 : 128), bits = last.length - 8, i;

	for (i = 0; i < n; i++)
		last[i] = p[from + i];
	last[n] = 0x80;
	new DataView(last.buffer).setUint32(bits, Math.floor(all / 0x20000000));
	new DataView(last.buffer).setUint32(bits + 4, all * 8 >>> 0);
	for (i = 0; i < last.length; i += 64)
		sha256Block(h, last, i);
}

/* The state as bytes, into out from at on. */
function sha256Bytes(h, out, at) {
	for (var i = 0; i < 8; i++, at += 4) {
		out[at] = h[i] >>> 24;
		out[at + 1] = h[i] >>> 16;
		out[at + 2] = h[i] >>> 8;
		out[at + 3] = h[i];
	}
}

var HEX = [];
for (var hexAt = 0; hexAt < 256; hexAt++)
	HEX.push((hexAt < 16 ? "0" : "") + hexAt.toString(16));

/* n bytes from at on, as lower-case digits. */
function hexOf(bytes, at, n) {
	for (var i = 0, text = ""; i < n; i++)
		text += HEX[bytes[at + i]];
	return text;
}

function utf8(text) {
	return new TextEncoder().encode(text);
}

/* A digest of what is added piece by piece. */
function Sha256() {
	this.h = SHA256_START.slice();
	this.rest = new Uint8Array(64);
	this.n = 0; /* bytes so far */
}

Sha256.prototype.add = function (p) {
	var at = 0, have = this.n % 64;

	this.n += p.length;
	if (have) {
		at = Math.min(64 - have, p.length);
		this.rest.set(p.subarray(0, at), have);
		if (have + at < 64)
			return;
		sha256Block(this.h, this.rest, 0);
	}
	for (; at + 64 <= p.length; at += 64)
		sha256Block(this.h, p, at);
	this.rest.set(p.subarray(at));
};

Sha256.prototype.hex = function () {
	var out = new Uint8Array(32);

	sha256End(this.h, this.rest, 0, this.n % 64, this.n);
	sha256Bytes(this.h, out, 0);
	return hexOf(out, 0, 32);
};

/* The digest of a text, or of bytes, as 64 digits. */
function sha256(what) {
	var d = new Sha256();

	d.add(typeof what === "string" ? utf8(what) : what);
	return d.hex();
}

/*
 * A key of 64 digits: its ticket of an id is SHA-256 of the digits and the id. The digits are
 * one block, which is taken once.
 */
function TicketKey(digits) {
	this.digits = digits;
	this.start = SHA256_START.slice();
	this.h = new Int32Array(8);
	this.block = new Uint8Array(64);
	sha256Block(this.start, utf8(digits), 0);
}

/* The ticket of the id that bytes has from from to to, into out at at. */
TicketKey.prototype.put = function (bytes, from, to, out, at) {
	var block = this.block, n = to - from, i;

	this.h.set(this.start);
	if (n < 56) { /* nearly every id: one more block */
		for (i = 0; i < n; i++)
			block[i] = bytes[from + i];
		block[i] = 0x80;
		while (++i < 62)
			block[i] = 0;
		block[62] = 64 + n >>> 5;
		block[63] = 64 + n << 3;
		sha256Block(this.h, block, 0);
	} else {
		for (; to - from >= 64; from += 64)
			sha256Block(this.h, bytes, from);
		sha256End(this.h, bytes, from, to, 64 + n);
	}
	sha256Bytes(this.h, out, at);
};

/* The same of a text, as 64 digits. */
TicketKey.prototype.of = function (id) {
	var bytes = utf8(id), out = new Uint8Array(32);

	this.put(bytes, 0, bytes.length, out, 0);
	return hexOf(out, 0, 32);
};
