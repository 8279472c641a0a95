#!/bin/sh
# What an administrator would type to get the same two apps running, without any check or way back.
set -eu
export DEBIAN_FRONTEND=noninteractive
cd /srv/kit
apt-get update -qq
apt-get install -y -qq --no-install-recommends postgresql nginx nftables unattended-upgrades locales
timedatectl set-timezone Asia/Makassar
wheels/uv venv -q --python /usr/bin/python3 /srv/venv
wheels/uv pip install -q --python /srv/venv/bin/python --no-index --find-links wheels --require-hashes -r wheels/requirements.txt --compile-bytecode
wheels/uv pip install -q --python /srv/venv/bin/python --no-index --find-links wheels --no-deps wheels/smartcity_base-*.whl

mkdir -p /etc/nginx/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=gorontalokota.go.id \
  -keyout /etc/nginx/tls/key.pem -out /etc/nginx/tls/chain.pem 2>/dev/null
openssl genrsa -out /srv/oidc.pem 2048 2>/dev/null

for app in live laksa; do
  useradd --system --home-dir "/var/lib/$app" --create-home "sc-$app"
  su postgres -c "createuser sc-$app && createdb -O sc-$app sc-$app"
  mkdir -p "/srv/$app"
  cp -r "apps/$app/code/." "/srv/$app/"
  cp -r "apps/$app/region.json" "apps/$app/data" "/srv/$app/"
  [ ! -d "apps/$app/branding" ] || cp -r "apps/$app/branding" "/srv/$app/"
  mkdir -p "/srv/$app/secrets/clients"
  head -c 40 /dev/urandom | base64 > "/srv/$app/secrets/secret_key"
  head -c 40 /dev/urandom | base64 > "/srv/$app/secrets/data_key"
  echo client > "/srv/$app/secrets/oidc_client_secret"
  echo client > "/srv/$app/secrets/clients/laksa"
  cp /srv/oidc.pem "/srv/$app/secrets/oidc_key.pem"
  chown -R "sc-$app" "/srv/$app"
  cat > "/etc/systemd/system/$app.service" <<UNIT
[Service]
User=sc-$app
WorkingDirectory=/srv/$app
Environment=SMARTCITY_DATABASE=postgresql:///sc-$app SMARTCITY_STATE=/var/lib/$app SMARTCITY_WORKERS=2
Environment=SMARTCITY_BIND=unix:/var/lib/$app/web.sock SMARTCITY_RELEASE=hand
ExecStart=/srv/venv/bin/gunicorn -c gunicorn.conf.py config.wsgi
[Install]
WantedBy=multi-user.target
UNIT
  sed "s|ExecStart=.*|ExecStart=/srv/venv/bin/python manage.py work|" \
    "/etc/systemd/system/$app.service" > "/etc/systemd/system/$app-jobs.service"
  (cd "/srv/$app" && su "sc-$app" -s /bin/sh -c \
    "SMARTCITY_DATABASE=postgresql:///sc-$app SMARTCITY_STATE=/var/lib/$app /srv/venv/bin/python manage.py prepare")
  chmod 755 "/var/lib/$app"
  cat > "/etc/nginx/sites-enabled/$app" <<SITE
server {
  listen 443 ssl;
  server_name $app.gorontalokota.go.id;
  ssl_certificate /etc/nginx/tls/chain.pem;
  ssl_certificate_key /etc/nginx/tls/key.pem;
  location /static/ { alias /srv/$app/static/; }
  location / {
    proxy_set_header Host \$host;
    proxy_set_header X-Forwarded-Proto https;
    proxy_pass http://unix:/var/lib/$app/web.sock;
  }
}
SITE
  systemctl enable -q --now "$app.service" "$app-jobs.service"
done
usermod -aG sc-live,sc-laksa www-data
printf 'table inet filter {\n chain input {\n type filter hook input priority 0; policy drop;\n ct state established,related accept\n iif lo accept\n tcp dport { 22, 80, 443 } accept\n }\n}\n' > /etc/nftables.conf
systemctl enable -q --now nftables
systemctl reload nginx || systemctl restart nginx
for app in live laksa; do
  host="$app.gorontalokota.go.id"
  timeout 60 sh -c "until python3 -c 'import ssl, urllib.request as r
r.urlopen(r.Request(\"https://127.0.0.1/readyz\", headers={\"Host\": \"$host\"}), context=ssl._create_unverified_context())
' 2>/dev/null; do sleep 0.2; done"
done
