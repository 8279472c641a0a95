-- :reports reports of the last three years, as a city has them: with their events, measures and
-- photos, in its own villages, categories and agencies. Made by PostgreSQL itself, in a minute.
\set ON_ERROR_STOP on
BEGIN;
SELECT setseed(0.5);

-- What is wrong, by the words that stand in a category's id or name; the last fits every category.
CREATE TEMP TABLE said (about text, words text);
INSERT INTO said VALUES
    ('jalan', 'Jalan berlubang besar, sudah dua motor jatuh'), ('jalan', 'Aspal mengelupas sepanjang lima puluh meter'),
    ('jalan', 'Bahu jalan longsor dan hampir memutus jalan'), ('jalan', 'Trotoar pecah, kursi roda tidak bisa lewat'),
    ('lampu', 'Lampu jalan padam, gelap sekali kalau malam'), ('lampu', 'Tiang lampu miring setelah ditabrak truk'),
    ('sampah', 'Sampah menumpuk dan belum diangkut'), ('sampah', 'Warga membuang sampah di pinggir sungai'),
    ('sampah', 'Bak sampah penuh, bau menyengat sampai ke rumah'), ('air', 'Air PDAM tidak mengalir sejak pagi'),
    ('air', 'Pipa bocor, air terbuang ke jalan'), ('drainase', 'Got tersumbat lumpur, air meluap ke rumah warga'),
    ('banjir', 'Banjir setinggi lutut setelah hujan deras'), ('banjir', 'Saluran meluap dan menggenangi halaman sekolah'),
    ('pohon', 'Pohon tumbang menutup separuh jalan'), ('pohon', 'Dahan besar hampir jatuh menimpa kabel listrik'),
    ('tertib', 'Pedagang berjualan di trotoar, pejalan kaki turun ke jalan'), ('tertib', 'Musik keras sampai larut malam'),
    ('parkir', 'Parkir liar menutup pintu masuk puskesmas'), ('lalu', 'Lampu merah mati di perempatan yang ramai'),
    ('kesehatan', 'Antrean puskesmas sangat panjang, lansia menunggu berjam-jam'),
    ('penduduk', 'KTP belum jadi sejak tiga bulan yang lalu'), ('sekolah', 'Atap kelas bocor, murid belajar di teras'),
    ('', 'Mohon diperiksa, keadaannya membahayakan anak sekolah'), ('', 'Sudah lama rusak dan belum ada yang datang'),
    ('', 'Petugas sudah datang tetapi belum selesai dikerjakan'), ('', 'Keadaan makin parah sejak hujan kemarin');
CREATE TEMP TABLE spot (n serial, words text);
INSERT INTO spot (words) VALUES
    ('di depan pasar'), ('dekat masjid'), ('di samping sekolah dasar'), ('di perempatan'), ('di belakang kantor lurah'),
    ('dekat jembatan'), ('di gang sebelah warung'), ('di depan puskesmas'), ('di tikungan menuju pelabuhan'),
    ('di seberang terminal'), ('di pinggir sungai'), ('dekat lapangan bola'), ('di depan gereja'),
    ('di jalan masuk perumahan'), ('di dekat pos ronda'), ('di samping toko bangunan');
CREATE TEMP TABLE tail (n serial, words text);
INSERT INTO tail (words) VALUES
    ('Mohon segera ditangani.'), ('Sudah dilaporkan ke RT tetapi belum ada tindakan.'),
    ('Terjadi sejak kemarin sore.'), ('Kalau malam sangat berbahaya bagi pengendara.'),
    ('Tolong dicek ke lapangan, terima kasih.'), ('Anak-anak lewat sini setiap hari.'),
    ('Warga sudah menaruh tanda seadanya.'), ('Keadaannya sama sejak bulan lalu.'), ('Terima kasih sebelumnya.'),
    ('Kami warga sekitar siap membantu.'), ('Baunya sampai ke dalam rumah.'), ('Sudah ada korban luka ringan.');
CREATE TEMP TABLE street (n serial, words text);
INSERT INTO street (words) VALUES
    ('Jl. Merdeka'), ('Jl. Sudirman'), ('Jl. Ahmad Yani'), ('Jl. Diponegoro'), ('Jl. Kartini'), ('Jl. Hasanuddin'),
    ('Jl. Cendrawasih'), ('Jl. Kasuari'), ('Jl. Rambutan'), ('Jl. Mangga'), ('Jl. Nani Wartabone'), ('Jl. Pangeran Hidayat');

