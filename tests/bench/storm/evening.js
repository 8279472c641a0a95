// What each citizen of the evening writes, and what they are told. Artillery does the rest.
"use strict";
const { appendFileSync, readFileSync } = require("node:fs");
const { randomUUID } = require("node:crypto");

const { host, cookie, points, categories, photo, accepted } = JSON.parse(readFileSync(process.env.STORM, "utf8"));
const PHOTO = readFileSync(photo);
const SECRET = "a".repeat(32); // the form's token is the cookie's: that somebody asked for the form
const EDGE = "----badai";
const WHAT = [
  "Pohon tumbang menutup badan jalan", "Banjir setinggi lutut masuk rumah", "Tiang listrik miring, kabelnya menjuntai",
  "Atap seng terbang menimpa kendaraan", "Selokan meluap membawa lumpur", "Baliho roboh", "Tembok pagar ambruk",
  "Lampu padam seluruh kampung", "Tanah longsor menutup saluran", "Dahan besar patah", "Genangan tidak surut",
];
const WHERE = [
  "persis depan gerbang sekolah dasar", "sebelah timur pasar sentral", "tikungan arah pelabuhan lama", "samping masjid raya",
  "belakang kantor camat", "lorong kedua setelah jembatan", "seberang rumah sakit", "pinggir lapangan voli", "muka bengkel Pak Haji",
  "antara warung makan dan bengkel", "simpang tiga menuju kuburan", "halaman puskesmas pembantu", "tepi sungai dekat irigasi",
];
const MORE = [
  "Lansia sakit perlu dijemput", "Mobil pemadam sulit masuk", "Mulai pukul tujuh malam", "Warga mengungsi ke balai desa",
  "Arus deras, anak kecil hampir hanyut", "Percikan api terlihat berkali-kali", "Ambulans memutar jauh", "Butuh gergaji mesin",
  "Air terus naik", "Toko kebanjiran, barang rusak", "Kendaraan antre panjang", "Sinyal telepon hilang",
];
const any = (list) => list[Math.floor(Math.random() * list.length)];
const near = (at) => (Number(at) + (Math.random() - 0.5) * 0.02).toFixed(6);

function write(context, _events, done) {
  const [lon, lat] = any(points);
  const fields = {
    csrfmiddlewaretoken: SECRET, submission: randomUUID(), category: any(categories), lon: near(lon), lat: near(lat),
    text: `${any(WHAT)} ${any(WHERE)}. ${any(MORE)}`,
  };
  Object.assign(context.vars, { fields, form: multipart(fields, PHOTO), tries: 0 });
  done();
}

function multipart(fields, file) {
  const part = (name) => `--${EDGE}\r\nContent-Disposition: form-data; name="${name}"`;
  const lines = Object.entries(fields).map(([name, value]) => `${part(name)}\r\n\r\n${value}\r\n`).join("");
  const head = file ? `${part("photos")}; filename="foto.jpg"\r\nContent-Type: image/jpeg\r\n\r\n` : "";
  return Buffer.concat([Buffer.from(lines + head), file || Buffer.of(), Buffer.from(`\r\n--${EDGE}--\r\n`)]);
}

function fill(request, context, _events, done) {
  request.headers = {
    host, referer: `https://${host}/lapor/`, cookie: `${cookie}=${SECRET}`,
    "content-type": `multipart/form-data; boundary=${EDGE}`,
  };
  request.body = context.vars.form;
  context.vars.tries += 1;
  done();
}

function read(_request, response, context, _events, done) {
  context.vars.answer = response.statusCode;
  if (response.statusCode === 200 && String(response.body).includes('name="berbeda"')) {
    // Something alike is known already. It is not the same, and the photo has been uploaded.
    context.vars.form = multipart({ ...context.vars.fields, berbeda: "1" });
    context.vars.answer = "alike";
    return done();
  }
  const [, code] = /^\/ikuti\/([^/]+)\/$/.exec(response.headers.location || "") || [];
  if (code) appendFileSync(accepted, `${code}\n`);
  else appendFileSync(`${accepted}.refused`, `${response.statusCode} ${String(response.body).match(/class="errors?[^]{0,300}/) || ""}\n`);
  done();
}

// After an error a person looks at it for two seconds, and presses the button again.
function again(context, done) {
  if (context.vars.answer === "alike") done(true);
  else if (context.vars.answer < 500 || context.vars.tries === 10) done(false);
  else setTimeout(() => done(true), 2000);
}

module.exports = { write, fill, read, again };