CREATE TEMP TABLE kind AS
SELECT row_number() OVER (ORDER BY "order", name) - 1 AS n, c.id, c.agency_id,
       (SELECT array_agg(words) FROM said
        WHERE about = '' OR c.id || ' ' || lower(c.name) LIKE '%' || about || '%') AS words
FROM laksa_category c WHERE active;
CREATE TEMP TABLE around AS
SELECT row_number() OVER (ORDER BY code) - 1 AS n, code, name, lon, lat FROM base_village WHERE active;

-- Newer years have more; the squares make some categories, villages and hours commoner than others.
CREATE TEMP TABLE made AS
WITH dice AS MATERIALIZED (
    SELECT i, random() a, random() b, random() c, random() d, random() e, random() f, random() g, random() h, random() c7,
           now() - interval '1 minute' - interval '1095 days' * power(1 - i / (:reports + 1.0), 1.5) AS at
    FROM generate_series(1, :reports) i
), told AS (
    SELECT i, at, kind.id AS category, kind.agency_id AS agency, around.code AS village,
           CASE WHEN e < 0.8 THEN around.lon + (a - 0.5) * 0.02 END AS lon,
           CASE WHEN e < 0.8 THEN around.lat + (b - 0.5) * 0.02 END AS lat,
           CASE WHEN f < 0.6 THEN street.words || ' No. ' || (1 + floor(a * 180)) ELSE '' END AS address,
           kind.words[1 + floor(c * array_length(kind.words, 1))::int] || ' ' || spot.words || ' ' || around.name
               || ', ' || street.words || '. ' || tail.words AS text,
           now() - at AS age, d, e, f, g, h, c7
    FROM dice
    JOIN kind ON kind.n = floor(b * b * (SELECT count(*) FROM kind))::int
    JOIN around ON around.n = floor(a * (SELECT count(*) FROM around))::int
    JOIN spot ON spot.n = 1 + floor(g * 16)::int
    JOIN tail ON tail.n = 1 + floor(h * 12)::int
    JOIN street ON street.n = 1 + floor(f * 12)::int
), fate AS (
    SELECT told.*, CASE
        WHEN age < interval '8 hours' * (0.3 + d) THEN 'menunggu'
        WHEN d < 0.05 THEN 'ditolak' WHEN d < 0.09 THEN 'digabung'
        WHEN age < interval '12 days' * (0.2 + g) THEN (CASE WHEN h < 0.4 THEN 'diverifikasi' ELSE 'proses' END)
        WHEN d < 0.12 THEN 'proses' WHEN d < 0.13 THEN 'dibuka-kembali' ELSE 'selesai' END AS state
    FROM told
)
SELECT fate.*, nextval(pg_get_serial_sequence('laksa_report', 'id')) AS id,
       CASE WHEN state NOT IN ('menunggu', 'ditolak') THEN at + interval '30 hours' * g END AS verified,
       CASE WHEN state IN ('proses', 'selesai', 'dibuka-kembali') THEN at + interval '3 days' * (g + 0.1) END AS begun,
       CASE WHEN state IN ('selesai', 'ditolak') THEN at + interval '3 days' * (g + 0.2) + interval '8 days' * h END AS closed
FROM fate ORDER BY i;
-- Nothing has happened tomorrow.
UPDATE made SET closed = now() - interval '30 seconds' WHERE closed > now();
UPDATE made SET verified = now() - interval '50 seconds' WHERE verified > now();
UPDATE made SET begun = now() - interval '40 seconds' WHERE begun > now();

INSERT INTO laksa_report (id, number, code, submission, state, category_id, agency_id, village_id, place_confirmed,
    lon, lat, address, text, received_at, verified_at, closed_at, due, hidden_photos, answers, secret, channel, masks,
    priority, helpers, supporters, alarm)
SELECT id, 'LKS-' || to_char(at, 'YY') || '-' || lpad((900000 - :reports + i)::text, 6, '0'),
       upper(substr(md5('code' || i), 1, 16)), gen_random_uuid(), state, category, agency, village, e < 0.7,
       lon, lat, address, text, at, verified, CASE WHEN state = 'selesai' THEN closed END,
       CASE WHEN state NOT IN ('selesai', 'ditolak', 'digabung') THEN greatest(at, verified, begun) + interval '7 days' END,
       '[]', '{}', f < 0.01, CASE WHEN h < 0.85 THEN 'web' ELSE 'phone' END, '[]',
       CASE WHEN g > 0.98 THEN 2 WHEN g > 0.9 THEN 1 ELSE 0 END, '[]', floor(power(c6, 8) * 12)::int, ''
FROM (SELECT made.*, random() AS c6 FROM made) made;

INSERT INTO laksa_reportevent (report_id, at, action, by, audience, text, changes)
SELECT id, at, action, by, 'public', words, changes FROM (
    SELECT id, at, 0 AS step, 'receive' AS action, 'reporter' AS by, '' AS words,
           jsonb_build_object('state', 'menunggu', 'category_id', category, 'agency_id', agency, 'village_id', village,
               'place_confirmed', e < 0.7, 'lon', lon, 'lat', lat, 'address', address, 'text', text, 'received_at', at,
               'due', at + interval '3 days', 'secret', f < 0.01) AS changes FROM made
    UNION ALL SELECT id, verified, 1, 'verify', 'operator', '',
           jsonb_build_object('state', 'diverifikasi', 'verified_at', verified, 'due', verified + interval '7 days')
           FROM made WHERE verified IS NOT NULL
    UNION ALL SELECT id, begun, 2, 'accept', 'officer', '', jsonb_build_object('state', 'proses')
           FROM made WHERE begun IS NOT NULL
    UNION ALL SELECT id, begun + interval '1 hour', 3, 'answer', 'officer', 'Petugas dijadwalkan ke lokasi minggu ini.',
           jsonb_build_object('due', begun + interval '7 days') FROM made WHERE begun IS NOT NULL AND h < 0.6
    UNION ALL SELECT id, closed, 4, 'close', 'officer', 'Sudah diperbaiki, terima kasih atas laporannya.',
           jsonb_build_object('state', 'selesai', 'closed_at', closed, 'due', NULL) FROM made WHERE state = 'selesai'
    UNION ALL SELECT id, closed, 4, 'reject', 'operator', 'Bukan kewenangan pemerintah kota.',
           jsonb_build_object('state', 'ditolak', 'due', NULL) FROM made WHERE state = 'ditolak'
    UNION ALL SELECT id, greatest(verified, begun), 5, CASE state WHEN 'digabung' THEN 'merge' ELSE 'reopen' END, 'operator', '',
           jsonb_build_object('state', state) FROM made WHERE state IN ('digabung', 'dibuka-kembali')
) steps ORDER BY id, step;

INSERT INTO laksa_measure (report_id, event, public, day, closed_day, agency_id, category_id, village_id, state,
    answered_after, closed_after, missed, due, "column", row)
SELECT r.id, e.last, NOT r.secret, (r.received_at AT TIME ZONE :'zone')::date, (r.closed_at AT TIME ZONE :'zone')::date,
       r.agency_id, r.category_id, r.village_id, r.state, floor(extract(epoch FROM r.verified_at - r.received_at) / 1100)::int,
       floor(extract(epoch FROM r.closed_at - r.received_at) / 1100)::int, r.id % 6 = 0, r.due,
       floor((r.lon + 180) * 400)::int, floor((r.lat + 90) * 400)::int
FROM laksa_report r JOIN (SELECT report_id, max(id) AS last FROM laksa_reportevent GROUP BY 1) e ON e.report_id = r.id
JOIN made ON made.id = r.id;

-- Every second report came with a photo, and most that were closed have the proof. They share a file.
INSERT INTO laksa_photo (id, submission, report_id, event_id, image, small, at)
SELECT gen_random_uuid(), gen_random_uuid(), e.report_id, e.id, 'photos/00/badai.jpg', 'photos/00/badai-small.jpg', e.at
FROM laksa_reportevent e JOIN made ON made.id = e.report_id
WHERE (e.action = 'receive' AND made.c7 < 0.5) OR (e.action = 'close' AND made.c7 < 0.9);
COMMIT;
VACUUM (ANALYZE, FREEZE) laksa_report, laksa_reportevent, laksa_measure, laksa_photo;
